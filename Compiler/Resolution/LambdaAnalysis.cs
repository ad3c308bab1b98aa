using Sema.Compiler.Core;

namespace Sema.Compiler.Resolution;

/// <summary>What becomes of a lambda.</summary>
internal enum LambdaRole
{
    /// <summary>A value: it becomes a closure.</summary>
    Closure,

    /// <summary>Every use is a call with the right number of arguments: a method that gets its free variables as arguments.</summary>
    Lifted,

    /// <summary>Entered at one place, and otherwise called only by its own tail calls: code of the enclosing procedure.</summary>
    Loop,

    /// <summary>Only ever called where its binding form would return: code of the enclosing procedure that the calls jump to.</summary>
    Join,
}

/// <summary>What the analysis finds about one lambda, or about the unit itself (<see cref="Lambda"/> null).</summary>
internal sealed class LambdaInfo(LambdaExpr? lambda, LambdaInfo? parent)
{
    public LambdaExpr? Lambda { get; } = lambda;
    public LambdaInfo? Parent { get; } = parent;
    public LambdaRole Role { get; set; } = LambdaRole.Closure;

    /// <summary>The one call that enters a loop.</summary>
    public CallSite? Entry { get; set; }

    /// <summary>What happens to the value of the body: tail calls of the lambda pass it on.</summary>
    public object Return { get; } = new();

    /// <summary>Of a join point: what happens to the value of its binding form.</summary>
    public object? JoinReturn { get; set; }

    /// <summary>The free variables of the procedure, in the order found; of a loop, unused.</summary>
    public OrderedDictionary<Variable, bool> Free { get; } = [];

    /// <summary>The variables that live in this activation.</summary>
    public HashSet<Variable> Owned { get; } = [];

    /// <summary>The closures made and the lifted procedures called in this activation.</summary>
    public HashSet<LambdaInfo> Needs { get; } = [];

    /// <summary>The procedure whose activation the code runs in: itself unless it is a loop or a join point.</summary>
    public LambdaInfo Activation => Role switch
    {
        LambdaRole.Loop => Entry!.Caller.Activation,
        LambdaRole.Join => Parent!.Activation,
        _ => this,
    };
}

/// <summary>
/// A call of a variable bound to a lambda: in which lambda, and what happens to its value (null when that is not the same as what
/// happens to the value of an enclosing binding form or lambda).
/// </summary>
internal sealed record CallSite(LambdaInfo Caller, CallExpr Call, object? Continuation);

/// <summary>
/// Finds for each lambda of a program its <see cref="LambdaRole"/> and free variables: known-call discovery, contification of
/// loops, lambda lifting and closure conversion in one analysis.
/// </summary>
internal sealed class LambdaAnalysis
{
    private readonly Dictionary<LambdaExpr, LambdaInfo> _lambdas = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, BoundLambda> _bound = [];
    private readonly List<LambdaInfo> _activations = [];

    public LambdaAnalysis(IReadOnlyList<CoreExpr> items)
    {
        Unit = new LambdaInfo(null, null);
        foreach (var item in items) Uses(item, Unit, null);
        foreach (var bound in _bound.Values.Where(static b => !b.Escapes && b.Info.Role == LambdaRole.Closure)) bound.Info.Role = LambdaRole.Lifted;
        _activations.Add(Unit);
        foreach (var item in items) Collect(item, Unit);
        CloseFreeVariables();
    }

    /// <summary>The unit's own activation.</summary>
    public LambdaInfo Unit { get; }

    /// <summary>What is known of a lambda.</summary>
    public LambdaInfo Info(LambdaExpr lambda) => _lambdas[lambda];

    /// <summary>The lambda that a variable is bound to for good, or null.</summary>
    public LambdaInfo? KnownLambda(Variable variable) => _bound.GetValueOrDefault(variable)?.Info;

    /// <summary>Whether some other activation than its owner's refers to the variable.</summary>
    public bool IsCaptured(Variable variable) => _captured.Contains(variable);

    private readonly HashSet<Variable> _captured = [];

