using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>Finds the variable that an expression takes apart as a list often enough to write the expression once for each kind of list.</summary>
internal sealed class ListUses : ResolvedVisitor
{
    private const int LargestSize = 60;
    private const int LargestNestedSize = 24;

    private readonly Dictionary<Slot, Uses> _uses = [];
    private readonly HashSet<Slot> _bound = [];
    private readonly int _largest;
    private int _size;

    private ListUses(int largest) => _largest = largest;

    private sealed class Uses
    {
        public int Tests;
        public int Accesses;
    }

    /// <summary>The slot to ask for its kind of list before the expression, or null.</summary>
    public static Slot? WorthSplitting(ResolvedExpr expr, bool isNested, Func<Slot, bool> isEligible)
    {
        if (expr is not (ResolvedIf or ResolvedLet or BuiltinCall or KnownCall or ResolvedCall or ResolvedContinue)) return null;
        var uses = new ListUses(isNested ? LargestNestedSize : LargestSize);
        uses.Visit(expr);
        if (uses._size > uses._largest) return null;
        foreach (var (slot, use) in uses._uses)
            if (use.Accesses > 0 && use.Tests + use.Accesses > 1 && !uses._bound.Contains(slot) && isEligible(slot)) return slot;
        return null;
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (++_size > _largest) return;
        if (expr is ResolvedLet let) _bound.Add(let.Slot);
        else if (expr is ResolvedTry @try) _bound.Add(@try.Slot);
        else if (expr is ClosuresExpr closures) _bound.UnionWith(closures.Closures.Select(static c => c.Slot));
        else if (expr is ResolvedLoop loop) _bound.UnionWith(loop.Loop.Slots);
        else if (expr is ResolvedJoin join) _bound.UnionWith(join.Target.Slots);
        if (expr is BuiltinCall { Operands: [SlotRead { Slot: { IsBoxed: false } slot }] } call)
        {
            if (call.Builtin.Name is "car" or "cdr" or "cadr" or "cddr" or "caddr") Of(slot).Accesses++;
            else if (call.Builtin.Name is "null?" or "pair?") Of(slot).Tests++;
        }
        base.Visit(expr);
    }

    private Uses Of(Slot slot)
    {
        if (!_uses.TryGetValue(slot, out var uses)) _uses.Add(slot, uses = new Uses());
        return uses;
    }
}
