using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>Finds what starts the next turns of the loops of a body.</summary>
internal sealed class LoopTurns : ResolvedVisitor
{
    private readonly Dictionary<Loop, List<ResolvedContinue>> _turns = [];

    private LoopTurns()
    {
    }

    /// <summary>The turns by their loop, or join point.</summary>
    public static IReadOnlyDictionary<Loop, List<ResolvedContinue>> Of(ResolvedExpr body)
    {
        var visitor = new LoopTurns();
        visitor.Visit(body);
        return visitor._turns;
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (expr is ResolvedContinue turn)
        {
            if (!_turns.TryGetValue(turn.Loop, out var turns)) _turns.Add(turn.Loop, turns = []);
            turns.Add(turn);
        }
        base.Visit(expr);
    }
}
