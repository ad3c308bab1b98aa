namespace Sema.Compiler.Optimization;

/// <summary>How much work goes into fast code. Programs do the same at each level.</summary>
public enum OptimizationLevel
{
    /// <summary>No pass of the optimiser runs: <c>-O0</c>.</summary>
    None,

    /// <summary>The passes that keep the code as large as it is: <c>-O1</c>.</summary>
    Basic,

    /// <summary>All passes: <c>-O2</c>.</summary>
    Full,
}
