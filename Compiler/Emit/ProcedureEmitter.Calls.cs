using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

// Calls of every kind, and how their operands get onto the stack.
internal sealed partial class ProcedureEmitter
{
    private void Call(ResolvedExpr expr, bool isTail)
    {
        EmitCall(expr, isTail);
        NoteEffects(expr);
        if (ArrayUses.IsSet(expr)) TakeAgain();
    }

    private void EmitCall(ResolvedExpr expr, bool isTail)
    {
        switch (expr)
        {
            case BuiltinCall call when _isCold && !call.Overload.HasRest:
                Operands(call);
                Invoke(call.Overload.Method, _known.Outlined(call));
                break;
            case BuiltinCall { Builtin.Name: "+" or "-", Operands: [var left, ResolvedConstant { Value: { IsFixnum: true, Bits: > 0 and var amount } }] } call:
                var augend = Ready([left]);
                Mark(call.Span);
                Load(augend);
                _il.Emit(OpCodes.Ldc_I8, amount);
                _il.Emit(OpCodes.Call, call.Builtin.Name == "+" ? _known.Increase : _known.Decrease);
                break;
            case BuiltinCall call when ListAccess(call) || AccessOrGiveUp(call): break;
            case BuiltinCall { Builtin.Name: "list", Operands.Count: > 0 } call:
                Operands(call);
                _il.Emit(OpCodes.Call, _known.ListOfSome);
                break;
            case BuiltinCall { IsLastUse: true } call:
                Operands(call);
                _il.Emit(OpCodes.Call, _known.AssocLast);
                break;
            case BuiltinCall call:
                Operands(call);
                Invoke(call.Overload.Method);
                break;
            case PrimitiveCall call when RecordOperation(call):
                if (call.Primitive.Method.ReturnType == typeof(bool)) _il.Emit(OpCodes.Call, _known.FromBool);
                break;
            case PrimitiveCall call:
                Operands(call);
                Invoke(call.Primitive.Method);
                break;
            case KnownCall call: KnownProcedureCall(call, isTail); break;
            case ExternalCall call:
                var given = Ready(call.Operands);
                Mark(call.Span);
                Load(given);
                if (isTail) _il.Emit(OpCodes.Tail);
                _il.Emit(OpCodes.Call, _unit.ExternalMethod(call.Library, call.Target));
                break;
            case LibraryRun run:
                Mark(run.Span);
                _il.Emit(OpCodes.Call, _unit.ExternalRunOnce(run.Library));
                _il.Emit(OpCodes.Call, _known.Nil);
                break;
            case ResolvedCall { Operator: ResolvedConstant { Value.Ref: Keyword keyword }, Operands: [var map] } call:
                var operand = Ready([map]);
                Mark(call.Span);
                _unit.Constants.LoadInterned(_il, keyword);
                Load(operand);
                _il.Emit(OpCodes.Call, _known.Lookup);
                break;
            case ResolvedCall call: UnknownCall(call, isTail); break;
            case ApplyCall call: Apply(call, isTail); break;
            default: throw new InvalidOperationException($"not a call: {expr.GetType().Name}");
        }
    }

    /// <summary>Emits a call of a known procedure. <paramref name="isRaw"/>: the result is left as the raw flonum that it is for certain.</summary>
    private void KnownProcedureCall(KnownCall call, bool isTail, bool isRaw = false)
    {
        var isLast = isTail;
        isTail = isTail && (_path is not null ? !_isInlinedPath : TailCallPolicy.NeedsPrefix(_procedure, call.Target));
        var isFast = call.Target.FastParameters is not null;
        var passed = Evaluate(call.Operands, call.Target.FastParameters ?? new PassedAs[call.Operands.Count]);
        Mark(call.Span);
        var exit = NewExit(passed);
        var loads = LoadsAs(passed, exit);
        foreach (var source in call.Captured) Load(source);
        foreach (var load in loads) load();
        var returnsRaw = isFast && call.Target.ReturnsFlonum;
        if (isTail && !(returnsRaw && !ReturnsRaw)) _il.Emit(OpCodes.Tail);
        _il.Emit(OpCodes.Call, ReferenceEquals(call.Target, _path?.Target) ? _pathBody : !isLast ? _unit.CalledMethod(call.Target) : isFast ? _unit.FastMethod(call.Target) : _unit.StaticMethod(call.Target));
        if (returnsRaw && !isRaw && !(isTail && ReturnsRaw)) Box(PassedAs.Flonum);
        if (NeedsPath(exit))
        {
            // The value of both ways goes through a local: the stack is empty where they meet.
            var end = Instruction.Create(OpCodes.Nop);
            var result = isTail ? null : Temporary();
            if (result is null) _il.Emit(OpCodes.Ret);
            else
            {
                _il.Emit(OpCodes.Stloc, result);
                _il.Append(end);
            }
            Cold(exit, () =>
            {
                var values = LoadValues(passed);
                Mark(call.Span);
                foreach (var source in call.Captured) Load(source);
                foreach (var load in values) load();
                if (isTail) _il.Emit(OpCodes.Tail);
                _il.Emit(OpCodes.Call, _unit.StaticMethod(call.Target));
                if (result is null) _il.Emit(OpCodes.Ret);
                else
                {
                    _il.Emit(OpCodes.Stloc, result);
                    _il.Emit(OpCodes.Br, end);
                }
            });
            if (result is not null)
            {
                _il.Emit(OpCodes.Ldloc, result);
                Release(result);
            }
        }
        Release(passed);
        if (call.Target.ReturnsConditions && !isLast) TestReturned(call.Span);
    }

