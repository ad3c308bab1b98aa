using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>The slots of a procedure that are assigned after they were bound.</summary>
internal sealed class WrittenSlots : ResolvedVisitor
{
    private readonly HashSet<Slot> _slots = [];

    private WrittenSlots()
    {
    }

    public static HashSet<Slot> Of(ResolvedExpr body)
    {
        var visitor = new WrittenSlots();
        visitor.Visit(body);
        return visitor._slots;
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (expr is SlotWrite write) _slots.Add(write.Slot);
        base.Visit(expr);
    }
}
