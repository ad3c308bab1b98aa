using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

/// <summary>
/// Emits the body of one procedure. Invariant: the evaluation stack is empty wherever a call, a loop or a protected region
/// begins; operands that are more than a variable or constant go through temporaries. So each call can carry its own
/// sequence point, loops may branch back and protected regions may stand anywhere.
/// </summary>
internal sealed partial class ProcedureEmitter
{
    /// <summary>The number of instructions up to which a method with a loop is compiled with full optimisation at once: larger ones delay the start.</summary>
    private const int LargestOptimized = 4000;

    private readonly UnitEmitter _unit;
    private readonly WellKnownMembers _known;
    private readonly ResolvedProcedure _procedure;
    private readonly MethodDefinition _method;
    private readonly ILProcessor _il;
    private readonly Dictionary<int, SlotPlace> _places = [];
    private readonly ClosureType? _closure;
    private readonly HashSet<Slot> _written;
    private readonly Stack<VariableDefinition> _coldTemporaries = [];
    private readonly List<Instruction[]> _outOfTheWay = [];
    private readonly List<SequencePoint> _points = [];
    private readonly Dictionary<Loop, LoopPlace> _loops = [];
    private readonly Bounds _bounds;
    private readonly Instruction _start = Instruction.Create(OpCodes.Nop);
    private readonly LoopPlace _self;
    private LoopPlace? _turn;
    private readonly StackCheckPlacement _stackChecks;
    private readonly TracePoints _origins;
    private readonly List<Instruction> _unmarked = [];
    private readonly bool _isFast;
    private readonly bool _isLeaf;
    private QuickPath.Path? _path;
    private MethodDefinition? _pathBody;
    private bool _isInlinedPath;
    private ResolvedExpr? _entry;
    private Instruction? _entryLabel;
    private bool _isInRest;
    private Stack<VariableDefinition> _freeTemporaries = [];

    private ProcedureEmitter(UnitEmitter unit, ResolvedProcedure procedure, MethodDefinition method, ClosureType? closure, bool isFast, bool isLeaf = false)
    {
        _isFast = isFast;
        _isLeaf = isLeaf;
        _isPure = isFast || isLeaf;
        _unit = unit;
        _known = unit.Known;
        _procedure = procedure;
        _method = method;
        _il = method.Body.GetILProcessor();
        _closure = closure;
        _self = _turn = new LoopPlace(_start) { Body = procedure.Body };
        _written = WrittenSlots.Of(procedure.Body);
        _stackChecks = new StackCheckPlacement(procedure);
        _origins = new TracePoints(procedure.Name ?? "<lambda>");
        _numbers = new NumericPlanner(NumberKnownAs, ElementAs, FieldAs);
        _arrays = unit.ArraysOf(procedure);
        _restart = _startOver;
        _bounds = new Bounds(e => KnownAs(e) == PassedAs.Fixnum);
        method.Body.InitLocals = true;
    }

    /// <summary>
    /// Emits a body. The method's parameters are the procedure's slots in order; <paramref name="closure"/> is the class it is in, if it has captures. With an
    /// <paramref name="entry"/> the method begins at that part of the body: its caller has made the tests before.
    /// </summary>
    public static void Emit(
        UnitEmitter unit, ResolvedProcedure procedure, MethodDefinition method, ClosureType? closure, bool isFast = false, ResolvedExpr? entry = null)
    {
        var emitter = new ProcedureEmitter(unit, procedure, method, closure, isFast) { _entry = entry };
        emitter.Run();
        // A loop runs long before its method has been called often enough to be optimised.
        if (emitter._hasLoop && method.Body.Instructions.Count <= LargestOptimized) method.ImplAttributes |= MethodImplAttributes.AggressiveOptimization;
        if (isFast) emitter.MarkFast();
        else if (emitter._points.Count == 0 && !emitter._hasLoop) method.NoInlining = false;
    }

    /// <summary>Emits a quick path that goes on in the method <paramref name="body"/>: by a jump, unless the path is inlined.</summary>
    public static void EmitQuick(UnitEmitter unit, QuickPath.Path path, MethodDefinition method, MethodDefinition body, bool isFast, bool isInlined) =>
        new ProcedureEmitter(unit, path.Procedure, method, null, isFast) { _path = path, _pathBody = body, _isInlinedPath = isInlined }.Run();

