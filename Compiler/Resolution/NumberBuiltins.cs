namespace Sema.Compiler.Resolution;

/// <summary>What the analyses of numbers know of builtins.</summary>
internal static class NumberBuiltins
{
    private static readonly HashSet<string> Comparisons = new(StringComparer.Ordinal) { "<", ">", "<=", ">=", "=" };
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
        [var left, var right] when IsComparison(call) => new NumberTest(call.Builtin.Name, left, right),
        [var number] => call.Builtin.Name switch
        {
            "zero?" => new NumberTest("=", number, Constant(call, 0)),
            "positive?" => new NumberTest(">", number, Constant(call, 0)),
            "negative?" => new NumberTest("<", number, Constant(call, 0)),
            NumberTest.Even or NumberTest.Odd => new NumberTest(call.Builtin.Name, number, Constant(call, 2)),
            _ => null,
        },
        _ => null,
    };

    /// <summary>Whether a call compares two numbers, or more.</summary>
    public static bool IsComparison(BuiltinCall call) => Comparisons.Contains(call.Builtin.Name);

    /// <summary>Whether a call computes a sum, difference, product or quotient.</summary>
    public static bool IsArithmetic(BuiltinCall call) => call.Builtin.Name is "+" or "-" or "*" or "/";

    /// <summary>Whether the result of a call is the size of something, a fixnum.</summary>
    public static bool IsSize(BuiltinCall call) => IsSize(call.Builtin.Name);

    private static ResolvedConstant Constant(BuiltinCall call, long number) => new(call.Span, new Value(number));
}
