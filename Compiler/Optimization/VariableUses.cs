using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>How often forms mention each of their variables.</summary>
internal sealed class VariableUses : CoreVisitor
{
    private readonly Dictionary<Variable, int> _counts = [];
    private int _step = 1;

    private VariableUses()
    {
    }

    public static VariableUses Of(params IEnumerable<CoreExpr> forms)
    {
        var uses = new VariableUses();
        foreach (var form in forms) uses.Visit(form);
        return uses;
    }

    /// <summary>Whether a variable is mentioned at all.</summary>
    public bool Any => _counts.Count > 0;

    /// <summary>Whether one of some variables is mentioned.</summary>
    public bool AnyOf(IReadOnlySet<Variable> variables) => _counts.Keys.Any(variables.Contains);

    public int Count(Variable variable) => _counts.GetValueOrDefault(variable);

    /// <summary>Takes away what an expression mentions, because it will not be there.</summary>
    public void Forget(CoreExpr expr)
    {
        _step = -1;
        Visit(expr);
        _step = 1;
    }

    public override void Visit(CoreExpr expr)
    {
        if (expr is LocalExpr { Variable: var variable }) _counts[variable] = Count(variable) + _step;
        base.Visit(expr);
    }
}