    private void Run()
    {
        Prologue();
        Tail(_procedure.Body, _procedure.ChecksStack && !IsCheckedOnce);
        BringBack(0);
        StartOver();
        JoinReturns();
        _unit.Complete(_method, _points);
        _origins.Describe(_method, _known);
    }

    /// <summary>
    /// Makes one return of many: the JIT writes the end of a method four times at most, and where it joins returns by itself, values go through memory.
    /// </summary>
    private void JoinReturns()
    {
        const int MostReturns = 4;
        var returns = _method.Body.Instructions.Where(static i => i.OpCode == OpCodes.Ret && i.Previous?.Previous?.OpCode != OpCodes.Tail).ToList();
        if (returns.Count <= MostReturns) return;
        var result = NewLocal(_method.ReturnType, null);
        var end = Instruction.Create(OpCodes.Ldloc, result);
        foreach (var instruction in returns)
        {
            _il.InsertAfter(instruction, Instruction.Create(OpCodes.Br, end));
            (instruction.OpCode, instruction.Operand) = (OpCodes.Stloc, result);
        }
        _il.Append(end);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Emits the <see cref="ClosureType.Leaf"/> of a closure; false when it would be no leaf, or the body itself is one that the JIT inlines.</summary>
    public static bool EmitLeaf(UnitEmitter unit, ResolvedProcedure procedure, MethodDefinition method, ClosureType closure)
    {
        var emitter = new ProcedureEmitter(unit, procedure, method, closure, isFast: false, isLeaf: true);
        emitter.Run();
        return emitter is { _points.Count: 0, _hasLoop: false, _startOver.IsUsed: true } && method.Body.Instructions.Count <= LargestInlinedLeaf;
    }

    /// <summary>Whether the stack is checked before the procedure's turns.</summary>
    private bool IsCheckedOnce => _stackChecks.BelongsBeforeLoop && _entry is null && _path is null;

    private void Prologue()
    {
        var parameters = _procedure.LiftedSlots.Concat(_procedure.Parameters).ToList();
        if (_procedure.Rest is { } rest) parameters.Add(rest);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (IsBoxedHere(i)) continue;
            var own = i - _procedure.LiftedSlots.Count;
            _places.Add(parameters[i].Index, new SlotPlace(_method.Parameters[i], null, _isFast && own >= 0 ? _procedure.FastParameters![own] : PassedAs.Value));
        }
        if (_arrays.IsLoop)
        {
            // The loop's tests of their classes need none for null then.
            foreach (var place in _places.Values.Where(static p => p.PassedAs == PassedAs.Procedure))
            {
                LoadPlace(place);
                _il.Emit(OpCodes.Call, _known.IsNotNull);
            }
            BeginLoop(_arrays.Body);
        }
        if (IsCheckedOnce) _il.Emit(OpCodes.Call, _known.CheckStack);
        LearnFromOwnTurns();
        if (_entry is not null) _il.Emit(OpCodes.Br, _entryLabel = Instruction.Create(OpCodes.Nop));
        _il.Append(_start);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!IsBoxedHere(i)) continue;
            var box = NewLocal(_known.Box, parameters[i].Name);
            _il.Emit(OpCodes.Ldarg, _method.Parameters[i]);
            _il.Emit(OpCodes.Newobj, _known.NewBox);
            _il.Emit(OpCodes.Stloc, box);
            _places.Add(parameters[i].Index, new SlotPlace(null, box));
        }

        bool IsBoxedHere(int i) => parameters[i].IsBoxed && i >= _procedure.LiftedSlots.Count;
    }

    /// <summary>Emits an expression in tail position: every path ends with a return or a jump.</summary>
    private void Tail(ResolvedExpr expr, bool checkPending)
    {
        StackGuard.Check();
        var isEntry = _entry is not null && ReferenceEquals(expr, _entry);
        if (isEntry)
        {
            BeginJoin();
            _instances.Clear();
            _isInRest = true;
            _il.Append(_entryLabel);
        }
        // What is left behind a front has no base case to speak of: the check comes before what would live across its call.
        if (checkPending && (isEntry || _stackChecks.BelongsBefore(expr)))
        {
            _il.Emit(OpCodes.Call, _known.CheckStack);
            checkPending = false;
        }
        if (MustGiveUp(expr))
        {
            _il.Emit(OpCodes.Br, _startOver.Use());
            return;
        }
        if (TailByShape(expr, checkPending)) return;
        switch (expr)
        {
            case ResolvedIf conditional when Decided(conditional.Test) is { } outcome:
                Tail(outcome ? conditional.Then : conditional.Else, checkPending);
                break;
            case ResolvedIf conditional when DispatchChain.Of(conditional) is { } chain: Dispatch(chain, part => Tail(part, checkPending)); break;
            case ResolvedIf conditional:
                var otherwise = Instruction.Create(OpCodes.Nop);
                Test(conditional.Test, otherwise);
                var isPure = _isPure = _isPure && Purity.IsPure(conditional.Test);
                var forget = Learn(conditional.Test, true);
                InBranch(() => Tail(conditional.Then, checkPending));
                forget();
                _il.Append(otherwise);
                _isPure = isPure;
                forget = Learn(conditional.Test, false);
                InBranch(() => Tail(conditional.Else, checkPending));
                forget();
                break;
            case ResolvedSequence sequence:
                var (effects, last) = Parts(sequence);
                foreach (var effect in effects)
                {
                    Effect(effect);
                    _isPure = false;
                }
                Tail(last, checkPending);
                break;
            case ResolvedLet let:
                Bind(let.Slot, let.Value);
                _isPure = _isPure && Purity.IsPure(let.Value);
                Tail(let.Body, checkPending);
                break;
            case ClosuresExpr closures:
                MakeClosures(closures);
                Tail(closures.Body, checkPending);
                break;
            case ResolvedLoop loop: EmitLoop(loop, () => Tail(loop.Body, checkPending)); break;
            case ResolvedJoin join:
                var joined = DeclareJoin(join);
                InBranch(() => Tail(join.Body, checkPending));
                _il.Append(joined);
                Tail(join.Join, checkPending);
                break;
            case ResolvedContinue @continue: Continue(@continue); break;
            case ResolvedTry @try:
                var result = Protect(@try, out var end);
                Tail(@try.Handler, checkPending);
                _il.Append(end);
                _il.Emit(OpCodes.Ldloc, result);
                Return();
                break;
            case KnownCall { IsTail: true, Captured.Count: 0 } call when ReferenceEquals(call.Target, _procedure): SelfTailCall(call); break;
            case KnownCall { IsTail: true, Target.ReturnsConditions: true } call when !_procedure.ReturnsConditions:
                Call(call, isTail: false);
                _il.Emit(OpCodes.Ret);
                break;
            case KnownCall { IsTail: true } or ExternalCall { IsTail: true } or ResolvedCall { IsTail: true } or ApplyCall { IsTail: true }:
                Call(expr, isTail: true);
                _il.Emit(OpCodes.Ret);
                break;
            case not ResolvedIf when ReturnsRaw && CertainNumber(expr) is var (load, kind, _):
                if (kind == PassedAs.Fixnum) throw new InvalidOperationException("an integer where a flonum is certain");
                load();
                _il.Emit(OpCodes.Ret);
                break;
            default:
                if (!Push(expr)) break;
                if (expr is BuiltinCall or PrimitiveCall)
                {
                    // A call right before the return would become a jump, and the frame would be missing from the trace.
                    var value = Temporary();
                    _il.Emit(OpCodes.Stloc, value);
                    _il.Emit(OpCodes.Ldloc, value);
                    Release(value);
                }
                Return();
                break;
        }
    }

    /// <summary>Emits an expression whose value ends up on the stack, which is empty before. Returns false when no path gets there.</summary>
    private bool Push(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant constant: _unit.Constants.Load(_il, constant.Value); return true;
            case SlotRead read: Read(read.Slot); return true;
            case CaptureRead read:
                LoadCapture(read.Capture);
                if (read.Capture.IsBoxed) _il.Emit(OpCodes.Ldfld, _known.BoxValue);
                return true;
            case BuiltinRead read: _il.Emit(OpCodes.Ldsfld, _unit.BuiltinValue(read.Builtin)); return true;
            case ExternalRead read: _il.Emit(OpCodes.Ldsfld, _unit.ExternalField(read.Library, read.Export)); return true;
            case GlobalRead read:
                if (read.IsChecked) Mark(read.Span);
                ReadGlobal(read);
                return true;
            case NamespaceRead read: _unit.LoadNamespace(_il, read.Module); return true;
            case SlotWrite write:
                Write(write);
                _isPure = false;
                return true;
            case CaptureWrite write: WriteThrough(write.Capture, () => LoadCapture(write.Capture), write.Value); return true;
            case GlobalWrite write: WriteGlobal(write.Global, write.Value, isDefinition: false, yields: true); return true;
            case GlobalDefine define:
                if (define.Global.Constant is null) WriteGlobal(define.Global, define.Value, isDefinition: true, yields: false);
                _il.Emit(OpCodes.Call, _known.Nil);
                return true;
            case ClosureExpr closure: NewClosure(closure.Procedure, closure.Captures); return true;
            case ResolvedIf conditional: return PushIf(conditional);
            case ResolvedSequence sequence:
                var (effects, last) = Parts(sequence);
                foreach (var effect in effects) Effect(effect);
                return Push(last);
            case ResolvedLet let:
                Bind(let.Slot, let.Value);
                return Push(let.Body);
            case ClosuresExpr closures:
                MakeClosures(closures);
                return Push(closures.Body);
            case ResolvedLoop loop: return PushLoop(loop);
            case Evaluated evaluated: evaluated.Operand.Load(); return true;
            case BuiltinCall when PushNumber(expr): return true;
            case BuiltinCall { Operands: [var array, ..] } set when StoreElement(set): return Push(array);
            case BuiltinCall call when IsRawTest(call):
                return PushIf(new ResolvedIf(call.Span, call, new ResolvedConstant(call.Span, Value.FromBool(true)), new ResolvedConstant(call.Span, Value.FromBool(false))));
            case ResolvedJoin join: return PushEither(join.Body, DeclareJoin(join), join.Join);
            case ResolvedContinue @continue:
                Continue(@continue);
                return false;
            case ResolvedTry @try:
                var result = Protect(@try, out var end);
                if (Push(@try.Handler)) _il.Emit(OpCodes.Stloc, result);
                _il.Append(end);
                _il.Emit(OpCodes.Ldloc, result);
                return true;
            case PrimitiveCall call when !_isCold && RecordTest(call) is not null:
                return PushIf(new ResolvedIf(call.Span, call, new ResolvedConstant(call.Span, Value.FromBool(true)), new ResolvedConstant(call.Span, Value.FromBool(false))));
            case PrimitiveCall { Primitive.Name: nameof(Primitives.Throw) } call when ThrowsByReturn:
                ThrowByReturn(call);
                return false;
            default:
                Call(expr, isTail: false);
                return true;
        }
    }

    /// <summary>What a sequence evaluates for its effects, and for its value: behind an assignment the variable is what was assigned.</summary>
    private static (IEnumerable<ResolvedExpr> Effects, ResolvedExpr Last) Parts(ResolvedSequence sequence)
    {
        var count = sequence.Items.Count;
        if (count > 1 && VariableOf(sequence.Items[^1]) is { } read && sequence.Items[^2] switch { SlotWrite write => write.Slot == read, CaptureWrite write => write.Capture == read, _ => false })
            count--;
        return (sequence.Items.Take(count - 1), sequence.Items[count - 1]);
    }

    /// <summary>Emits an expression for its effect only.</summary>
    private void Effect(ResolvedExpr expr)
    {
        switch (expr)
        {
            case ResolvedConstant or SlotRead or CaptureRead or BuiltinRead: break;
            case GlobalDefine { Global.Constant: not null }: break;
            case GlobalDefine define: WriteGlobal(define.Global, define.Value, isDefinition: true, yields: false); break;
            case ResolvedIf conditional when DispatchChain.Of(conditional) is { } chain:
                var behind = Instruction.Create(OpCodes.Nop);
                Dispatch(chain, part =>
                {
                    Effect(part);
                    _il.Emit(OpCodes.Br, behind);
                });
                _il.Append(behind);
                break;
            case ResolvedIf conditional:
                var otherwise = Instruction.Create(OpCodes.Nop);
                Test(conditional.Test, otherwise);
                EffectOfEither(conditional.Then, otherwise, conditional.Else, conditional.Test);
                break;
            case ResolvedSequence sequence:
                foreach (var item in sequence.Items) Effect(item);
                break;
            case ResolvedLet let:
                Bind(let.Slot, let.Value);
                Effect(let.Body);
                break;
            case ResolvedJoin join: EffectOfEither(join.Body, DeclareJoin(join), join.Join); break;
            case ResolvedContinue @continue: Continue(@continue); break;
            case BuiltinCall set when StoreElement(set): break;
            default:
                if (Push(expr)) _il.Emit(OpCodes.Pop);
                break;
        }
    }

    private bool PushIf(ResolvedIf conditional)
    {
        if (Decided(conditional.Test) is { } outcome) return Push(outcome ? conditional.Then : conditional.Else);
        if (DispatchChain.Of(conditional) is { } chain) return PushDispatched(chain);
        var otherwise = Instruction.Create(OpCodes.Nop);
        Test(conditional.Test, otherwise);
        return PushEither(conditional.Then, otherwise, conditional.Else, conditional.Test);
    }

    /// <summary>Emits an expression, and another one that code before or in the first jumps to; the value of either ends up on the stack.</summary>
    private bool PushEither(ResolvedExpr first, Instruction secondStart, ResolvedExpr second, ResolvedExpr? test = null)
    {
        // A merge of two stacks would be verifiable too, but a local keeps the invariant for whoever comes after.
        var end = Instruction.Create(OpCodes.Nop);
        var result = Temporary();
        var isPure = _isPure;
        var forget = Learn(test, true);
        var endsFirst = false;
        InBranch(() => endsFirst = Push(first));
        forget();
        if (endsFirst)
        {
            _il.Emit(OpCodes.Stloc, result);
            _il.Emit(OpCodes.Br, end);
        }
        _il.Append(secondStart);
        var isFirstPure = _isPure;
        _isPure = isPure;
        forget = Learn(test, false);
        var endsSecond = false;
        InBranch(() => endsSecond = Push(second));
        forget();
        _isPure &= isFirstPure;
        if (endsSecond) _il.Emit(OpCodes.Stloc, result);
        _il.Append(end);
        if (endsFirst || endsSecond) _il.Emit(OpCodes.Ldloc, result);
        Release(result);
        return endsFirst || endsSecond;
    }

    /// <summary>As <see cref="PushEither"/>, for the effects only.</summary>
    private void EffectOfEither(ResolvedExpr first, Instruction secondStart, ResolvedExpr second, ResolvedExpr? test = null)
    {
        var end = Instruction.Create(OpCodes.Nop);
        var forget = Learn(test, true);
        InBranch(() => Effect(first));
        forget();
        _il.Emit(OpCodes.Br, end);
        _il.Append(secondStart);
        forget = Learn(test, false);
        InBranch(() => Effect(second));
        forget();
        _il.Append(end);
    }

    /// <summary>Notes what a test says of variables where it has that outcome; returns what undoes it.</summary>
    private Action Learn(ResolvedExpr? test, bool outcome) =>
        test is null ? static () => { } : (outcome ? LearnShape(test) : LearnNotNull(test)) ?? _bounds.Learn(test, outcome);

    private Instruction DeclareJoin(ResolvedJoin join)
    {
        _isPure = false;
        BeginJoin();
        foreach (var slot in join.Target.Slots) Declare(slot);
        var start = Instruction.Create(OpCodes.Nop);
        _loops[join.Target] = new LoopPlace(start);
        return start;
    }

    /// <summary>Emits a test that falls through when true and jumps when false.</summary>
    private void Test(ResolvedExpr test, Instruction whenFalse)
    {
        StackGuard.Check();
        switch (test)
        {
            case BuiltinCall when Decided(test) is { } outcome:
                if (!outcome) _il.Emit(OpCodes.Br, whenFalse);
                break;
            case ResolvedConstant constant:
                if (!constant.Value.IsTruthy) _il.Emit(OpCodes.Br, whenFalse);
                break;
            case ResolvedIf conditional:
                var otherwise = Instruction.Create(OpCodes.Nop);
                Test(conditional.Test, otherwise);
                TestEither(conditional.Then, otherwise, conditional.Else, whenFalse);
                break;
            case ResolvedLet let:
                Bind(let.Slot, let.Value);
                Test(let.Body, whenFalse);
                break;
            case ResolvedJoin join: TestEither(join.Body, DeclareJoin(join), join.Join, whenFalse); break;
            case ResolvedContinue @continue: Continue(@continue); break;
            case BuiltinCall { Builtin.Name: "not", Operands: [var negated] }:
                var whenTrue = Instruction.Create(OpCodes.Nop);
                Test(negated, whenTrue);
                _il.Emit(OpCodes.Br, whenFalse);
                _il.Append(whenTrue);
                break;
            case BuiltinCall { Overload.ReturnsBool: true } call:
                if (RawTest(call, whenFalse) || SameOrGiveUp(call, whenFalse) || KindTest(call, whenFalse)) break;
                Operands(call);
                _il.Emit(OpCodes.Call, _isCold ? _known.Outlined(call) : _known.Import(call.Overload.Method));
                NoteEffects(call);
                _il.Emit(OpCodes.Brfalse, whenFalse);
                break;
            case BuiltinCall call when TestFlag(call, whenFalse): break;
            case PrimitiveCall { Primitive.Name: nameof(Primitives.Identical), Operands: [var compared, ResolvedConstant { Value.Ref: { } name }] } when name is Symbol or Keyword:
                // One such object has the name, and no bits.
                Load(Ready([compared]));
                _il.Emit(OpCodes.Ldfld, _unit.ValueRef);
                _unit.Constants.LoadInterned(_il, name);
                _il.Emit(OpCodes.Bne_Un, whenFalse);
                break;
            case PrimitiveCall call when TestRecord(call, whenFalse): break;
            case PrimitiveCall { Primitive.Method: { } method } call when method.ReturnType == typeof(bool):
                if (!RecordOperation(call))
                {
                    Operands(call);
                    _il.Emit(OpCodes.Call, _known.Import(method));
                    NoteEffects(call);
                }
                _il.Emit(OpCodes.Brfalse, whenFalse);
                break;
            default:
                if (!Push(test)) break;
                _il.Emit(OpCodes.Call, _known.IsTrue);
                _il.Emit(OpCodes.Brfalse, whenFalse);
                break;
        }
    }

    /// <summary>As <see cref="PushEither"/>, for tests.</summary>
    private void TestEither(ResolvedExpr first, Instruction secondStart, ResolvedExpr second, Instruction whenFalse)
    {
        var whenTrue = Instruction.Create(OpCodes.Nop);
        InBranch(() => Test(first, whenFalse));
        _il.Emit(OpCodes.Br, whenTrue);
        _il.Append(secondStart);
        InBranch(() => Test(second, whenFalse));
        _il.Append(whenTrue);
    }

    private void Mark(SourceSpan span)
    {
        // Code of an inlined builtin itself, calls of the procedure that it was given excepted, does not fail.
        if (span.Inlined is { IsTailCall: false, Procedure: { Name: null } })
        {
            MarkAsNext();
            return;
        }
        // The JIT maps code to the last place where the stack was empty: before the first call that is the method's start.
        if (_points.Count == 0) _points.Add(_unit.SequencePoint(_start, span));
        MarkAsNext();
        foreach (var marker in _unmarked)
        {
            _points.Add(_unit.SequencePoint(marker, span));
            _origins.Add(marker, span);
        }
        _unmarked.Clear();
    }

    /// <summary>
    /// Begins code that no trace shows. It gets the place of what comes next: in optimized code the JIT may take the two for one when the
    /// result of this goes nowhere but there.
    /// </summary>
    private void MarkAsNext()
    {
        var marker = Instruction.Create(OpCodes.Nop);
        _il.Append(marker);
        _unmarked.Add(marker);
    }
}