    /// <summary>
    /// Evaluates what is to be passed, as far as needed: of what is computed raw only the leaves. It is not computed before something
    /// that has an effect or may raise is evaluated, unless it cannot raise itself.
    /// </summary>
    private Passed[] Evaluate(IReadOnlyList<ResolvedExpr> operands, IReadOnlyList<PassedAs> kinds)
    {
        var passed = new Passed[operands.Count];
        var hasWork = false;
        for (var i = passed.Length - 1; i >= 0; i--)
        {
            var plan = kinds[i] == PassedAs.Value || _isCold ? null : _numbers.Plan(operands[i], kinds[i]);
            if (plan is not null && (plan.Kind != kinds[i] || (hasWork && !NumericPlanner.CannotRaise(plan)))) plan = null;
            passed[i] = new Passed(operands[i], kinds[i], plan);
            hasWork |= plan is null ? !IsPlain(operands[i]) && !IsKnownAccess(operands[i]) : plan.Leaves.Any(static l => !IsPlain(l.Expr));
        }
        var ready = Ready(passed.SelectMany(static p => p.Plan is { } plan ? plan.Leaves.Select(static l => l.Expr) : [p.Expr]).ToList());
        var next = 0;
        foreach (var item in passed)
        {
            if (item.Plan is null) item.Ready = ready[next++];
            else foreach (var leaf in item.Plan.Leaves) leaf.Ready = ready[next++];
        }
        var plans = passed.Where(static p => p.Plan is not null).Select(static p => p.Plan!).ToList();
        TakeSpans(plans);
        TakeInstances(plans);
        return passed;
    }

    /// <summary>Emits the tests of what is passed and computes; returns what pushes each as it is passed.</summary>
    private Action[] LoadsAs(Passed[] passed, Exit exit)
    {
        Check(passed.Where(static p => p.Plan is not null).Select(static p => p.Plan!).ToList(), exit);
        foreach (var item in passed)
        {
            if (item.Plan is not null || item.As == PassedAs.Value || KnownAs(item.Expr) == item.As) continue;
            item.Ready.Load();
            _il.Emit(OpCodes.Call, _known.Holds(item.As));
            _il.Emit(OpCodes.Brfalse, exit.Use());
        }
        return Array.ConvertAll(passed, item =>
        {
            if (item.Plan is { } plan) return Compute(plan, exit);
            if (item.As == PassedAs.Value) return item.Ready.Loader;
            if (KnownAs(item.Expr) == item.As && item.Ready.Raw is { } raw) return () => _il.Emit(OpCodes.Ldloc, raw);
            if (KnownAs(item.Expr) == item.As && item.Ready.Temporary is null) return () => LoadRawAtom(item.Expr);
            return () =>
            {
                item.Ready.Load();
                _il.Emit(OpCodes.Call, _known.Unbox(item.As));
            };
        });
    }

    /// <summary>Computes what is passed anew, as values; returns what pushes each.</summary>
    private Action[] LoadValues(Passed[] passed) => Array.ConvertAll(passed, item =>
    {
        if (item.Plan is not { } plan) return item.Ready.Loader;
        var value = Temporary();
        Push(Generic(plan));
        _il.Emit(OpCodes.Stloc, value);
        return (Action)(() => _il.Emit(OpCodes.Ldloc, value));
    });

