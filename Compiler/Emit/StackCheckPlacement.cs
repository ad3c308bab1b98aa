using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Where in a procedure the stack is checked: as late as possible, so that the path of a base case pays nothing. The check
/// sinks through tests, bindings and branches that make no call it is for.
/// </summary>
internal sealed class StackCheckPlacement
{
    private readonly Dictionary<ResolvedExpr, bool> _calls = new(ReferenceEqualityComparer.Instance);

    public StackCheckPlacement(ResolvedProcedure procedure)
    {
        if (procedure.ChecksStack) new CallFinder(_calls).Visit(procedure.Body);
    }

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

    private sealed class CallFinder(Dictionary<ResolvedExpr, bool> calls) : ResolvedVisitor
    {
        private bool _found;

        public override void Visit(ResolvedExpr expr)
        {
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
