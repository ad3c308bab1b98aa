using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;

namespace Sema.Compiler.Optimization;

/// <summary>A known procedure that may call itself, and what can be said of the expressions in its body.</summary>
/// <param name="lambda">The procedure.</param>
/// <param name="global">The name of the global that is the procedure for good; null for a local one.</param>
/// <param name="local">The variable that is the procedure for good; null for that of a global.</param>
/// <param name="globals">The globals of the program.</param>
internal sealed class RecursiveProcedure(LambdaExpr lambda, string? global, Variable? local, GlobalAnalysis globals)
{
    private readonly Dictionary<object, int> _identities = new(ReferenceEqualityComparer.Instance);
    private Body? _body;

    public LambdaExpr Lambda => lambda;

    /// <summary>Whether a call is one of the procedure, with the right number of arguments.</summary>
    public bool IsCall(CallExpr call) =>
        IsSelf(call.Operator) && call.Operands.Count == Lambda.Parameters.Count
        && (global is null || globals.BuiltinCallee(global, call.Operands.Count) is null)
        && !call.Operands.Any(IsMentionedIn);

    /// <summary>All calls of the procedure in its body, with the right number of arguments or not.</summary>
    public IReadOnlyList<CallExpr> Calls => Whole.Calls;

    /// <summary>Whether an expression of the body calls the procedure or uses it as a value.</summary>
    public bool IsMentionedIn(CoreExpr expr) => Whole.Mentioning.Contains(expr);

    /// <summary>The builtin that a call means for certain, if it runs no code of the program; else null.</summary>
    public BuiltinInfo? BuiltinWithoutCalls(CallExpr call) =>
        call.Operator is GlobalExpr { Name: var name } && globals.BuiltinCallee(name, call.Operands.Count) is { Declaration.CallsBack: false } builtin
        && builtin.Overload(call.Operands.Count) is not null ? builtin : null;

    /// <summary>Whether an expression has the same value whenever it is evaluated in an activation.</summary>
    public bool IsSettled(CoreExpr expr) => expr is ConstantExpr or LocalExpr { Variable.IsAssigned: false };

    /// <summary>Whether an expression has the same value in all activations.</summary>
    public bool IsSame(CoreExpr expr) => expr is ConstantExpr || (expr is LocalExpr { Variable: { IsAssigned: false } variable } && !Whole.Bound.Contains(variable));

    /// <summary>Whether nothing in tail position of an expression is a call that must not grow the stack; a loop's own calls do not.</summary>
    public bool EndsWithoutCall(CoreExpr expr) => EndsWithoutCall(expr, []);

    private bool EndsWithoutCall(CoreExpr expr, HashSet<Variable> loops)
    {
        StackGuard.Check();
        switch (expr)
        {
            case IfExpr conditional: return EndsWithoutCall(conditional.Then, loops) && EndsWithoutCall(conditional.Else, loops);
            case SequenceExpr sequence: return EndsWithoutCall(sequence.Items[^1], loops);
            case LetExpr let: return EndsWithoutCall(let.Body, loops);
            case InlinedExpr inlined: return EndsWithoutCall(inlined.Body, loops);
            case LetrecExpr letrec:
                loops.UnionWith(letrec.Bindings.Select(static b => b.Variable));
                return letrec.Bindings.All(b => EndsWithoutCall(b.Lambda.Body, loops)) && EndsWithoutCall(letrec.Body, loops);
            case CallExpr call: return BuiltinWithoutCalls(call) is not null || (call.Operator is LocalExpr { Variable: var callee } && loops.Contains(callee));
            case PrimitiveExpr primitive: return !primitive.Primitive.CallsBack;
            default: return expr is not TryExpr;
        }
    }

    /// <summary>Whether the handler of a <c>try</c> is in tail position of an expression.</summary>
    public bool EndsWithHandler(CoreExpr expr)
    {
        StackGuard.Check();
        return expr switch
        {
            IfExpr conditional => EndsWithHandler(conditional.Then) || EndsWithHandler(conditional.Else),
            SequenceExpr sequence => EndsWithHandler(sequence.Items[^1]),
            LetExpr let => EndsWithHandler(let.Body),
            InlinedExpr inlined => EndsWithHandler(inlined.Body),
            LetrecExpr letrec => EndsWithHandler(letrec.Body),
            _ => expr is TryExpr,
        };
    }

    /// <summary>Whether an operator means the same procedure whenever it is evaluated.</summary>
    public bool IsSettledOperator(CallExpr call) => call.Operator is GlobalExpr { Name: var name }
        ? globals.ConstantLambda(name) is not null || globals.BuiltinCallee(name, call.Operands.Count) is not null
        : IsSettled(call.Operator);

