using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>The passes of the optimiser in their order: first those over the core, then those over the resolved program.</summary>
public static class Passes
{
    private sealed record Pass<T>(string Name, OptimizationLevel Level, Action<T> Run);

    private sealed record Unit(ResolvedProgram Program, bool IsLibrary);

    private static readonly Pass<GlobalAnalysis>[] OverCore =
    [
        new("inline-methods", OptimizationLevel.Full, static globals => globals.ReplaceItems(new MethodInlining(globals).Run)),
        new("merge-closures", OptimizationLevel.Full, static globals => globals.ReplaceItems(new ClosureMerging(globals).Rewrite)),
        new("unroll-closures", OptimizationLevel.Full, static globals => globals.ReplaceItems(new ClosureUnrolling(globals).Rewrite)),
        new("inline-procedures", OptimizationLevel.Full, static globals => globals.ReplaceItems(new ProcedureInlining(globals).Run)),
        new("merge-tail-calls", OptimizationLevel.Full, static globals => globals.ReplaceItems(new TailCallMerging(globals).Run)),
        new("fold-constants", OptimizationLevel.Basic, static globals => globals.ReplaceItems(new ConstantFolding(globals).Run)),
        new("remove-dead-code", OptimizationLevel.Basic, static globals => globals.ReplaceItems(new DeadCode(globals).Run)),
        new("hoist-lists", OptimizationLevel.Full, static globals => globals.ReplaceItems(new ListHoisting(globals).Run)),
        new("linear-recursion", OptimizationLevel.Full, static globals => globals.ReplaceItems(new LinearRecursion(globals).Rewrite)),
        new("accumulated-recursion", OptimizationLevel.Full, static globals => globals.ReplaceItems(new AccumulatedRecursion(globals).Rewrite)),
        new("simplify-tests", OptimizationLevel.Basic, static globals => globals.ReplaceItems(new TestSimplification(globals).Run)),
        new("fuse-traversals", OptimizationLevel.Full, static globals => globals.ReplaceItems(new TraversalFusion(globals).Rewrite)),
        new("inline-traversals", OptimizationLevel.Full, static globals => globals.ReplaceItems(new TraversalInlining(globals).Run)),
        new("late-elements", OptimizationLevel.Basic, static globals => globals.ReplaceItems(new LateElements().Run)),
    ];

    private static readonly Pass<Unit>[] OverResolved =
    [
        new("parameter-kinds", OptimizationLevel.Basic, static unit => ParameterKinds.Run(unit.Program)),
        new("list-loops", OptimizationLevel.Full, static unit => ListLoops.Run(unit.Program.Procedures)),
        new("field-reads", OptimizationLevel.Full, static unit => FieldReads.Run(unit.Program)),
        new("accumulators", OptimizationLevel.Basic, static unit => Accumulators.Run(unit.Program.Procedures)),
        new("returned-conditions", OptimizationLevel.Basic, static unit => ReturnedConditions.Run(unit.Program.Procedures,
            unit.IsLibrary ? unit.Program.Globals.Select(static g => g.Constant).OfType<ResolvedProcedure>() : [])),
        new("flonum-results", OptimizationLevel.Basic, static unit => FlonumResults.Run(unit.Program.Procedures)),
    ];

    /// <summary>The names of all passes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OverCore.Select(static p => p.Name), .. OverResolved.Select(static p => p.Name)];

    /// <summary>Improves the core of a unit, up to and including the pass of the name <paramref name="last"/>; true when that was one of these.</summary>
    internal static bool Run(GlobalAnalysis globals, OptimizationLevel level, string? last) => Run(OverCore, globals, level, last);

    /// <summary>Improves a resolved unit, which other code calls if it is a library.</summary>
    internal static void Run(ResolvedProgram program, bool isLibrary, OptimizationLevel level, string? last)
    {
        if (!Array.Exists(OverCore, p => p.Name == last)) Run(OverResolved, new Unit(program, isLibrary), level, last);
    }

    private static bool Run<T>(Pass<T>[] passes, T unit, OptimizationLevel level, string? last)
    {
        foreach (var pass in passes)
        {
            if (level >= pass.Level) pass.Run(unit);
            if (pass.Name == last) return true;
        }
        return false;
    }
}
