using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Optimization;

/// <summary>A known procedure that a builtin would call for each element.</summary>
internal sealed class Callback
{
    private readonly LambdaExpr? _lambda;
    private readonly Func<CoreExpr[], CoreExpr> _apply;

    /// <summary>A lambda whose body is to become part of the loop, which may be done once.</summary>
    public Callback(LambdaExpr lambda)
    {
        _lambda = lambda;
        _apply = ApplyLambda;
    }

    /// <summary>A procedure that something else knows to apply.</summary>
    public Callback(Func<CoreExpr[], CoreExpr> apply) => _apply = apply;

    /// <summary>A procedure that is called where the builtin would call it.</summary>
    public Callback(SourceSpan span, CoreExpr procedure, bool isBuiltin) => _apply = arguments =>
    {
        var call = new CallExpr(span, procedure, arguments) { WasTail = !isBuiltin };
        return isBuiltin ? call : new InlinedExpr(span, call, null, IsCallback: true);
    };

    /// <summary>The parameter that can be the loop's own variable, so that it needs no other; null when there is none.</summary>
    public Variable? Parameter(int index) => _lambda?.Parameters[index];

    /// <summary>The call of the procedure.</summary>
    public CoreExpr Apply(params CoreExpr[] arguments) => _apply(arguments);

    private CoreExpr ApplyLambda(CoreExpr[] arguments)
    {
        var lambda = _lambda!;
        var body = TailCalls.Mark(lambda.Body);
        var bindings = lambda.Parameters.Zip(arguments, static (p, a) => new Binding(p, a))
            .Where(static b => !(b.Value is LocalExpr read && ReferenceEquals(read.Variable, b.Variable))).ToList();
        if (bindings.Count > 0) body = new LetExpr(lambda.Span, bindings, body);
        return new InlinedExpr(lambda.Span, body, lambda.Name ?? "<lambda>", IsCallback: true);
    }
}
