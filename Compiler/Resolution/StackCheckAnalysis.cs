namespace Sema.Compiler.Resolution;

/// <summary>
/// Decides which procedures check the stack: those that call, not in tail position, something from which control can come
/// back to them. Known callees are followed; an unknown callee can be anything.
/// </summary>
internal sealed class StackCheckAnalysis
{
    private readonly Dictionary<ResolvedProcedure, Calls> _calls = [];

    private StackCheckAnalysis(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            var calls = new Calls();
            calls.Visit(procedure.Body);
            _calls.Add(procedure, calls);
        }
    }

    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        var analysis = new StackCheckAnalysis(procedures);
        foreach (var procedure in procedures)
            procedure.ChecksStack = analysis._calls[procedure].UnknownBelow || analysis._calls[procedure].KnownBelow.Exists(c => analysis.CanReturnTo(c, procedure));
    }

    private bool CanReturnTo(ResolvedProcedure callee, ResolvedProcedure caller)
    {
        var seen = new HashSet<ResolvedProcedure> { callee };
        var work = new Stack<ResolvedProcedure>(seen);
        while (work.TryPop(out var next))
        {
            if (ReferenceEquals(next, caller)) return true;
            var calls = _calls[next];
            if (calls.Unknown) return true;
            foreach (var known in calls.Known)
                if (seen.Add(known)) work.Push(known);
        }
        return false;
    }

    private sealed class Calls : ResolvedVisitor
    {
        public readonly List<ResolvedProcedure> Known = [];
        public readonly List<ResolvedProcedure> KnownBelow = [];
        public bool Unknown;
        public bool UnknownBelow;

        public override void Visit(ResolvedExpr expr)
        {
            switch (expr)
            {
                case KnownCall call:
                    Known.Add(call.Target);
                    if (!call.IsTail) KnownBelow.Add(call.Target);
                    break;
                case ResolvedCall { Operator: ResolvedConstant { Value.Ref: Keyword } }: break;
                case ResolvedCall call:
                    Unknown = true;
                    UnknownBelow |= !call.IsTail;
                    break;
                case ApplyCall call:
                    Unknown = true;
                    UnknownBelow |= !call.IsTail;
                    break;
                case BuiltinCall { Builtin.Declaration.CallsBack: true }:
                    Unknown = UnknownBelow = true;
                    break;
                case PrimitiveCall { Primitive.Name: "Force" or "Eval" or "Load" or "Import" }:
                    Unknown = UnknownBelow = true;
                    break;
            }
            base.Visit(expr);
        }
    }
}
