using Sema.Compiler.Diagnostics;
using Sema.Compiler.Core;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>CoreExpr → ResolvedExpr: gives every variable its storage and every call its kind.</summary>
internal sealed class Resolver
{
    private static readonly Primitive Identical = Primitive.Of(nameof(Primitives.Identical));
    private static readonly Primitive ForceNext = Primitive.Of(nameof(Primitives.ForceNext));
    private static readonly Primitive MakeTypeMultimethod = Primitive.Of(nameof(Primitives.MakeTypeMultimethod));

    private readonly GlobalAnalysis _globals;
    private readonly LambdaAnalysis _lambdas;
    private readonly Dictionary<LambdaInfo, ResolvedProcedure> _procedures = [];
    private readonly Dictionary<LambdaInfo, Loop> _loops = [];
    private readonly Dictionary<Variable, Slot> _slots = [];
    private readonly List<ResolvedProcedure> _all = [];
    private readonly RecordClasses _records = new();
    private readonly bool _exportsRecords;

    /// <summary>Where the code that is being resolved was before an optimisation moved it.</summary>
    private InlineSite? _site;

    private Resolver(GlobalAnalysis globals, bool exportsRecords)
    {
        _globals = globals;
        _exportsRecords = exportsRecords;
        _lambdas = new LambdaAnalysis(globals.Items);
    }

    /// <summary>Resolves a unit whose globals are known. <paramref name="exportsRecords"/>: other units can call its record constructors.</summary>
    public static ResolvedProgram Run(GlobalAnalysis globals, bool exportsRecords = false) => new Resolver(globals, exportsRecords).Unit(globals.Source);

    private ResolvedProgram Unit(SourceText source)
    {
        var start = new SourceSpan(source, new TextSpan(0, 0));
        var main = new ResolvedProcedure(null, start) { IsLifted = true };
        _all.Add(main);
        _procedures.Add(_lambdas.Unit, main);
        foreach (var item in _globals.Items)
            if (item is DefineGlobalExpr define && _globals.ConstantLambda(define.Name) is { } lambda)
                _globals.Global(define.Name).Constant = Declare(_lambdas.Info(lambda), isLifted: true);
        var activation = new Activation(_lambdas.Unit, main);
        var items = new List<ResolvedExpr>();
        for (var i = 0; i < _globals.Items.Count; i++)
        {
            _globals.EnterItem(i);
            items.Add(Expr(_globals.Items[i], activation, isTail: false));
        }
        main.Body = items.Count switch
        {
            0 => new ResolvedConstant(start, Value.Nil),
            1 => items[0],
            _ => new ResolvedSequence(start, items),
        };
        main.SlotCount = activation.SlotCount;
        return new ResolvedProgram(source, main, _all, [.. _globals.Globals]) { IsOpen = _globals.IsOpen, Records = _records };
    }

    private ResolvedExpr Expr(CoreExpr expr, Activation activation, bool isTail)
    {
        StackGuard.Check();
        var span = At(expr.Span);
        switch (expr)
        {
            case ConstantExpr constant: return new ResolvedConstant(span, constant.Value);
            case LocalExpr local: return Read(span, local.Variable, activation);
            case GlobalExpr { MayBeUnbound: true } global: return new GlobalRead(span, _globals.Global(global.Name), IsChecked: false);
            case GlobalExpr global: return ReadGlobal(span, global.Name);
            case NamespaceExpr own: return new NamespaceRead(span, own.Module);
            case RunLibraryExpr run: return new LibraryRun(span, run.Library);
            case ExternalExpr external: return new ExternalRead(span, external.Library, external.Export);
            case SetLocalExpr set:
                var assigned = Expr(set.Value, activation, false);
                return activation.CaptureOf(set.Variable) is { } capture
                    ? new CaptureWrite(span, capture, assigned)
                    : new SlotWrite(span, _slots[set.Variable], assigned);
            case SetGlobalExpr set: return new GlobalWrite(span, _globals.Global(set.Name), Expr(set.Value, activation, false));
            case DefineGlobalExpr define: return Define(define, activation);
            case IfExpr conditional:
                return new ResolvedIf(span, Expr(conditional.Test, activation, false), Expr(conditional.Then, activation, isTail),
                    Expr(conditional.Else, activation, isTail));
            case SequenceExpr sequence:
                var items = new ResolvedExpr[sequence.Items.Count];
                for (var i = 0; i < items.Length; i++) items[i] = Expr(sequence.Items[i], activation, isTail && i == items.Length - 1);
                return new ResolvedSequence(span, items);
            case InlinedExpr inlined: return Inlined(inlined, activation, isTail);
            case LetExpr let: return Let(let, activation, isTail);
            case LetrecExpr letrec: return Group(letrec, activation, isTail);
            case LambdaExpr lambda: return Closure(span, _lambdas.Info(lambda), activation);
            case CallExpr call: return Call(call, activation, isTail);
            case PrimitiveExpr primitive:
                var operands = Operands(primitive.Operands, activation);
                return new PrimitiveCall(span, primitive.Primitive.Name switch
                {
                    nameof(Primitives.Equal) when IsIdentityTest(operands) => Identical,
                    nameof(Primitives.MakeMultimethod) when IsType(operands[1]) => MakeTypeMultimethod,
                    nameof(Primitives.Force) when isTail && activation.Info.Lambda is { IsDelayed: true } => ForceNext,
                    _ => primitive.Primitive,
                }, operands);
            case TryExpr @try:
                var body = Expr(@try.Body, activation, false);
                var slot = NewSlot(@try.Variable, activation);
                return new ResolvedTry(span, body, slot, Expr(@try.Handler, activation, isTail), TraceUse.MayReadTrace(@try.Handler, @try.Variable));
            default: throw new InvalidOperationException($"unknown CoreExpr {expr.GetType().Name}");
        }
    }

