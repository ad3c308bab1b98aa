using CsCheck;
using Sema.Runtime.Builtins;
using Sema.Runtime.Numbers;

namespace Sema.Tests.Values;

/// <summary>Exact arithmetic against <see cref="BigInteger"/>: no size of operands makes a difference.</summary>
[TestFixture]
public sealed class NumberTests
{
    [Test]
    public void Short_numbers_are_those_of_the_general_parser() => Gen.String[Gen.Char["0123456789.-+e "], 0, 20].Sample(static text =>
    {
        if (!NumberText.TryShort(text, out var number)) return true;
        return NumberText.TryParse(text, 10, out var expected) && number.IsFlonum == expected.IsFlonum && number.IsFixnum == expected.IsFixnum
            && number.Bits == expected.Bits;
    }, iter: 20000);

    [TestCase("0.1", 0.1)]
    [TestCase("-12.3", -12.3)]
    [TestCase("99999999999999.9", 99999999999999.9)]
    [TestCase("-0.0", -0.0)]
    public void Decimals_are_the_nearest_floats(string text, double number)
    {
        Assert.That(NumberText.TryShort(text, out var value) && value.IsFlonum, NUnit.Framework.Is.True);
        Assert.That(value.Bits, NUnit.Framework.Is.EqualTo(BitConverter.DoubleToInt64Bits(number)));
    }

    [Test]
    public void Integers_agree_with_BigInteger() => Gen.Select(Generators.Integer, Generators.Integer).Sample(static (a, b) =>
    {
        Value x = Value.FromBigInteger(a), y = Value.FromBigInteger(b);
        return Is(Arithmetic.Add(x, y), a + b) && Is(Arithmetic.Subtract(x, y), a - b) && Is(Arithmetic.Multiply(x, y), a * b)
            && Arithmetic.Less(x, y) == a < b && Arithmetic.Greater(x, y) == a > b && Arithmetic.LessOrEqual(x, y) == a <= b
            && Arithmetic.GreaterOrEqual(x, y) == a >= b && Arithmetic.NumericEquals(x, y) == (a == b)
            && Is(Arithmetics.Gcd(x, y), BigInteger.GreatestCommonDivisor(a, b));
    }, iter: 20_000);

    [Test]
    public void Division_of_integers_agrees_with_BigInteger() => Generators.Fraction.Sample(static f =>
    {
        var (a, b) = f;
        Value x = Value.FromBigInteger(a), y = Value.FromBigInteger(b);
        var floored = BigInteger.Remainder(a, b) is var r && !r.IsZero && r.Sign != b.Sign ? r + b : r;
        return Is(Arithmetics.Quotient(x, y), BigInteger.Divide(a, b)) && Is(Arithmetics.Remainder(x, y), BigInteger.Remainder(a, b))
            && Is(Arithmetics.Modulo(x, y), floored) && IsFraction(Arithmetic.Divide(x, y), a, b);
    }, iter: 20_000);

    [Test]
    public void Rationals_agree_with_fractions() => Gen.Select(Generators.Fraction, Generators.Fraction).Sample(static (p, q) =>
    {
        var ((a, b), (c, d)) = (p, q);
        Value x = Rational.Make(a, b), y = Rational.Make(c, d);
        return IsFraction(Arithmetic.Add(x, y), a * d + c * b, b * d) && IsFraction(Arithmetic.Subtract(x, y), a * d - c * b, b * d)
            && IsFraction(Arithmetic.Multiply(x, y), a * c, b * d) && (c.IsZero || IsFraction(Arithmetic.Divide(x, y), a * d, b * c))
            && Arithmetic.Less(x, y) == (b.Sign * d.Sign > 0 ? a * d < c * b : a * d > c * b);
    }, iter: 20_000);

    [Test]
    public void A_float_and_its_exact_value_are_equal() => Generators.Float.Where(double.IsFinite).Sample(static d =>
    {
        var exact = Tower.ToExact(new Value(d));
        return Tower.IsExact(exact) && Tower.ToDouble(exact) == d && Arithmetic.NumericEquals(exact, new Value(d));
    }, iter: 20_000);

    private static bool Is(Value value, BigInteger expected) => Equality.Same(value, Value.FromBigInteger(expected));

    /// <summary>A canonical value: a fixnum, a larger integer or a fraction in lowest terms with a positive denominator.</summary>
    private static bool IsFraction(Value value, BigInteger numerator, BigInteger denominator)
    {
        if (value.Ref is not Rational r) return Tower.IsInteger(value) && Tower.Integer(value) * denominator == numerator;
        return r.Denominator > 1 && BigInteger.GreatestCommonDivisor(r.Numerator, r.Denominator).IsOne
            && r.Numerator * denominator == numerator * r.Denominator;
    }
}
