namespace Sema.Runtime.Builtins;

/// <summary>The functions that compute in binary64: transcendental ones, interpolation, random numbers.</summary>
[BuiltinGroup("math")]
public static class RealFunctions
{
    /// <summary>The natural logarithm.</summary>
    [Builtin("log", Parameters = "x", Doc = "The natural logarithm.")]
    public static Value Log(Value x) =>
        new(x.Ref is BigInteger { Sign: > 0 } big ? BigInteger.Log(big) : Math.Log(Operands.Double("log", x)));

    /// <summary>The sine.</summary>
    [Builtin("sin", Parameters = "x", Doc = "The sine of an angle in radians.")]
    public static Value Sin(Value x) => new(Math.Sin(Operands.Double("sin", x)));

    /// <summary>The cosine.</summary>
    [Builtin("cos", Parameters = "x", Doc = "The cosine of an angle in radians.")]
    public static Value Cos(Value x) => new(Math.Cos(Operands.Double("cos", x)));

    /// <summary>The tangent.</summary>
    [Builtin("math/tan", Parameters = "x", Doc = "The tangent of an angle in radians.")]
    public static Value Tan(Value x) => new(Math.Tan(Operands.Double("math/tan", x)));

    /// <summary>The arcsine; NaN outside of -1…1.</summary>
    [Builtin("math/asin", Parameters = "x", Doc = "The arcsine in radians.")]
    public static Value Asin(Value x) => new(Math.Asin(Operands.Double("math/asin", x)));

    /// <summary>The arccosine; NaN outside of -1…1.</summary>
    [Builtin("math/acos", Parameters = "x", Doc = "The arccosine in radians.")]
    public static Value Acos(Value x) => new(Math.Acos(Operands.Double("math/acos", x)));

    /// <summary>The arctangent.</summary>
    [Builtin("math/atan", Parameters = "x", Doc = "The arctangent in radians.")]
    public static Value Atan(Value x) => new(Math.Atan(Operands.Double("math/atan", x)));

    /// <summary>The angle of the point (x, y).</summary>
    [Builtin("math/atan2", Parameters = "y x", Doc = "The angle of the point (x, y) in radians.")]
    public static Value Atan2(Value y, Value x) => new(Math.Atan2(Operands.Double("math/atan2", y), Operands.Double("math/atan2", x)));

    /// <summary>The hyperbolic sine.</summary>
    [Builtin("math/sinh", Parameters = "x", Doc = "The hyperbolic sine.")]
    public static Value Sinh(Value x) => new(Math.Sinh(Operands.Double("math/sinh", x)));

    /// <summary>The hyperbolic cosine.</summary>
    [Builtin("math/cosh", Parameters = "x", Doc = "The hyperbolic cosine.")]
    public static Value Cosh(Value x) => new(Math.Cosh(Operands.Double("math/cosh", x)));

    /// <summary>The hyperbolic tangent.</summary>
    [Builtin("math/tanh", Parameters = "x", Doc = "The hyperbolic tangent.")]
    public static Value Tanh(Value x) => new(Math.Tanh(Operands.Double("math/tanh", x)));

    /// <summary>The exponential function.</summary>
    [Builtin("math/exp", Parameters = "x", Doc = "e to the power of x.")]
    public static Value Exp(Value x) => new(Math.Exp(Operands.Double("math/exp", x)));

    /// <summary>The decimal logarithm.</summary>
    [Builtin("math/log10", Parameters = "x", Doc = "The logarithm to base 10.")]
    public static Value Log10(Value x) => new(Math.Log10(Operands.Double("math/log10", x)));

    /// <summary>The binary logarithm.</summary>
    [Builtin("math/log2", Parameters = "x", Doc = "The logarithm to base 2.")]
    public static Value Log2(Value x) => new(Math.Log2(Operands.Double("math/log2", x)));

    /// <summary>Whether a value is the float NaN.</summary>
    [Builtin("math/nan?", Parameters = "x", Doc = "Whether x is NaN.")]
    public static bool IsNaN(Value x) => x.IsFlonum && double.IsNaN(x.AsFlonum);