    private SourceSpan At(SourceSpan span) => _site is null ? span : span with { Inlined = _site };

    private SourceSpan AtCall(CallExpr call) => call.WasTail ? call.Span with { Inlined = new InlineSite(_site?.Procedure, IsTailCall: true) } : At(call.Span);

    private ResolvedExpr Inlined(InlinedExpr inlined, Activation activation, bool isTail)
    {
        var outer = _site;
        SourceSpan? call = inlined.IsCallback ? null
            : inlined.Span with { Inlined = inlined.WasTail ? new InlineSite(outer?.Procedure, IsTailCall: true) : outer };
        _site = new InlineSite(new InlinedProcedure(inlined.Name, call), IsTailCall: false);
        var body = Expr(inlined.Body, activation, isTail);
        _site = outer;
        return body;
    }

    private ResolvedExpr[] Operands(IReadOnlyList<CoreExpr> operands, Activation activation)
    {
        var result = new ResolvedExpr[operands.Count];
        for (var i = 0; i < result.Length; i++) result[i] = Expr(operands[i], activation, false);
        return result;
    }

    private ResolvedExpr Read(SourceSpan span, Variable variable, Activation activation) =>
        activation.CaptureOf(variable) is { } capture ? new CaptureRead(span, capture) : new SlotRead(span, _slots[variable]);

    private ResolvedExpr ReadGlobal(SourceSpan span, string name)
    {
        if (_globals.ConstantValue(name) is { } constant) return new ResolvedConstant(span, constant);
        if (_globals.BuiltinValue(name) is { } builtin) return new BuiltinRead(span, builtin);
        if (_globals.IsPreludeMacro(name))
            return new PrimitiveCall(span, Primitive.Of(nameof(Primitives.MakeMacro)), [new ResolvedConstant(span, Value.FromString(name)), new ResolvedConstant(span, Value.Nil)]);
        NoteConstructor(name);
        var isDefined = _globals.IsDefinedBeforeUse(name);
        var read = new GlobalRead(span, _globals.Global(name), !isDefined);
        if (isDefined || _globals.Hidden(name) is not { } hidden) return read;
        read = read with { IsChecked = false };
        return new ResolvedIf(span, new PrimitiveCall(span, Primitive.Of(nameof(Primitives.IsBound)), [read]), read, ReadGlobal(span, hidden));
    }

    private ResolvedExpr Define(DefineGlobalExpr define, Activation activation)
    {
        var global = _globals.Global(define.Name);
        global.InRoot |= define.InRoot;
        // The other name of a constant needs no code.
        if (global.Constant is not null && define.Value is not LambdaExpr) return new ResolvedConstant(At(define.Span), Value.Nil);
        if (global.Constant is { } constant)
        {
            Fill(constant, _lambdas.Info((LambdaExpr)define.Value));
            return new GlobalDefine(At(define.Span), global, new ClosureExpr(At(define.Value.Span), constant, []));
        }
        if (_exportsRecords) NoteConstructor(define.Name);
        return new GlobalDefine(At(define.Span), global, Expr(define.Value, activation, false));
    }

