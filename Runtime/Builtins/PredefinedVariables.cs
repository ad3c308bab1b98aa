namespace Sema.Runtime.Builtins;

/// <summary>The variables that a program finds defined and that are no procedures (§3.6).</summary>
public static class PredefinedVariables
{
    /// <summary>The variables by name.</summary>
    public static IReadOnlyDictionary<string, Value> All { get; } = new Dictionary<string, Value>(StringComparer.Ordinal)
    {
        ["pi"] = new(Math.PI),
        ["e"] = new(Math.E),
        ["math/infinity"] = new(double.PositiveInfinity),
        ["math/nan"] = new(double.NaN),
    };
}
