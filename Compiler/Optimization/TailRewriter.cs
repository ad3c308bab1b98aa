using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>What happens to the value of an expression.</summary>
internal enum Position
{
    /// <summary>Something in its procedure uses it.</summary>
    Inner,

    /// <summary>Its procedure, which has a frame of its own, returns it.</summary>
    Tail,

    /// <summary>A procedure returns it that is bound to a local variable: such a procedure may become code of the enclosing one.</summary>
    LocalTail,
}

/// <summary>A rewriter that knows the position of each call.</summary>
internal abstract class TailRewriter : CoreRewriter
{
    /// <summary>How many lambdas enclose the present expression.</summary>
    protected int LambdaDepth { get; private set; }

    /// <summary>What stands for a call whose parts have been rewritten.</summary>
    protected abstract CoreExpr Call(CallExpr call, Position position);

    /// <summary>Called with a local procedure before its scope is entered.</summary>
    protected virtual void Bind(Variable variable, LambdaExpr lambda)
    {
    }

    /// <inheritdoc/>
    public sealed override CoreExpr Rewrite(CoreExpr expr) => At(expr, Position.Inner);

    /// <summary>What stands for an expression in a position.</summary>
    protected virtual CoreExpr At(CoreExpr expr, Position position)
    {
        switch (expr)
        {
            case CallExpr call: return Call((CallExpr)base.Rewrite(call), position);
            case LambdaExpr lambda: return Procedure(lambda, Position.Tail);
            case IfExpr conditional when position != Position.Inner:
                StackGuard.Check();
                var test = Rewrite(conditional.Test);
                var (then, otherwise) = (At(conditional.Then, position), At(conditional.Else, position));
                return ReferenceEquals(test, conditional.Test) && ReferenceEquals(then, conditional.Then) && ReferenceEquals(otherwise, conditional.Else)
                    ? conditional : new IfExpr(conditional.Span, test, then, otherwise);
            case SequenceExpr sequence when position != Position.Inner:
                StackGuard.Check();
                var last = sequence.Items[^1];
                return Changed(sequence.Items, i => At(i, ReferenceEquals(i, last) ? position : Position.Inner)) is { } items ? sequence with { Items = items } : sequence;
            case LetExpr let:
                StackGuard.Check();
                foreach (var (variable, value) in let.Bindings)
                    if (value is LambdaExpr procedure && !variable.IsAssigned) Bind(variable, procedure);
                var bindings = Changed(let.Bindings, b =>
                {
                    var value = b.Value is LambdaExpr procedure ? Procedure(procedure, Position.LocalTail) : Rewrite(b.Value);
                    return ReferenceEquals(value, b.Value) ? b : b with { Value = value };
                });
                var body = At(let.Body, position);
                return bindings is null && ReferenceEquals(body, let.Body) ? let : let with { Bindings = bindings ?? let.Bindings, Body = body };
            case LetrecExpr letrec:
                StackGuard.Check();
                foreach (var (variable, procedure) in letrec.Bindings) Bind(variable, procedure);
                var members = Changed(letrec.Bindings,
                    b => Procedure(b.Lambda, Position.LocalTail) is var procedure && ReferenceEquals(procedure, b.Lambda) ? b : b with { Lambda = procedure });
                var scope = At(letrec.Body, position);
                return members is null && ReferenceEquals(scope, letrec.Body) ? letrec : letrec with { Bindings = members ?? letrec.Bindings, Body = scope };
            case TryExpr @try when position != Position.Inner:
                StackGuard.Check();
                var (tried, handler) = (Rewrite(@try.Body), At(@try.Handler, position));
                return ReferenceEquals(tried, @try.Body) && ReferenceEquals(handler, @try.Handler) ? @try : @try with { Body = tried, Handler = handler };
            default: return base.Rewrite(expr);
        }
    }

    private LambdaExpr Procedure(LambdaExpr lambda, Position position)
    {
        LambdaDepth++;
        var body = At(lambda.Body, position);
        LambdaDepth--;
        return ReferenceEquals(body, lambda.Body) ? lambda : lambda with { Body = body };
    }
}
