using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>How much a copy of an expression is.</summary>
internal sealed class CopySize : CoreVisitor
{
    private readonly int _limit;

    private CopySize(int limit) => _limit = limit;

    /// <summary>The number of parts.</summary>
    public int Parts { get; private set; }

    /// <summary>The number of parts that are procedures, or bind variables to procedures or conditions.</summary>
    public int Procedures { get; private set; }

    /// <summary>The size of an expression; null when it has more parts than a limit.</summary>
    public static CopySize? Of(CoreExpr expr, int limit)
    {
        var size = new CopySize(limit);
        size.Visit(expr);
        return size.Parts <= limit ? size : null;
    }

    public override void Visit(CoreExpr expr)
    {
        if (++Parts > _limit) return;
        if (expr is LambdaExpr or LetrecExpr or TryExpr) Procedures++;
        base.Visit(expr);
    }
}
