using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Decides which procedures return their conditions instead of throwing them: those that throw, themselves or through known
/// callees, and that some protected body reaches by known calls. Their callers test what they return; nothing else pays.
/// </summary>
/// <remarks>
/// Out of the question: procedures that are values too (unknown callers do not test), and those that a procedure outside of the set
/// calls in tail position where the call must not grow the stack (the test would come after it).
/// </remarks>
internal static class ReturnedConditions
{
    /// <summary>Sets <see cref="ResolvedProcedure.ReturnsConditions"/>; <paramref name="exported"/> procedures have callers elsewhere.</summary>
    public static void Run(IReadOnlyList<ResolvedProcedure> procedures, IEnumerable<ResolvedProcedure> exported)
    {
        var uses = procedures.ToDictionary(static p => p, static p => Uses.Of(p));
        var reached = new HashSet<ResolvedProcedure>();
        var work = new Stack<ResolvedProcedure>(uses.Values.SelectMany(static u => u.Protected));
        while (work.TryPop(out var next))
            if (reached.Add(next))
                foreach (var callee in uses[next].Protected.Concat(uses[next].Unprotected)) work.Push(callee);
        if (reached.Count == 0) return;
        var excluded = new HashSet<ResolvedProcedure>(uses.Values.SelectMany(static u => u.Values).Concat(exported));
        while (true)
        {
            var marked = Marked(procedures, uses, reached, excluded);
            var before = excluded.Count;
            foreach (var procedure in procedures)
                if (!marked.Contains(procedure))
                    excluded.UnionWith(uses[procedure].Tail.Where(callee => marked.Contains(callee) && StackCheckAnalysis.ComesBack(procedure, callee)));
            if (excluded.Count > before) continue;
            foreach (var procedure in marked) procedure.ReturnsConditions = true;
            Untrace(marked, uses);
            return;
        }
    }

    /// <summary>Finds the procedures whose conditions all end in handlers that do not look at the trace: nobody notes their frames.</summary>
    private static void Untrace(HashSet<ResolvedProcedure> marked, Dictionary<ResolvedProcedure, Uses> uses)
    {
        var work = new Stack<ResolvedProcedure>();
        foreach (var (procedure, use) in uses)
        {
            foreach (var callee in use.Traced) work.Push(callee);
            if (marked.Contains(procedure)) continue;
            foreach (var callee in use.Unprotected) work.Push(callee);
        }
        var traced = new HashSet<ResolvedProcedure>();
        while (work.TryPop(out var next))
            if (marked.Contains(next) && traced.Add(next))
                foreach (var callee in uses[next].Unprotected) work.Push(callee);
        foreach (var procedure in marked) procedure.TracesConditions = traced.Contains(procedure);
    }

    private static HashSet<ResolvedProcedure> Marked(
        IReadOnlyList<ResolvedProcedure> procedures, Dictionary<ResolvedProcedure, Uses> uses, HashSet<ResolvedProcedure> reached, HashSet<ResolvedProcedure> excluded)
    {
        var marked = new HashSet<ResolvedProcedure>();
        bool changed;
        do
        {
            changed = false;
            foreach (var procedure in procedures)
                if (reached.Contains(procedure) && procedure.IsLifted && !excluded.Contains(procedure)
                    && (uses[procedure].Throws || uses[procedure].Unprotected.Exists(marked.Contains)))
                    changed |= marked.Add(procedure);
        }
        while (changed);
        return marked;
    }

    private sealed class Uses : ResolvedVisitor
    {
        private readonly Stack<ResolvedTry> _protections = [];

        /// <summary>Whether it throws outside of its protected bodies.</summary>
        public bool Throws { get; private set; }

        /// <summary>The known procedures that it calls inside of its protected bodies, and outside.</summary>
        public List<ResolvedProcedure> Protected { get; } = [];

        public List<ResolvedProcedure> Unprotected { get; } = [];

        /// <summary>Those of <see cref="Protected"/> whose conditions go to a handler that may look at the trace.</summary>
        public List<ResolvedProcedure> Traced { get; } = [];

        public List<ResolvedProcedure> Tail { get; } = [];

        /// <summary>The procedures that it uses as values.</summary>
        public List<ResolvedProcedure> Values { get; } = [];

        public static Uses Of(ResolvedProcedure procedure)
        {
            var uses = new Uses();
            uses.Visit(procedure.Body);
            return uses;
        }

        public override void Visit(ResolvedExpr expr)
        {
            switch (expr)
            {
                case ResolvedTry @try:
                    _protections.Push(@try);
                    Visit(@try.Body);
                    _protections.Pop();
                    Visit(@try.Handler);
                    return;
                case KnownCall call:
                    (_protections.Count > 0 ? Protected : Unprotected).Add(call.Target);
                    if (_protections.TryPeek(out var handler) && handler.NeedsTrace) Traced.Add(call.Target);
                    if (call.IsTail) Tail.Add(call.Target);
                    break;
                case PrimitiveCall { Primitive.Name: nameof(Primitives.Throw) }: Throws |= _protections.Count == 0; break;
                case GlobalRead { Global.Constant: { } value }: Values.Add(value); break;
            }
            base.Visit(expr);
        }
    }
}
