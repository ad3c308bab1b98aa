namespace Sema.Compiler.Resolution;

/// <summary>Whether expressions have effects: those that have none can be evaluated again, or not at all, without a difference (an error aside).</summary>
internal sealed class Purity : ResolvedVisitor
{
    private bool _isPure = true;

    private Purity()
    {
    }

    /// <summary>Whether an expression has no effect.</summary>
    public static bool IsPure(ResolvedExpr expr)
    {
        var visitor = new Purity();
        visitor.Visit(expr);
        return visitor._isPure;
    }

    /// <summary>Whether an expression has no effect besides those of its parts.</summary>
    public static bool IsPureNode(ResolvedExpr expr) => expr switch
    {
        ResolvedConstant or SlotRead or CaptureRead or BuiltinRead or GlobalRead or ResolvedIf or ResolvedLet or ResolvedSequence or ClosureExpr => true,
        // What an array holds is the same as long as nothing happens in between.
        BuiltinCall call => call.Builtin.Declaration.IsPure || call.Builtin.Name is "mutable-array/get" or "mutable-array/length",
        PrimitiveCall call => call.Primitive.IsPure,
        _ => false,
    };

    public override void Visit(ResolvedExpr expr)
    {
        _isPure &= IsPureNode(expr);
        if (_isPure) base.Visit(expr);
    }
}