    private Exit NewExit(Passed[] passed) =>
        _isPure && (_isLeaf || LeavesRareCases || passed.All(p => p.Plan is { } plan ? plan.Leaves.All(static l => l.IsCertain) : p.As == PassedAs.Value || KnownAs(p.Expr) == p.As)) ? _restart : new Exit();

    /// <summary>Pushes a constant or a variable of a known kind as the number or the procedure itself.</summary>
    private void LoadRawAtom(ResolvedExpr operand)
    {
        switch (operand)
        {
            case SlotRead read: LoadPlace(_places[read.Slot.Index]); break;
            case CaptureRead read: LoadField(read.Capture); break;
            case ResolvedConstant { Value: { IsFixnum: true } fixnum }: _il.Emit(OpCodes.Ldc_I8, fixnum.Bits); break;
            case ResolvedConstant { Value: var flonum }: _il.Emit(OpCodes.Ldc_R8, flonum.AsFlonum); break;
            default:
                Push(operand);
                _il.Emit(OpCodes.Call, _known.Unbox(KnownAs(operand)));
                break;
        }
    }

    private void Release(Passed[] passed)
    {
        foreach (var item in passed)
        {
            if (item.Plan is { } plan) Release(plan);
            else if (item.Ready.Temporary is { } temporary) Release(temporary);
        }
    }

    /// <summary>Something that is passed to a procedure or stored in a variable, as a raw number perhaps.</summary>
    private sealed record Passed(ResolvedExpr Expr, PassedAs As, Numeric? Plan)
    {
        public Operand Ready { get; set; }
    }

    /// <summary>The raw number or the procedure that an expression is for certain.</summary>
    private PassedAs KnownAs(ResolvedExpr operand) => operand switch
    {
        ResolvedConstant { Value.IsFixnum: true } => PassedAs.Fixnum,
        ResolvedConstant { Value.IsFlonum: true } => PassedAs.Flonum,
        SlotRead read when !read.Slot.IsBoxed && _places.TryGetValue(read.Slot.Index, out var place) => place.PassedAs,
        CaptureRead read => _closure!.Kinds[read.Capture.Index],
        ClosureExpr or BuiltinRead or GlobalRead { Global.Constant: not null } => PassedAs.Procedure,
        KnownCall { Target: { ReturnsFlonum: true, FastParameters: { } passed } } call when call.Operands.Select((o, i) => KnownAs(o) == passed[i]).All(static k => k) => PassedAs.Flonum,
        _ => PassedAs.Value,
    };

    private PassedAs NumberKnownAs(ResolvedExpr operand) => KnownAs(operand) is var kind and not PassedAs.Procedure ? kind : PassedAs.Value;