    /// <summary>Whether a value is an infinite float.</summary>
    [Builtin("math/infinite?", Parameters = "x", Doc = "Whether x is an infinite float.")]
    public static bool IsInfinite(Value x) => x.IsFlonum && double.IsInfinity(x.AsFlonum);

    /// <summary>-1, 0 or 1; 0 for NaN and complex numbers.</summary>
    [Builtin("math/sign", Parameters = "x", Doc = "-1, 0 or 1 as x is negative, zero or positive.")]
    public static Value Sign(Value x)
    {
        if (Operands.Number(x).Ref is Complex || IsNaN(x)) return new Value(0L);
        return new Value((long)Tower.CompareReal(x, new Value(0L)));
    }

    /// <summary>The value within two bounds; the upper one wins. A float as soon as an argument is one.</summary>
    [Builtin("math/clamp", Parameters = "x low high", Doc = "x, but not below low nor above high.")]
    public static Value Clamp(Value x, Value low, Value high)
    {
        var result = Operands.Scalar(x);
        if (Tower.CompareReal(Operands.Scalar(low), result) > 0) result = low;
        // NaN orders below everything in CompareReal: a NaN is no bound, and stays as a value.
        if (Tower.CompareReal(result, Operands.Scalar(high)) > 0) result = high;
        return x.IsFlonum || low.IsFlonum || high.IsFlonum ? Tower.ToInexact(result) : result;
    }

    /// <summary>Linear interpolation.</summary>
    [Builtin("math/lerp", Parameters = "a b t", Doc = "The float a + (b - a) * t.")]
    public static Value Lerp(Value a, Value b, Value t)
    {
        double from = Scalar(a), to = Scalar(b);
        return new Value(from + (to - from) * Scalar(t));
    }

    /// <summary>Linear rescaling from one range to another.</summary>
    [Builtin("math/map-range", Parameters = "x in-min in-max out-min out-max", MinArguments = 5, MaxArguments = 5,
        Doc = "The float that lies in the second range where x lies in the first.")]
    public static Value MapRange(Value x, Value inMin, Value inMax, Value outMin, params Value[] rest)
    {
        double value = Scalar(x), low = Scalar(inMin), high = Scalar(inMax), from = Scalar(outMin), to = Scalar(rest[0]);
        return new Value(from + (value - low) / (high - low) * (to - from));
    }

    /// <summary>Degrees as radians.</summary>
    [Builtin("math/degrees->radians", Parameters = "degrees", Doc = "An angle in radians.")]
    public static Value Radians(Value degrees) => new(Scalar(degrees) * (Math.PI / 180));

    /// <summary>Radians as degrees.</summary>
    [Builtin("math/radians->degrees", Parameters = "radians", Doc = "An angle in degrees.")]
    public static Value Degrees(Value radians) => new(Scalar(radians) * (180 / Math.PI));

    /// <summary>A random float of 0 to 1, without 1.</summary>
    [Builtin("math/random", Doc = "A random float from 0 up to, excluding, 1.")]
    public static Value RandomFloat() => new(Random.Shared.NextDouble());

    /// <summary>A random integer between two bounds, which are included.</summary>
    [Builtin("math/random-int", Parameters = "low high", Doc = "A random integer from low to high, both included.")]
    public static Value RandomInteger(Value low, Value high)
    {
        long from = Indices.Int(low), to = Indices.Int(high);
        if (from > to) throw Raise.Eval($"math/random-int: lo ({from}) must be <= hi ({to})");
        if (to < long.MaxValue) return new Value(Random.Shared.NextInt64(from, to + 1));
        return new Value(from > long.MinValue ? Random.Shared.NextInt64(from - 1, to) + 1 : AnyInteger());
    }

    private static long AnyInteger()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Random.Shared.NextBytes(bytes);
        return BitConverter.ToInt64(bytes);
    }

    private static double Scalar(Value x) => Tower.ToDouble(Operands.Scalar(x));
}
