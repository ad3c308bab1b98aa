using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>How often forms mention each of their variables.</summary>
internal sealed class VariableUses : CoreVisitor
{
    private readonly Dictionary<Variable, int> _counts = [];

    private VariableUses()
    {
    }

    public static VariableUses Of(params IEnumerable<CoreExpr> forms)
    {
        var uses = new VariableUses();
        foreach (var form in forms) uses.Visit(form);
        return uses;
    }

    public int Count(Variable variable) => _counts.GetValueOrDefault(variable);

    public override void Visit(CoreExpr expr)
    {
        if (expr is LocalExpr { Variable: var variable }) _counts[variable] = Count(variable) + 1;
        base.Visit(expr);
    }
}
