namespace Sema.Compiler.Resolution;

/// <summary>
/// Finds the folds that build a map: <c>(foldl (fn (m x) … (assoc m k v)) init xs)</c>. Where the procedure is a literal that does nothing
/// with its accumulator but look at it and at last add to it or return it, no other reference to what it returned exists when it is
/// called again: the map can change in place (<see cref="Runtime.Values.HashMap.Put"/>). The first step finds a map of somebody else, which
/// is not owned, and the fold seals the last one.
/// </summary>
internal sealed class Accumulators : ResolvedVisitor
{
    private readonly Slot _accumulator;
    private readonly List<BuiltinCall> _updates = [];
    private bool _escapes;

    private Accumulators(Slot accumulator) => _accumulator = accumulator;

    /// <summary>Sets <see cref="BuiltinCall.IsLastUse"/>.</summary>
    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        var folds = new Folds();
        foreach (var procedure in procedures) folds.Visit(procedure.Body);
        foreach (var step in folds.Steps)
        {
            var uses = new Accumulators(step.Parameters[0]);
            uses.Result(step.Body);
            if (!uses._escapes)
                foreach (var update in uses._updates) update.IsLastUse = true;
        }
    }

    public override void Visit(ResolvedExpr expr)
    {
        switch (expr)
        {
            case BuiltinCall { Builtin.Declaration.Borrows: true, Operands: [var first, ..] operands } when IsAccumulator(first):
                foreach (var other in operands.Skip(1)) Visit(other);
                return;
            case ResolvedCall { Operator: ResolvedConstant { Value.Ref: Keyword }, Operands: [var map] } when IsAccumulator(map): return;
            case SlotWrite { Slot: var slot } when ReferenceEquals(slot, _accumulator): _escapes = true; break;
            case ClosureExpr closure: Capture(closure.Captures); break;
            case ClosuresExpr closures:
                foreach (var closure in closures.Closures) Capture(closure.Captures);
                break;
            case KnownCall call: Capture(call.Captured); break;
            default: _escapes |= IsAccumulator(expr); break;
        }
        base.Visit(expr);
    }

    /// <summary>Visits an expression whose value is the procedure's.</summary>
    private void Result(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case SlotRead: break;
            case BuiltinCall { Builtin.Name: "assoc", Operands: [var map, var key, var value] } call when IsAccumulator(map):
                Visit(key);
                Visit(value);
                _updates.Add(call);
                break;
            case ResolvedIf conditional:
                Visit(conditional.Test);
                Result(conditional.Then);
                Result(conditional.Else);
                break;
            case ResolvedSequence sequence:
                foreach (var item in sequence.Items.SkipLast(1)) Visit(item);
                Result(sequence.Items[^1]);
                break;
            case ResolvedLet let:
                Visit(let.Value);
                Result(let.Body);
                break;
            case ResolvedLoop loop:
                foreach (var initial in loop.Initial) Visit(initial);
                Result(loop.Body);
                break;
            case ResolvedJoin join:
                Result(join.Body);
                Result(join.Join);
                break;
            default: Visit(expr); break;
        }
    }

    private bool IsAccumulator(ResolvedExpr expr) => expr is SlotRead read && ReferenceEquals(read.Slot, _accumulator);

    private void Capture(IReadOnlyList<CaptureSource> sources) => _escapes |= sources.Any(s => ReferenceEquals(s.Slot, _accumulator));

    /// <summary>Collects the literal procedures of folds: nobody else calls those.</summary>
    private sealed class Folds : ResolvedVisitor
    {
        public List<ResolvedProcedure> Steps { get; } = [];

        public override void Visit(ResolvedExpr expr)
        {
            if (expr is BuiltinCall { Builtin.Declaration.Folds: >= 0 and var index } call && call.Operands[index] is ClosureExpr
                { Procedure: { Parameters: [{ IsBoxed: false }, _], Rest: null } step })
                Steps.Add(step);
            base.Visit(expr);
        }
    }
}
