namespace Sema.Compiler.Resolution;

/// <summary>What the analyses of numbers know of builtins.</summary>
internal static class NumberBuiltins
{
    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal) { "<", ">", "<=", ">=", "=" };
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal) { ["zero?"] = "=", ["positive?"] = ">", ["negative?"] = "<" };
    private static readonly HashSet<string> Sizes = new(StringComparer.Ordinal) { "length", "string-length", "count" };

    private static readonly HashSet<string> SameKind = new(StringComparer.Ordinal) { "+", "-", "*", "min", "max", "abs" };

    private static readonly HashSet<string> Integral = new(StringComparer.Ordinal)
    {
        "quotient", "remainder", "mod", "modulo", "bit/and", "bit/or", "bit/xor", "bit/not", "bit/shift-left", "bit/shift-right",
    };

    /// <summary>Whether a builtin makes of numbers of one kind another of that kind.</summary>
    public static bool KeepsKind(string name) => SameKind.Contains(name);

    /// <summary>Whether a builtin makes an integer of integers.</summary>
    public static bool IsIntegral(string name) => Integral.Contains(name);

    /// <summary>Whether the result of a builtin is the size of something, a fixnum.</summary>
    public static bool IsSize(string name) => Sizes.Contains(name);

    /// <summary>What a call tests of two numbers, or of one; null for other calls, comparisons of more numbers among them.</summary>
    public static NumberTest? Test(BuiltinCall call) => call.Operands switch
    {
        [var left, var right] when Comparisons.Contains(call.Builtin.Name) => new NumberTest(call.Builtin.Name, left, right),
        [var number] when Signs.TryGetValue(call.Builtin.Name, out var relation) => new NumberTest(relation, number, Constant(call, 0)),
        [var number] when IsParity(call) => new NumberTest(call.Builtin.Name, number, Constant(call, 2)),
        _ => null,
    };

    /// <summary>Whether a call compares numbers with each other, or one with 0.</summary>
    public static bool IsComparison(BuiltinCall call) => Comparisons.Contains(call.Builtin.Name) || Signs.ContainsKey(call.Builtin.Name);

    /// <summary>Whether a call tells even integers from odd ones.</summary>
    public static bool IsParity(BuiltinCall call) => call.Builtin.Name is NumberTest.Even or NumberTest.Odd;

    /// <summary>Whether a call computes a sum, difference, product or quotient.</summary>
    public static bool IsArithmetic(BuiltinCall call) => call.Builtin.Name is "+" or "-" or "*" or "/";

    /// <summary>Whether the result of a call is the size of something, a fixnum.</summary>
    public static bool IsSize(BuiltinCall call) => IsSize(call.Builtin.Name);

    private static ResolvedConstant Constant(BuiltinCall call, long number) => new(call.Span, new Value(number));
}
