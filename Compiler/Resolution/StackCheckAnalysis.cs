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
            new Search().Run(callee);
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

    /// <summary>Finds the components of what a procedure can reach (Tarjan's algorithm, without recursion).</summary>
    private sealed class Search
    {
        private readonly Dictionary<ResolvedProcedure, Node> _nodes = [];
        private readonly Stack<Node> _open = new();
        private readonly Stack<Node> _path = new();

        public void Run(ResolvedProcedure root)
        {
            Enter(root);
            while (_path.TryPeek(out var node))
            {
                if (node.Callees.MoveNext()) Follow(node, node.Callees.Current);
                else Leave();
            }
        }

        private void Enter(ResolvedProcedure procedure)
        {
            var calls = Calls.Of(procedure);
            var node = new Node(procedure, _nodes.Count, calls.Known.GetEnumerator()) { ReachesUnknown = calls.Unknown };
            _nodes.Add(procedure, node);
            _open.Push(node);
            _path.Push(node);
        }

        private void Follow(Node node, ResolvedProcedure callee)
        {
            if (Components.TryGetValue(callee, out var component)) node.ReachesUnknown |= component.ReachesUnknown;
            else if (_nodes.TryGetValue(callee, out var open)) node.Lowest = Math.Min(node.Lowest, open.Number);
            else Enter(callee);
        }

        private void Leave()
        {
            var node = _path.Pop();
            if (node.Lowest == node.Number)
            {
                var component = new Component();
                Node member;
                do
                {
                    member = _open.Pop();
                    component.ReachesUnknown |= member.ReachesUnknown;
                    Components.Add(member.Procedure, component);
                }
                while (member != node);
                node.ReachesUnknown = component.ReachesUnknown;
            }
            if (!_path.TryPeek(out var caller)) return;
            caller.Lowest = Math.Min(caller.Lowest, node.Lowest);
            caller.ReachesUnknown |= node.ReachesUnknown;
        }

        private sealed class Node(ResolvedProcedure procedure, int number, IEnumerator<ResolvedProcedure> callees)
        {
            public ResolvedProcedure Procedure { get; } = procedure;
            public int Number { get; } = number;
            public IEnumerator<ResolvedProcedure> Callees { get; } = callees;
            public int Lowest { get; set; } = number;
            public bool ReachesUnknown { get; set; }
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
