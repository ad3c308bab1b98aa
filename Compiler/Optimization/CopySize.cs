using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>How large an expression is of which <see cref="FreshCopy"/> is to make a copy.</summary>
internal sealed class CopySize : CoreVisitor
{
    private readonly int _largest;
    private int _value;

    private CopySize(int largest) => _largest = largest;

    /// <summary>The number of parts of an expression, up to one more than <paramref name="largest"/>; that too if it has a procedure or a handler in it, which are not copied.</summary>
    public static int Of(CoreExpr expr, int largest)
    {
        var size = new CopySize(largest);
        size.Visit(expr);
        return size._value;
    }

    /// <inheritdoc/>
    public override void Visit(CoreExpr expr)
    {
        _value = expr is LambdaExpr or LetrecExpr or TryExpr ? _largest + 1 : _value + 1;
        if (_value <= _largest) base.Visit(expr);
    }
}
