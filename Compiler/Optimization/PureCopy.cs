using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Copies of small expressions that can be evaluated at another time, again or not at all without a difference, an error aside:
/// they have no effect, run no code of the program and come to an end.
/// </summary>
internal sealed class PureCopy
{
    private const int LargestSize = 60;

    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<Variable, CoreExpr> _values = [];
    private int _size;

    private PureCopy(GlobalAnalysis globals) => _globals = globals;

    /// <summary>The body of a procedure applied to arguments; null when it is not such an expression.</summary>
    public static CoreExpr? Of(LambdaExpr lambda, IReadOnlyList<CoreExpr> arguments, GlobalAnalysis globals)
    {
        var copy = new PureCopy(globals);
        var bindings = new List<Binding>();
        for (var i = 0; i < lambda.Parameters.Count; i++)
        {
            if (lambda.Parameters[i].IsAssigned) return null;
            if (arguments[i] is LocalExpr or ConstantExpr) copy._values.Add(lambda.Parameters[i], arguments[i]);
            else bindings.Add(new Binding(copy.Renamed(lambda.Parameters[i]), arguments[i]));
        }
        return copy.Expr(lambda.Body) is not { } body ? null : bindings.Count == 0 ? body : new LetExpr(lambda.Span, bindings, body);
    }

    private Variable Renamed(Variable variable)
    {
        var fresh = new Variable(variable.Name);
        _values.Add(variable, new LocalExpr(default, fresh));
        return fresh;
    }

    private CoreExpr? Expr(CoreExpr expr)
    {
        StackGuard.Check();
        if (++_size > LargestSize) return null;
        switch (expr)
        {
            case ConstantExpr or GlobalExpr: return expr;
            case LocalExpr local: return _values.TryGetValue(local.Variable, out var value) ? value with { Span = local.Span } : local;
            // When something fails the copy is given up, so no trace shows it.
            case InlinedExpr inlined: return Expr(inlined.Body);
            case IfExpr { Test: var test, Then: var then, Else: var otherwise }:
                return Expr(test) is { } a && Expr(then) is { } b && Expr(otherwise) is { } c ? new IfExpr(expr.Span, a, b, c) : null;
            case LetExpr let:
                if (All(let.Bindings.Select(static b => b.Value).ToList()) is not { } values || let.Bindings.Any(static b => b.Variable.IsAssigned)) return null;
                var bindings = let.Bindings.Select((b, i) => new Binding(Renamed(b.Variable), values[i])).ToList();
                return Expr(let.Body) is { } body ? new LetExpr(let.Span, bindings, body) : null;
            case CallExpr call when IsPureOperator(call): return All(call.Operands) is { } operands ? call with { Operands = operands } : null;
            case PrimitiveExpr { Primitive.IsPure: true } primitive: return All(primitive.Operands) is { } parts ? primitive with { Operands = parts } : null;
            default: return null;
        }
    }

    private bool IsPureOperator(CallExpr call) => call.Operator switch
    {
        ConstantExpr { Value.Ref: Keyword } => call.Operands.Count == 1,
        GlobalExpr { Name: var name } => _globals.BuiltinCallee(name, call.Operands.Count) is { Declaration.IsPure: true } builtin
            && builtin.Overload(call.Operands.Count) is not null,
        _ => false,
    };

    private List<CoreExpr>? All(IReadOnlyList<CoreExpr> items)
    {
        var copies = new List<CoreExpr>(items.Count);
        foreach (var item in items)
        {
            if (Expr(item) is not { } copy) return null;
            copies.Add(copy);
        }
        return copies;
    }
}
