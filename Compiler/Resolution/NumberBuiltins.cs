namespace Sema.Compiler.Resolution;

/// <summary>What the analyses of numbers know of builtins.</summary>
internal static class NumberBuiltins
{
    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal) { "<", ">", "<=", ">=", "=" };
    private static readonly HashSet<string> Sizes = new(StringComparer.Ordinal) { "length", "string-length", "count" };

    /// <summary>Whether a call compares two numbers, or more.</summary>
    public static bool IsComparison(BuiltinCall call) => Comparisons.Contains(call.Builtin.Name);

    /// <summary>Whether a call computes a sum, difference, product or quotient.</summary>
    public static bool IsArithmetic(BuiltinCall call) => call.Builtin.Name is "+" or "-" or "*" or "/";

    /// <summary>Whether the result of a call is the size of something, a fixnum.</summary>
    public static bool IsSize(BuiltinCall call) => Sizes.Contains(call.Builtin.Name);
}
