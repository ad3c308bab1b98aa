using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Where in a procedure the stack is checked: as late as possible, so that the path of a base case pays nothing. The check
/// sinks through tests, bindings and branches that make no call it is for. A loop that does not call itself otherwise is entered less often than it takes a turn.
/// </summary>
internal sealed class StackCheckPlacement
{
    private readonly Dictionary<ResolvedExpr, bool> _calls = new(ReferenceEqualityComparer.Instance);

    public StackCheckPlacement(ResolvedProcedure procedure)
    {
        if (!procedure.ChecksStack) return;
        var finder = new CallFinder(_calls, procedure);
        finder.Visit(procedure.Body);
        BelongsBeforeLoop = finder is { Loops: true, Recurs: false };
    }

    /// <summary>Whether the check must stand before the loop that the procedure is by its tail calls of itself.</summary>
    public bool BelongsBeforeLoop { get; }

    /// <summary>Whether the check must stand before the expression, and not inside one of its parts.</summary>
    public bool BelongsBefore(ResolvedExpr expr) => expr switch
    {
        ResolvedIf conditional => Calls(conditional.Test),
        ResolvedLet let => Calls(let.Value),
        ResolvedSequence sequence => sequence.Items.SkipLast(1).Any(Calls),
        ClosuresExpr => false,
        _ => Calls(expr),
    };

    private bool Calls(ResolvedExpr expr) => _calls.GetValueOrDefault(expr);

    private sealed class CallFinder(Dictionary<ResolvedExpr, bool> calls, ResolvedProcedure procedure) : ResolvedVisitor
    {
        private bool _found;

        /// <summary>Whether the procedure calls itself in tail position.</summary>
        public bool Loops { get; private set; }

        /// <summary>Whether the procedure calls itself elsewhere.</summary>
        public bool Recurs { get; private set; }

        public override void Visit(ResolvedExpr expr)
        {
            if (expr is KnownCall self && ReferenceEquals(self.Target, procedure)) (Loops, Recurs) = (Loops || self.IsTail, Recurs || !self.IsTail);
            var outer = _found;
            _found = expr switch
            {
                KnownCall call => !call.IsTail,
                ResolvedCall { Operator: ResolvedConstant } => false,
                ResolvedCall call => !call.IsTail,
                ExternalCall call => !call.IsTail,
                LibraryRun => true,
                ApplyCall call => !call.IsTail,
                BuiltinCall call => call.Builtin.Declaration.CallsBack,
                PrimitiveCall call => call.Primitive.CallsBack,
                _ => false,
            };
            base.Visit(expr);
            calls[expr] = _found;
            _found |= outer;
        }
    }
}