    private void UnknownCall(ResolvedCall call, bool isTail)
    {
        // A global operator is read after the operands unless the call is in tail position (§5.4).
        var isLate = call.Operator is GlobalRead && !isTail;
        var parts = isLate ? Ready(call.Operands) : Ready([call.Operator, .. call.Operands]);
        Mark(call.Span);
        var isMultimethod = call.Operator is GlobalRead { Global.IsMultimethod: true };
        var likely = isLate || isMultimethod ? [] : _unit.LikelyTargets(call.Operands.Count);
        var result = likely.Count > 0 && !isTail ? Temporary() : null;
        var end = Instruction.Create(OpCodes.Nop);
        if (result is null) Rest(0);
        else
        {
            CallLikely(likely[0], out var otherwise);
            _il.Append(end);
            OutOfTheWay(() =>
            {
                _il.Append(otherwise);
                Mark(call.Span);
                Rest(1);
            });
            _il.Emit(OpCodes.Ldloc, result);
            Release(result);
        }
        Release(parts);

        // The way that is taken most goes straight on: the JIT has nothing else to tell it by.
        void CallLikely(ClosureType target, out Instruction otherwise)
        {
            otherwise = Instruction.Create(OpCodes.Nop);
            var closure = NewLocal(target.Type, null);
            parts[0].Load();
            TakeInstance(target.Type, closure, otherwise);
            if (target.Leaf is null)
            {
                CallBody();
                return;
            }
            var value = Temporary();
            var body = Instruction.Create(OpCodes.Nop);
            _il.Emit(OpCodes.Ldloc, closure);
            Load(parts[1..], release: false);
            _il.Emit(OpCodes.Ldloca, value);
            _il.Emit(OpCodes.Call, target.Leaf);
            _il.Emit(OpCodes.Brfalse, body);
            _il.Emit(OpCodes.Ldloc, value);
            if (result is null) Return();
            else _il.Emit(OpCodes.Stloc, result);
            Release(value);
            OutOfTheWay(() =>
            {
                _il.Append(body);
                Mark(call.Span);
                CallBody();
                if (result is not null) _il.Emit(OpCodes.Br, end);
            });

            void CallBody()
            {
                _il.Emit(OpCodes.Ldloc, closure);
                Invoke(parts[1..], OpCodes.Call, target.Body!);
                if (result is null) _il.Emit(OpCodes.Ret);
                else _il.Emit(OpCodes.Stloc, result);
            }
        }

        void Rest(int first)
        {
            foreach (var target in likely.Skip(first))
            {
                CallLikely(target, out var otherwise);
                if (result is not null) _il.Emit(OpCodes.Br, end);
                _il.Append(otherwise);
                Mark(call.Span);
            }
            if (isLate) ReadGlobal((GlobalRead)call.Operator);
            else parts[0].Load();
            _il.Emit(OpCodes.Call, isMultimethod ? _known.MultimethodOf
                : KnownAs(call.Operator) == PassedAs.Procedure ? _known.ProcedureOf : _known.Operator);
            var operands = isLate ? parts : parts[1..];
            Invoke(operands, OpCodes.Callvirt, operands.Length > 4 ? _known.InvokeN
                : isMultimethod ? _known.Method(typeof(Multimethod), $"Invoke{operands.Length}") : _known.Invoke[operands.Length]);
            if (result is null) return;
            _il.Emit(OpCodes.Stloc, result);
            _il.Emit(OpCodes.Br, end);
        }

        void Invoke(Operand[] operands, OpCode how, MethodReference method)
        {
            if (operands.Length <= 4) Load(operands, release: false);
            else LoadArray(operands);
            if (isTail) _il.Emit(OpCodes.Tail);
            _il.Emit(how, method);
        }
    }

    /// <summary>Emits the test whether the value on the stack is an object of a class, which goes to a local, and the jump that is taken when it is not.</summary>
    private void TakeInstance(TypeReference type, VariableDefinition local, Instruction whenNot)
    {
        _il.Emit(OpCodes.Ldfld, _unit.ValueRef);
        _il.Emit(OpCodes.Isinst, type);
        _il.Emit(OpCodes.Stloc, local);
        _il.Emit(OpCodes.Ldloc, local);
        _il.Emit(OpCodes.Brfalse, whenNot);
    }

