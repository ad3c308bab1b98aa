using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Whether a closure's body may be a leaf (<see cref="ClosureType.Leaf"/>): a little arithmetic on parameters, captures and boxes. An inlined method is
/// no frame in a stack trace, so what can raise leaves it before anything has happened, and is left to the body.
/// </summary>
internal sealed class LeafBody : ResolvedVisitor
{
    /// <summary>The name of the method in the closure's class.</summary>
    public const string Name = "Leaf";

    private const int MostNodes = 16;

    private int _nodes;
    private bool _isPossible = true;

    private LeafBody()
    {
    }

    /// <summary>Whether it is worth while to try and emit the body of a procedure as a leaf.</summary>
    public static bool IsPossible(ResolvedProcedure procedure)
    {
        if (procedure.ChecksStack || procedure.Rest is not null || procedure.Parameters.Any(static p => p.IsBoxed)) return false;
        var visitor = new LeafBody();
        visitor.Visit(procedure.Body);
        return visitor._isPossible;
    }

    public override void Visit(ResolvedExpr expr)
    {
        _isPossible &= ++_nodes <= MostNodes && expr is ResolvedConstant or SlotRead or CaptureRead or SlotWrite or CaptureWrite
            or ResolvedIf or ResolvedSequence or ResolvedLet or BuiltinCall or PrimitiveCall;
        if (_isPossible) base.Visit(expr);
    }
}
