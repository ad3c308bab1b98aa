namespace Sema.Runtime.Numbers;

/// <summary>The operators on all kinds of numbers, with their type errors (§3.2–§3.5).</summary>
public static class Tower
{
    /// <summary>The general case of <see cref="Arithmetic.Add"/>.</summary>
    public static Value Add(Value a, Value b)
    {
        if (a.Ref is string && b.Ref is string) return Strings.Concat(a, b);
        if (IsExactInteger(a) && IsExactInteger(b)) return Value.FromBigInteger(Integer(a) + Integer(b));
        throw Raise.TypeNamed("number or string", $"{TypeNames.InErrors(a)} and {TypeNames.InErrors(b)}", null, "+");
    }

    /// <summary>The general case of <see cref="Arithmetic.Subtract"/>.</summary>
    public static Value Subtract(Value a, Value b) => Value.FromBigInteger(Integer(a) - Integer(b));

    /// <summary>The general case of <see cref="Arithmetic.Multiply"/>.</summary>
    public static Value Multiply(Value a, Value b) => Value.FromBigInteger(Integer(a) * Integer(b));

    /// <summary>The general case of <see cref="Arithmetic.Divide"/>.</summary>
    public static Value Divide(Value a, Value b) => Rational.Make(Integer(a), Integer(b));

    /// <summary>The general case of <see cref="Arithmetic.Less"/>.</summary>
    public static bool Less(Value a, Value b) => Integer(a) < Integer(b);

    /// <summary>The general case of <see cref="Arithmetic.Greater"/>.</summary>
    public static bool Greater(Value a, Value b) => Less(b, a);

    /// <summary>The general case of <see cref="Arithmetic.LessOrEqual"/>.</summary>
    public static bool LessOrEqual(Value a, Value b) => !Less(b, a);

    /// <summary>The general case of <see cref="Arithmetic.GreaterOrEqual"/>.</summary>
    public static bool GreaterOrEqual(Value a, Value b) => !Less(a, b);

    /// <summary>The general case of <see cref="Arithmetic.NumericEquals"/>.</summary>
    public static bool NumericEquals(Value a, Value b) => Equality.Same(a, b);

    private static bool IsExactInteger(Value value) => value.Ref is null or BigInteger;

    private static BigInteger Integer(Value value) => value.Ref is BigInteger big ? big : value.Bits;
}