    /// <summary>As <see cref="TakeInstance"/> for a list in an array, with what pushes the value.</summary>
    private void TakeItems(Action load, VariableDefinition local, Instruction whenNot)
    {
        load();
        _il.Emit(OpCodes.Call, _known.HoldsFixnum);
        _il.Emit(OpCodes.Brtrue, whenNot);
        load();
        _il.Emit(OpCodes.Call, _known.IsItems);
        _il.Emit(OpCodes.Brfalse, whenNot);
        load();
        _il.Emit(OpCodes.Call, _known.Items);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void Apply(ApplyCall call, bool isTail)
    {
        var parts = Ready([call.Operator, .. call.Operands]);
        Mark(call.Span);
        parts[0].Load();
        parts[^1].Load();
        _il.Emit(OpCodes.Call, _known.SpreadTarget);
        LoadArray(parts[1..]);
        _il.Emit(OpCodes.Call, _known.Spread);
        if (isTail) _il.Emit(OpCodes.Tail);
        _il.Emit(OpCodes.Call, isTail ? _unit.TailApply : _known.Apply);
        Release(parts);
    }

    private void Invoke(MethodInfo method, MethodReference? called = null)
    {
        _il.Emit(OpCodes.Call, called ?? _known.Import(method));
        if (method.ReturnType == typeof(bool)) _il.Emit(OpCodes.Call, _known.FromBool);
        else if (method.ReturnType == typeof(void)) _il.Emit(OpCodes.Call, _known.Nil);
    }

    private void Operands(BuiltinCall call)
    {
        var ready = Ready(call.Operands);
        Mark(call.Span);
        if (!call.Overload.HasRest) Load(ready);
        else
        {
            Load(ready[..call.Overload.Fixed], release: false);
            LoadArray(ready[call.Overload.Fixed..]);
            Release(ready);
        }
    }

    private void Operands(PrimitiveCall call)
    {
        var ready = Ready(call.Operands);
        if (call.Primitive.CannotFail) MarkAsNext();
        else Mark(call.Span);
        if (call.Primitive.Method.GetParameters() is [{ ParameterType.IsArray: true }]) LoadArray(ready);
        else Load(ready, release: false);
        Release(ready);
    }

    /// <summary>
    /// Evaluates operands from left to right as far as needed: what is left on return are loads without effect. An operand that
    /// a later one could change is taken into a temporary too.
    /// </summary>
    private Operand[] Ready(IReadOnlyList<ResolvedExpr> operands)
    {
        var last = -1;
        for (var i = 0; i < operands.Count; i++)
            if (!IsPlain(operands[i])) last = i;
        var ready = new Operand[operands.Count];
        for (var i = 0; i < ready.Length; i++)
        {
            var operand = operands[i];
            if (i > last || IsStable(operand)) ready[i] = new Operand(() => LoadPlain(operand), null);
            else if (operand is KnownCall && CertainNumber(operand) is var (load, kind, _))
            {
                var number = NewLocal(_known.TypeOf(kind), null);
                load();
                _il.Emit(OpCodes.Stloc, number);
                ready[i] = new Operand(
                    () =>
                    {
                        _il.Emit(OpCodes.Ldloc, number);
                        Box(kind);
                    },
                    null) { Raw = number };
            }
            else
            {
                var pushed = Push(operand);
                var temporary = Temporary();
                if (pushed) _il.Emit(OpCodes.Stloc, temporary);
                ready[i] = new Operand(() => _il.Emit(OpCodes.Ldloc, temporary), temporary);
            }
        }
        return ready;
    }

    /// <summary>Pushes what is loaded where it is used: other operands may be on the stack, so an element gets no place of its own.</summary>
    private void LoadPlain(ResolvedExpr operand)
    {
        if (operand is not PrimitiveCall item || !IsViewItem(item))
        {
            Push(operand);
            return;
        }
        foreach (var part in item.Operands) Push(part);
        _il.Emit(OpCodes.Call, _known.Import(item.Primitive.Method));
    }

    /// <summary>A load that has no effect and cannot fail.</summary>
    internal static bool IsPlain(ResolvedExpr expr) =>
        expr is Evaluated or ResolvedConstant or SlotRead or CaptureRead or BuiltinRead or NamespaceRead or GlobalRead { IsChecked: false } || IsViewItem(expr);

    /// <summary>Whether an expression reads an element that is there for certain, from an array that nobody writes to.</summary>
    private static bool IsViewItem(ResolvedExpr expr) => expr is PrimitiveCall { Primitive.Name: nameof(Primitives.ViewItem), Operands: [SlotRead, ResolvedConstant] };

    /// <summary>A load whose value no evaluation of another operand can change.</summary>
    private bool IsStable(ResolvedExpr expr) => expr switch
    {
        Evaluated or ResolvedConstant or BuiltinRead or NamespaceRead => true,
        SlotRead read => !read.Slot.IsBoxed && !_written.Contains(read.Slot),
        CaptureRead read => !read.Capture.IsBoxed,
        GlobalRead read => read.Global.Constant is not null,
        PrimitiveCall call => IsViewItem(call) && IsStable(call.Operands[0]),
        _ => false,
    };

    private void Load(Operand[] operands, bool release = true)
    {
        foreach (var operand in operands) operand.Load();
        if (release) Release(operands);
    }

    private void LoadArray(Operand[] operands) => LoadArray(Array.ConvertAll(operands, static o => o.Loader));

    private void LoadArray(Action[] operands)
    {
        _il.Emit(OpCodes.Ldc_I4, operands.Length);
        _il.Emit(OpCodes.Newarr, _known.Value);
        for (var i = 0; i < operands.Length; i++)
        {
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Ldc_I4, i);
            operands[i]();
            _il.Emit(OpCodes.Stelem_Any, _known.Value);
        }
    }

    private void Release(Operand[] operands)
    {
        foreach (var operand in operands)
            if (operand.Temporary is { } temporary) Release(temporary);
    }

    private VariableDefinition Temporary() => _freeTemporaries.TryPop(out var free) ? free : NewLocal(_known.Value, null);

    private void Release(VariableDefinition temporary) => _freeTemporaries.Push(temporary);

    private VariableDefinition NewLocal(TypeReference type, string? name)
    {
        var local = new VariableDefinition(type);
        _method.Body.Variables.Add(local);
        if (name is not null) _unit.NameLocal(_method, local, name);
        return local;
    }
}