    private ResolvedExpr Let(LetExpr let, Activation activation, bool isTail)
    {
        // All values are computed before any variable exists, but a slot is new here, so they can be stored one by one;
        // lambdas that are only ever called need no storage.
        var steps = new List<(Slot Slot, ResolvedExpr Value)>();
        var lambdas = new List<LambdaInfo>();
        foreach (var (variable, value) in let.Bindings)
        {
            if (value is LambdaExpr lambda && _lambdas.KnownLambda(variable) is { } info && info.Role != LambdaRole.Closure) lambdas.Add(info);
            else
            {
                var resolved = Expr(value, activation, false);
                steps.Add((NewSlot(variable, activation), resolved));
            }
        }
        foreach (var info in lambdas.Where(static i => i.Role == LambdaRole.Lifted)) Fill(Declare(info, isLifted: true), info);
        var joins = lambdas.Where(static i => i.Role == LambdaRole.Join).ToList();
        var body = WithJoins(At(let.Span), joins, activation, isTail, () => Expr(let.Body, activation, isTail));
        for (var i = steps.Count - 1; i >= 0; i--) body = new ResolvedLet(At(let.Span), steps[i].Slot, steps[i].Value, body);
        return body;
    }

    /// <summary>An expression with the join points that it jumps to.</summary>
    private ResolvedExpr WithJoins(SourceSpan span, IReadOnlyList<LambdaInfo> joins, Activation activation, bool isTail, Func<ResolvedExpr> body)
    {
        foreach (var info in joins) DeclareLoop(info, activation);
        var result = body();
        foreach (var info in joins) result = new ResolvedJoin(span, _loops[info], result, Expr(info.Lambda!.Body, activation, isTail));
        return result;
    }

    private Loop DeclareLoop(LambdaInfo info, Activation activation)
    {
        var loop = new Loop(info.Lambda!.Name ?? "loop", info.Lambda.Parameters.Select(p => NewSlot(p, activation)).ToArray());
        _loops.Add(info, loop);
        return loop;
    }

    private ResolvedExpr Group(LetrecExpr letrec, Activation activation, bool isTail)
    {
        var members = letrec.Bindings.Select(b => (b.Variable, Info: _lambdas.Info(b.Lambda))).ToArray();
        foreach (var (variable, info) in members)
            if (info.Role is LambdaRole.Closure or LambdaRole.Lifted)
            {
                Declare(info, isLifted: info.Role == LambdaRole.Lifted);
                if (info.Role == LambdaRole.Closure) NewSlot(variable, activation);
            }
        var closures = new List<ClosureBinding>();
        foreach (var (variable, info) in members)
        {
            if (info.Role is LambdaRole.Loop or LambdaRole.Join) continue;
            var procedure = _procedures[info];
            Fill(procedure, info);
            if (info.Role == LambdaRole.Closure) closures.Add(new ClosureBinding(_slots[variable], procedure, Sources(info, activation)));
        }
        var joins = members.Select(static m => m.Info).Where(static i => i.Role == LambdaRole.Join).ToList();
        var result = WithJoins(letrec.Span, joins, activation, isTail, () => Expr(letrec.Body, activation, isTail));
        return closures.Count == 0 ? result : new ClosuresExpr(letrec.Span, closures, result);
    }

    private ClosureExpr Closure(SourceSpan span, LambdaInfo info, Activation activation)
    {
        var procedure = Declare(info, isLifted: false);
        Fill(procedure, info);
        return new ClosureExpr(span, procedure, Sources(info, activation));
    }

    /// <summary>Where the free variables of a procedure are found in the activation that makes or calls it.</summary>
    private CaptureSource[] Sources(LambdaInfo info, Activation activation) =>
        info.Free.Keys.Select(v => activation.CaptureOf(v) is { } capture ? new CaptureSource(null, capture) : new CaptureSource(_slots[v], null)).ToArray();

    private ResolvedProcedure Declare(LambdaInfo info, bool isLifted)
    {
        if (_procedures.TryGetValue(info, out var procedure)) return procedure;
        procedure = new ResolvedProcedure(info.Lambda!.Name, info.Lambda.Span) { IsLifted = isLifted };
        _procedures.Add(info, procedure);
        _all.Add(procedure);
        return procedure;
    }