    /// <summary>Different for expressions that are not the same constant nor the same variable.</summary>
    public string IdentityOf(CoreExpr expr)
    {
        if (expr is ConstantExpr { Value: { Ref: null or Tag } value }) return $"'{value.Ref?.GetHashCode()}:{value.Bits}";
        object identity = expr is LocalExpr local ? local.Variable : expr;
        if (!_identities.TryGetValue(identity, out var number)) _identities.Add(identity, number = _identities.Count);
        return $"#{number}";
    }

    /// <summary>
    /// The procedure's own variables that an expression of its body reads and does not bind, <paramref name="excepted"/> aside; null when
    /// one of these is assigned.
    /// </summary>
    public IReadOnlyList<Variable>? OwnVariables(CoreExpr expr, Variable excepted)
    {
        var inner = new Body(this);
        inner.Visit(expr);
        var own = inner.Read.Keys.Where(v => Whole.Bound.Contains(v) && !inner.Bound.Contains(v) && v != excepted).ToList();
        return own.Exists(static v => v.IsAssigned) || excepted.IsAssigned ? null : own;
    }

    /// <summary>Whether something in tail position is an operation on the result of a call of the procedure: no more than a first look.</summary>
    public bool MayHaveContexts(CoreExpr expr, bool isOperand = false)
    {
        StackGuard.Check();
        return expr switch
        {
            IfExpr conditional => !isOperand && (MayHaveContexts(conditional.Then) || MayHaveContexts(conditional.Else)),
            SequenceExpr sequence => !isOperand && MayHaveContexts(sequence.Items[^1]),
            LetExpr let => let.Bindings.Any(b => MayHaveContexts(b.Value, true)) || (!isOperand && MayHaveContexts(let.Body)),
            LetrecExpr letrec => !isOperand && MayHaveContexts(letrec.Body),
            CallExpr call => IsSelf(call.Operator) ? isOperand : BuiltinWithoutCalls(call) is not null && call.Operands.Any(o => MayHaveContexts(o, true)),
            PrimitiveExpr primitive => primitive.Operands.Any(o => MayHaveContexts(o, true)),
            _ => false,
        };
    }

    private Body Whole
    {
        get
        {
            if (_body is null)
            {
                _body = new Body(this);
                _body.Visit(lambda);
            }
            return _body;
        }
    }

    private bool IsSelf(CoreExpr expr) => expr switch
    {
        GlobalExpr read => read.Name == global,
        LocalExpr read => read.Variable == local,
        _ => false,
    };

    /// <summary>An expression in tail position with each variable bound by a <c>let</c> of its own, where these have contexts for values.</summary>
    public CoreExpr Nested(CoreExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case IfExpr conditional: return conditional with { Then = Nested(conditional.Then), Else = Nested(conditional.Else) };
            case SequenceExpr sequence: return sequence with { Items = [.. sequence.Items.SkipLast(1), Nested(sequence.Items[^1])] };
            case LetrecExpr letrec: return letrec with { Body = Nested(letrec.Body) };
            case LetExpr let:
                var body = Nested(let.Body);
                if (!let.Bindings.Any(b => MayHaveContexts(b.Value, true))) return let with { Body = body };
                for (var i = let.Bindings.Count - 1; i >= 0; i--) body = new LetExpr(let.Span, [let.Bindings[i]], body);
                return body;
            default: return expr;
        }
    }

    /// <summary>What an expression binds and reads, and which parts of it mention the procedure.</summary>
    private sealed class Body(RecursiveProcedure procedure) : CoreVisitor
    {
        private int _mentions;

        public HashSet<CoreExpr> Mentioning { get; } = new(ReferenceEqualityComparer.Instance);

        public List<CallExpr> Calls { get; } = [];

        public HashSet<Variable> Bound { get; } = [];

        public OrderedDictionary<Variable, bool> Read { get; } = [];

        public override void Visit(CoreExpr expr)
        {
            var before = _mentions;
            switch (expr)
            {
                case LocalExpr read: Read.TryAdd(read.Variable, true); break;
                case SetLocalExpr set: Read.TryAdd(set.Variable, true); break;
                case LetExpr let: Bound.UnionWith(let.Bindings.Select(static b => b.Variable)); break;
                case LetrecExpr letrec: Bound.UnionWith(letrec.Bindings.Select(static b => b.Variable)); break;
                case TryExpr @try: Bound.Add(@try.Variable); break;
                case LambdaExpr inner:
                    Bound.UnionWith(inner.Parameters);
                    if (inner.Rest is { } rest) Bound.Add(rest);
                    break;
            }
            if (procedure.IsSelf(expr)) _mentions++;
            if (expr is CallExpr call && procedure.IsSelf(call.Operator)) Calls.Add(call);
            base.Visit(expr);
            if (_mentions > before) Mentioning.Add(expr);
        }
    }
}
