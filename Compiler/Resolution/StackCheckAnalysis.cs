namespace Sema.Compiler.Resolution;

/// <summary>
/// Decides which procedures check the stack: those that call, not in tail position, something from which control can come
/// back to them. Known callees are followed; an unknown callee can be anything.
/// </summary>
internal static class StackCheckAnalysis
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<ResolvedProcedure, Calls> CallCache = [];

    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            var calls = CallCache.GetValue(procedure, static p => Calls.Of(p));
            procedure.ChecksStack = calls.UnknownBelow || CanReach(calls.KnownBelow, procedure);
        }
    }

    /// <summary>Whether control can get from one procedure to another, by known calls or through an unknown callee.</summary>
    public static bool CanReach(ResolvedProcedure from, ResolvedProcedure to) => CanReach([from], to);

    private static bool CanReach(IReadOnlyCollection<ResolvedProcedure> from, ResolvedProcedure to)
    {
        var seen = new HashSet<ResolvedProcedure>(from);
        var work = new Stack<ResolvedProcedure>(seen);
        while (work.TryPop(out var next))
        {
            if (ReferenceEquals(next, to)) return true;
            var calls = CallCache.GetValue(next, static p => Calls.Of(p));
            if (calls.Unknown) return true;
            foreach (var known in calls.Known)
                if (seen.Add(known)) work.Push(known);
        }
        return false;
    }

    private sealed class Calls : ResolvedVisitor
    {
        public readonly HashSet<ResolvedProcedure> Known = [];
        public readonly HashSet<ResolvedProcedure> KnownBelow = [];
        public bool Unknown;
        public bool UnknownBelow;

        public static Calls Of(ResolvedProcedure procedure)
        {
            var calls = new Calls();
            calls.Visit(procedure.Body);
            return calls;
        }

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
                case ExternalCall call:
                    Unknown = true;
                    UnknownBelow |= !call.IsTail;
                    break;
                case LibraryRun:
                    Unknown = UnknownBelow = true;
                    break;
                case ApplyCall call:
                    Unknown = true;
                    UnknownBelow |= !call.IsTail;
                    break;
                case BuiltinCall { Builtin.Declaration.CallsBack: true }:
                    Unknown = UnknownBelow = true;
                    break;
                case PrimitiveCall { Primitive.CallsBack: true }:
                    Unknown = UnknownBelow = true;
                    break;
            }
            base.Visit(expr);
        }
    }
}