    private void Fill(ResolvedProcedure procedure, LambdaInfo info)
    {
        var activation = new Activation(info, procedure);
        // The same variable has another slot here than in its owner: a lifted procedure gets it as an argument.
        var outer = info.Free.Keys.Select(v => (v, _slots.GetValueOrDefault(v))).ToArray();
        if (procedure.IsLifted)
            procedure.LiftedSlots = info.Free.Keys.Select(v => NewSlot(v, activation)).ToArray();
        else
        {
            procedure.Captures = info.Free.Keys.Select((v, i) => new Capture(i, v.Name) { IsBoxed = IsBoxed(v) }).ToArray();
            for (var i = 0; i < procedure.Captures.Count; i++) activation.Captures.Add(info.Free.GetAt(i).Key, procedure.Captures[i]);
        }
        var parameters = new Slot[info.Lambda!.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = NewSlot(info.Lambda.Parameters[i], activation);
        procedure.Parameters = parameters;
        if (info.Lambda.Rest is { } rest) procedure.Rest = NewSlot(rest, activation);
        var site = _site;
        _site = null;
        procedure.Body = Expr(info.Lambda.Body, activation, true);
        _site = site;
        procedure.SlotCount = activation.SlotCount;
        foreach (var (variable, slot) in outer)
            if (slot is not null) _slots[variable] = slot;
    }

    private Slot NewSlot(Variable variable, Activation activation)
    {
        var slot = new Slot(activation.SlotCount++, variable.Name) { IsBoxed = IsBoxed(variable) };
        _slots[variable] = slot;
        return slot;
    }

    private bool IsBoxed(Variable variable) => variable.IsAssigned && _lambdas.IsCaptured(variable);

    private ResolvedExpr Call(CallExpr call, Activation activation, bool isTail)
    {
        var span = AtCall(call);
        switch (call.Operator)
        {
            case LambdaExpr { Rest: null } lambda when lambda.Parameters.Count == call.Operands.Count:
                break;
            case LocalExpr local when _lambdas.KnownLambda(local.Variable) is { Role: not LambdaRole.Closure } info:
                return info.Role is LambdaRole.Loop or LambdaRole.Join ? LoopCall(call, info, activation, isTail)
                    : new KnownCall(span, _procedures[info], Sources(info, activation), KnownOperands(info.Lambda!, call, activation), isTail);
            case GlobalExpr global:
                if (_globals.BuiltinCallee(global.Name, call.Operands.Count) is { } builtin) return BuiltinCall(call, builtin, activation, isTail);
                if (_globals.ConstantLambda(global.Name) is { } constant && Accepts(constant, call))
                    return new KnownCall(span, _procedures[_lambdas.Info(constant)], [], KnownOperands(constant, call, activation), isTail);
                if (_globals.ConstantExternal(global.Name) is { } external && external.Export.Accepts(call.Operands.Count))
                    return new ExternalCall(span, external.Library, external.Export,
                        KnownOperands(external.Export.Parameters, external.Export.HasRest, call, activation), isTail);
                if (_globals.ConstantRecord(global.Name) is { } record && RecordCall(call, record, activation) is { } known) return known;
                _globals.Global(global.Name).IsMultimethod = _globals.IsMultimethod(global.Name);
                break;
        }
        return new ResolvedCall(span, Expr(call.Operator, activation, false), Operands(call.Operands, activation), isTail);
    }

    private static bool Accepts(LambdaExpr lambda, CallExpr call) =>
        lambda.Rest is null ? call.Operands.Count == lambda.Parameters.Count : call.Operands.Count >= lambda.Parameters.Count;

    private ResolvedExpr[] KnownOperands(LambdaExpr lambda, CallExpr call, Activation activation) =>
        KnownOperands(lambda.Parameters.Count, lambda.Rest is not null, call, activation);

    private ResolvedExpr[] KnownOperands(int parameters, bool hasRest, CallExpr call, Activation activation)
    {
        var operands = Operands(call.Operands, activation);
        if (!hasRest) return operands;
        var list = BuiltinTable.Find("list")!;
        var rest = operands[parameters..];
        return [.. operands[..parameters], new BuiltinCall(AtCall(call), list, list.Overload(rest.Length)!, rest)];
    }

    private ResolvedExpr LoopCall(CallExpr call, LambdaInfo info, Activation activation, bool isTail)
    {
        var operands = Operands(call.Operands, activation);
        if (!ReferenceEquals(info.Entry?.Call, call)) return new ResolvedContinue(AtCall(call), _loops[info], operands);
        return new ResolvedLoop(AtCall(call), DeclareLoop(info, activation), operands, Expr(info.Lambda!.Body, activation, isTail));
    }

    private ResolvedExpr BuiltinCall(CallExpr call, BuiltinInfo builtin, Activation activation, bool isTail)
    {
        var operands = Operands(call.Operands, activation);
        var overload = builtin.Overload(operands.Length);
        // A call that cannot succeed goes the general way, which raises the arity error after evaluating the operands.
        if (overload is null) return new ResolvedCall(AtCall(call), new BuiltinRead(AtCall(call), builtin), operands, isTail);
        if (builtin.Name is "equal?" or "eq?" or "=" && IsIdentityTest(operands)) return new PrimitiveCall(At(call.Span), Identical, operands);
        if (builtin.Name == "apply") return new ApplyCall(AtCall(call), operands[0], operands[1..], isTail);
        if (isTail && builtin.Name == "call-with-values") return CallWithValues(AtCall(call), operands[0], operands[1], activation);
        return new BuiltinCall(At(call.Span), builtin, overload, operands);
    }

    /// <summary><c>(call-with-values p c)</c> in tail position → <c>(apply c (values-list (p)))</c>, a proper tail call of c (differences.md 5).</summary>
    private static ResolvedLet CallWithValues(SourceSpan span, ResolvedExpr producer, ResolvedExpr consumer, Activation activation)
    {
        var (made, used) = (new Slot(activation.SlotCount++, "producer"), new Slot(activation.SlotCount++, "consumer"));
        var values = new PrimitiveCall(span, Primitive.Of(nameof(Primitives.ValuesList)), [new ResolvedCall(span, new SlotRead(span, made), [], false)]);
        return new ResolvedLet(span, made, producer, new ResolvedLet(span, used, consumer, new ApplyCall(span, new SlotRead(span, used), [values], true)));
    }

    /// <summary>Whether two operands are compared where one is a constant that equals nothing but itself, by <c>equal?</c> and <c>=</c> alike.</summary>
    private static bool IsIdentityTest(ResolvedExpr[] operands)
    {
        static bool IsUnique(ResolvedExpr operand) =>
            operand is ResolvedConstant { Value: { Ref: Symbol or Keyword } or { IsBoolean: true } or { IsNil: true } };
        return operands is [var left, var right] && (IsUnique(left) || IsUnique(right));
    }

    /// <summary>Whether a procedure of one argument returns its type: <c>type</c>, or <c>(fn (x) (type x))</c>.</summary>
    private static bool IsType(ResolvedExpr procedure) => procedure switch
    {
        BuiltinRead read => read.Builtin.Name == "type",
        ClosureExpr { Procedure: { Parameters: [var parameter], Rest: null, Body: BuiltinCall { Builtin.Name: "type", Operands: [SlotRead operand] } } } =>
            ReferenceEquals(parameter, operand.Slot),
        _ => false,
    };

    /// <summary>A call of a record procedure of a known type; null when the number of operands is wrong.</summary>
    private PrimitiveCall? RecordCall(CallExpr call, PrimitiveExpr maker, Activation activation)
    {
        var type = new ResolvedConstant(At(call.Span), ((ConstantExpr)maker.Operands[0]).Value);
        PrimitiveCall? Make(int count, string primitive, Func<ResolvedExpr[], ResolvedExpr[]> arrange) =>
            call.Operands.Count == count ? new PrimitiveCall(At(call.Span), Primitive.Of(primitive), arrange(Operands(call.Operands, activation))) : null;
        return maker.Primitive.Name switch
        {
            nameof(Primitives.RecordConstructor) =>
                Make(_records.Add((RecordType)type.Value.Ref!)?.Fields.Count ?? 0, nameof(Primitives.RecordMake), o => [type, .. o]),
            nameof(Primitives.RecordPredicate) => Make(1, nameof(Primitives.RecordIs), o => [o[0], type]),
            _ => Make(1, nameof(Primitives.RecordGet), o => [o[0], type, new ResolvedConstant(At(call.Span), ((ConstantExpr)maker.Operands[1]).Value)]),
        };
    }

    /// <summary>Notes that a global that may be a record constructor is used as a value.</summary>
    private void NoteConstructor(string name)
    {
        if (_globals.ConstantRecord(name) is { Primitive.Name: nameof(Primitives.RecordConstructor), Operands: [ConstantExpr { Value.Ref: RecordType type }, ..] }
            && _records.Add(type) is { } record) record.IsConstructorRead = true;
    }

    /// <summary>The storage of one procedure while its body is resolved.</summary>
    private sealed class Activation(LambdaInfo info, ResolvedProcedure procedure)
    {
        public LambdaInfo Info { get; } = info;
        public ResolvedProcedure Procedure { get; } = procedure;
        public int SlotCount { get; set; }
        public Dictionary<Variable, Capture> Captures { get; } = [];

        public Capture? CaptureOf(Variable variable) => Captures.GetValueOrDefault(variable);
    }
}
