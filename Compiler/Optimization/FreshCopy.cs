using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Copies an expression that binds no procedures and handles no conditions. A variable is its identity, so the copy has variables of its own. Who copies a
/// lambda sees to it that nobody can tell the two: one that captures nothing is one object.
/// </summary>
internal sealed class FreshCopy : CoreRewriter
{
    private readonly Dictionary<Variable, CoreExpr> _values = [];

    /// <summary>The copy's own variable for one that the expression binds.</summary>
    public Variable Fresh(Variable variable)
    {
        var fresh = new Variable(variable.Name) { IsAssigned = variable.IsAssigned, IsRead = variable.IsRead };
        _values.Add(variable, new LocalExpr(default, fresh));
        return fresh;
    }

    /// <summary>Puts something in the place of a variable: a read of another, or a procedure if it is mentioned once.</summary>
    public void Replace(Variable variable, CoreExpr value) => _values.Add(variable, value);

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        switch (expr)
        {
            case LocalExpr local:
                return !_values.TryGetValue(local.Variable, out var value) ? local : value is LocalExpr ? value with { Span = local.Span } : value;
            case SetLocalExpr set:
                var assigned = _values.TryGetValue(set.Variable, out var own) ? ((LocalExpr)own).Variable : set.Variable;
                return new SetLocalExpr(set.Span, assigned, Rewrite(set.Value));
            case LetExpr let:
                var values = let.Bindings.Select(b => Rewrite(b.Value)).ToArray();
                return let with { Bindings = [.. let.Bindings.Select((b, i) => new Binding(Fresh(b.Variable), values[i]))], Body = Rewrite(let.Body) };
            case LambdaExpr lambda: return lambda with { Parameters = [.. lambda.Parameters.Select(Fresh)], Rest = lambda.Rest is { } rest ? Fresh(rest) : null, Body = Rewrite(lambda.Body) };
            default: return base.Rewrite(expr);
        }
    }
}