    /// <summary>First walk: who calls which lambda from where. Decides on loops and join points when a binding form is left.</summary>
    private void Uses(CoreExpr expr, LambdaInfo current, object? continuation)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ConstantExpr or GlobalExpr or NamespaceExpr or RunLibraryExpr or ExternalExpr: break;
            case LocalExpr local:
                if (_bound.TryGetValue(local.Variable, out var escaping)) escaping.Escapes = true;
                break;
            case SetLocalExpr set: Uses(set.Value, current, null); break;
            case SetGlobalExpr set: Uses(set.Value, current, null); break;
            case DefineGlobalExpr define: Uses(define.Value, current, null); break;
            case IfExpr conditional:
                Uses(conditional.Test, current, null);
                Uses(conditional.Then, current, continuation);
                Uses(conditional.Else, current, continuation);
                break;
            case SequenceExpr sequence:
                for (var i = 0; i < sequence.Items.Count; i++) Uses(sequence.Items[i], current, i == sequence.Items.Count - 1 ? continuation : null);
                break;
            case InlinedExpr inlined: Uses(inlined.Body, current, continuation); break;
            case LetExpr let:
                continuation ??= new object();
                foreach (var (variable, value) in let.Bindings)
                {
                    if (value is LambdaExpr lambda && !variable.IsAssigned) _bound.Add(variable, new BoundLambda(Enter(lambda, current)));
                    else Uses(value, current, null);
                }
                Uses(let.Body, current, continuation);
                foreach (var (variable, _) in let.Bindings)
                    if (_bound.TryGetValue(variable, out var bound)) Contify(bound, current, continuation);
                break;
            case LetrecExpr letrec:
                continuation ??= new object();
                // The bindings must be known before any of the bodies is walked.
                foreach (var (variable, lambda) in letrec.Bindings) _bound.Add(variable, new BoundLambda(Register(lambda, current)));
                foreach (var (_, lambda) in letrec.Bindings) Uses(lambda.Body, _lambdas[lambda], _lambdas[lambda].Return);
                Uses(letrec.Body, current, continuation);
                if (letrec.Bindings is [var single]) Contify(_bound[single.Variable], current, continuation);
                break;
            case LambdaExpr lambda: Enter(lambda, current); break;
            case CallExpr call:
                if (call.Operator is LocalExpr callee && _bound.TryGetValue(callee.Variable, out var target) && target.Accepts(call))
                    target.Calls.Add(new CallSite(current, call, continuation));
                else Uses(call.Operator, current, null);
                foreach (var operand in call.Operands) Uses(operand, current, null);
                break;
            case PrimitiveExpr primitive:
                foreach (var operand in primitive.Operands) Uses(operand, current, null);
                break;
            case TryExpr @try:
                Uses(@try.Body, current, null);
                Uses(@try.Handler, current, continuation);
                break;
            default: throw new InvalidOperationException($"unknown CoreExpr {expr.GetType().Name}");
        }
    }

    private LambdaInfo Register(LambdaExpr lambda, LambdaInfo parent)
    {
        var info = new LambdaInfo(lambda, parent);
        _lambdas.Add(lambda, info);
        return info;
    }

    private LambdaInfo Enter(LambdaExpr lambda, LambdaInfo parent)
    {
        var info = Register(lambda, parent);
        Uses(lambda.Body, info, info.Return);
        return info;
    }

    private static void Contify(BoundLambda bound, LambdaInfo enclosing, object joinReturn)
    {
        var info = bound.Info;
        if (bound.Escapes || info.Lambda!.Rest is not null) return;
        var entries = new List<CallSite>();
        var canJoin = true;
        foreach (var call in bound.Calls)
        {
            var (site, continuation) = Locate(call, info);
            if (ReferenceEquals(site, info))
            {
                if (!ReferenceEquals(continuation, info.Return)) return;
                continue;
            }
            if (!ReferenceEquals(site, enclosing)) return;
            canJoin &= ReferenceEquals(continuation, joinReturn);
            entries.Add(call);
        }
        if (entries is [var entry])
        {
            info.Entry = entry;
            info.Role = LambdaRole.Loop;
        }
        else if (canJoin && entries.Count > 1)
        {
            info.JoinReturn = joinReturn;
            info.Role = LambdaRole.Join;
        }
    }

    /// <summary>The lambda in whose code a call ends up, and its continuation there, seen through what lies between it and <paramref name="stop"/>.</summary>
    private static (LambdaInfo Site, object? Continuation) Locate(CallSite call, LambdaInfo stop)
    {
        var site = call.Caller;
        var continuation = call.Continuation;
        while (!ReferenceEquals(site, stop) && site.Role is LambdaRole.Loop or LambdaRole.Join)
        {
            var isLoop = site.Role == LambdaRole.Loop;
            if (ReferenceEquals(continuation, site.Return)) continuation = isLoop ? site.Entry!.Continuation : site.JoinReturn;
            site = isLoop ? site.Entry!.Caller : site.Parent!;
        }
        return (site, continuation);
    }

    /// <summary>Second walk: which variables live where, which are referred to from where.</summary>
    private void Collect(CoreExpr expr, LambdaInfo activation)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ConstantExpr or GlobalExpr or NamespaceExpr or RunLibraryExpr or ExternalExpr: break;
            case LocalExpr local: Refer(local.Variable, activation); break;
            case SetLocalExpr set:
                Refer(set.Variable, activation);
                Collect(set.Value, activation);
                break;
            case SetGlobalExpr set: Collect(set.Value, activation); break;
            case DefineGlobalExpr define: Collect(define.Value, activation); break;
            case IfExpr conditional:
                Collect(conditional.Test, activation);
                Collect(conditional.Then, activation);
                Collect(conditional.Else, activation);
                break;
            case SequenceExpr sequence:
                foreach (var item in sequence.Items) Collect(item, activation);
                break;
            case InlinedExpr inlined: Collect(inlined.Body, activation); break;
            case LetExpr let:
                foreach (var (variable, value) in let.Bindings)
                {
                    if (value is LambdaExpr lambda && _bound.ContainsKey(variable)) CollectBound(variable, lambda, activation);
                    else
                    {
                        activation.Owned.Add(variable);
                        Collect(value, activation);
                    }
                }
                Collect(let.Body, activation);
                break;
            case LetrecExpr letrec:
                foreach (var (variable, lambda) in letrec.Bindings) CollectBound(variable, lambda, activation);
                Collect(letrec.Body, activation);
                break;
            case LambdaExpr lambda:
                activation.Needs.Add(_lambdas[lambda]);
                CollectBody(_lambdas[lambda]);
                break;
            case CallExpr call:
                if (call.Operator is LocalExpr callee && KnownLambda(callee.Variable) is { Role: not LambdaRole.Closure } target)
                {
                    if (target.Role == LambdaRole.Lifted) activation.Needs.Add(target);
                    else if (ReferenceEquals(target.Entry?.Call, call)) CollectBody(target);
                }
                else Collect(call.Operator, activation);
                foreach (var operand in call.Operands) Collect(operand, activation);
                break;
            case PrimitiveExpr primitive:
                foreach (var operand in primitive.Operands) Collect(operand, activation);
                break;
            case TryExpr @try:
                activation.Owned.Add(@try.Variable);
                Collect(@try.Body, activation);
                Collect(@try.Handler, activation);
                break;
        }
    }

    private void CollectBound(Variable variable, LambdaExpr lambda, LambdaInfo activation)
    {
        var info = _lambdas[lambda];
        if (info.Role == LambdaRole.Closure)
        {
            activation.Owned.Add(variable);
            activation.Needs.Add(info);
        }
        // A loop's body belongs to the place of its entry.
        if (info.Role != LambdaRole.Loop) CollectBody(info);
    }

    private void CollectBody(LambdaInfo info)
    {
        var activation = info.Activation;
        if (ReferenceEquals(activation, info)) _activations.Add(info);
        foreach (var parameter in info.Lambda!.Parameters) activation.Owned.Add(parameter);
        if (info.Lambda.Rest is { } rest) activation.Owned.Add(rest);
        Collect(info.Lambda.Body, activation);
    }

    private static void Refer(Variable variable, LambdaInfo activation)
    {
        if (!activation.Owned.Contains(variable)) activation.Free.TryAdd(variable, true);
    }

    /// <summary>A procedure needs, besides its own free variables, those of the closures it makes and of the lifted procedures it calls.</summary>
    private void CloseFreeVariables()
    {
        // A variable bound later in the walk than a reference to it (by a letrec) was taken for free.
        foreach (var activation in _activations)
            foreach (var variable in activation.Free.Keys.Where(activation.Owned.Contains).ToArray()) activation.Free.Remove(variable);
        bool changed;
        do
        {
            changed = false;
            for (var i = _activations.Count - 1; i >= 0; i--)
            {
                var activation = _activations[i];
                foreach (var needed in activation.Needs)
                    foreach (var variable in needed.Free.Keys.ToArray())
                        if (!activation.Owned.Contains(variable)) changed |= activation.Free.TryAdd(variable, true);
            }
        }
        while (changed);
        foreach (var activation in _activations) _captured.UnionWith(activation.Free.Keys);
    }

    private sealed class BoundLambda(LambdaInfo info)
    {
        public LambdaInfo Info { get; } = info;
        public bool Escapes { get; set; }
        public List<CallSite> Calls { get; } = [];

        public bool Accepts(CallExpr call) => Info.Lambda!.Rest is null
            ? call.Operands.Count == Info.Lambda.Parameters.Count
            : call.Operands.Count >= Info.Lambda.Parameters.Count;
    }
}
