using System.Runtime.CompilerServices;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Decides which procedures check the stack: those that call, not in tail position, something from which control can come
/// back to them. Known callees are followed; an unknown callee can be anything.
/// </summary>
internal static class StackCheckAnalysis
{
    private static readonly ConditionalWeakTable<ResolvedProcedure, Component> Components = [];

    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            var calls = Calls.Of(procedure);
            procedure.ChecksStack = calls.UnknownBelow || calls.KnownBelow.Any(callee => ComesBack(procedure, callee));
        }
    }

    /// <summary>Whether control can get from a procedure back to one that calls it, by known calls or through an unknown callee.</summary>
    public static bool ComesBack(ResolvedProcedure caller, ResolvedProcedure callee)
    {
        if (!Components.TryGetValue(callee, out var component))
        {
            Search(callee);
            Components.TryGetValue(callee, out component);
        }
        return component!.ReachesUnknown || (Components.TryGetValue(caller, out var own) && ReferenceEquals(own, component));
    }

    /// <summary>Procedures that can all reach each other by known calls.</summary>
    private sealed class Component
    {
        /// <summary>Whether an unknown callee can be reached from them.</summary>
        public bool ReachesUnknown { get; set; }
    }

    /// <summary>Finds the components of what a procedure can reach.</summary>
    private static void Search(ResolvedProcedure root)
    {
        var calls = new Dictionary<ResolvedProcedure, Calls>();
        Calls CallsOf(ResolvedProcedure procedure)
        {
            if (!calls.TryGetValue(procedure, out var found)) calls.Add(procedure, found = Calls.Of(procedure));
            return found;
        }

        foreach (var members in StrongComponents<ResolvedProcedure>.Of([root], p => CallsOf(p).Known.Where(static callee => !Components.TryGetValue(callee, out _))))
        {
            var component = new Component();
            foreach (var member in members) Components.Add(member, component);
            component.ReachesUnknown = members.Any(m => CallsOf(m).Unknown || CallsOf(m).Known.Any(static callee => Components.TryGetValue(callee, out var known) && known.ReachesUnknown));
        }
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
