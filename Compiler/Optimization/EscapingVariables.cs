using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>The variables whose values a form uses other than by calling them.</summary>
internal sealed class EscapingVariables : CoreVisitor
{
    private readonly HashSet<Variable> _found = [];

    private EscapingVariables()
    {
    }

    public static HashSet<Variable> Of(CoreExpr form)
    {
        var escaping = new EscapingVariables();
        escaping.Visit(form);
        return escaping._found;
    }

    public override void Visit(CoreExpr expr)
    {
        switch (expr)
        {
            case LocalExpr local: _found.Add(local.Variable); break;
            case CallExpr { Operator: LocalExpr } call:
                foreach (var operand in call.Operands) Visit(operand);
                break;
            default: base.Visit(expr); break;
        }
    }
}
