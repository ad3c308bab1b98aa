using System.Runtime.CompilerServices;

namespace Sema.Runtime.Numbers;

/// <summary>
/// The operators on all kinds of numbers (§3): int ⊂ rational ⊂ float ⊂ complex, canonical after every operation. The
/// common cases never get here: see <see cref="Arithmetic"/>.
/// </summary>
public static class Tower
{
    /// <summary>The kinds in increasing generality; two operands are computed in the greater of their kinds.</summary>
    private enum Kind
    {
        Integer,
        Rational,
        Float,
        Complex,
        None,
    }

    /// <summary>Whether a value is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNumber(Value value) => value.IsFixnum || value.IsFlonum || IsRareNumber(value);

    /// <summary>Whether a value is a number that is neither a fixnum nor a flonum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRareNumber(Value value) => value.Ref is Rational or Complex or BigInteger;

    /// <summary>Whether a value is an integer or a rational.</summary>
    public static bool IsExact(Value value) => value.Ref is Complex c ? IsExact(c.Real) && IsExact(c.Imaginary) : KindOf(value) <= Kind.Rational;

    /// <summary>Whether a value is an exact integer.</summary>
    public static bool IsInteger(Value value) => value.Ref is null or BigInteger;

    /// <summary>Whether a number is an exact or inexact zero.</summary>
    public static bool IsZero(Value value) => value.IsFixnum ? value.Bits == 0 : value.IsFlonum && value.AsFlonum == 0;

    /// <summary>An exact integer of any size.</summary>
    public static BigInteger Integer(Value value) => value.Ref is BigInteger big ? big : value.Bits;

    /// <summary>The general case of <see cref="Arithmetic.Add"/>.</summary>
    public static Value Add(Value a, Value b)
    {
        if (a.Ref is string && b.Ref is string) return Strings.Concat(a, b);
        if (Mixed(a, b, out var x, out var y)) return new Value(x + y);
        switch (Common("+", a, b, "number or string"))
        {
            case Kind.Integer: return Value.FromBigInteger(Integer(a) + Integer(b));
            case Kind.Rational:
                var (an, ad) = Fraction(a);
                var (bn, bd) = Fraction(b);
                return Rational.Make(an * bd + bn * ad, ad * bd);
            case Kind.Float: return new Value(ToDouble(a) + ToDouble(b));
            default: return Complex.Make(Add(RealPart(a), RealPart(b)), Add(ImaginaryPart(a), ImaginaryPart(b)));
        }
    }

    /// <summary>The general case of <see cref="Arithmetic.Subtract"/>.</summary>
    public static Value Subtract(Value a, Value b)
    {
        if (Mixed(a, b, out var x, out var y)) return new Value(x - y);
        switch (Common("-", a, b))
        {
            case Kind.Integer: return Value.FromBigInteger(Integer(a) - Integer(b));
            case Kind.Rational:
                var (an, ad) = Fraction(a);
                var (bn, bd) = Fraction(b);
                return Rational.Make(an * bd - bn * ad, ad * bd);
            case Kind.Float: return new Value(ToDouble(a) - ToDouble(b));
            default: return Complex.Make(Subtract(RealPart(a), RealPart(b)), Subtract(ImaginaryPart(a), ImaginaryPart(b)));
        }
    }

    /// <summary>The general case of <see cref="Arithmetic.Multiply"/>.</summary>
    public static Value Multiply(Value a, Value b)
    {
        if (Mixed(a, b, out var x, out var y)) return new Value(x * y);
        switch (Common("*", a, b))
        {
            case Kind.Integer: return Value.FromBigInteger(Integer(a) * Integer(b));
            case Kind.Rational:
                var (an, ad) = Fraction(a);
                var (bn, bd) = Fraction(b);
                return Rational.Make(an * bn, ad * bd);
            case Kind.Float: return new Value(ToDouble(a) * ToDouble(b));
            default:
                Value ar = RealPart(a), ai = ImaginaryPart(a), br = RealPart(b), bi = ImaginaryPart(b);
                return Complex.Make(Subtract(Multiply(ar, br), Multiply(ai, bi)), Add(Multiply(ar, bi), Multiply(ai, br)));
        }
    }

    /// <summary>The general case of <see cref="Arithmetic.Divide"/>.</summary>
    public static Value Divide(Value a, Value b)
    {
        if (Mixed(a, b, out var x, out var y)) return new Value(x / y);
        var kind = Common("/", a, b);
        if (kind == Kind.Float) return new Value(ToDouble(a) / ToDouble(b));
        if (b.IsFixnum && b.Bits == 0 && !a.IsFlonum)
            throw Raise.EvalIn("/", a.IsFixnum ? "division by zero" : "/: division by zero", "/: guard with (if (zero? d) ... (/ n d))");
        switch (kind)
        {
            case Kind.Integer: return Rational.Make(Integer(a), Integer(b));
            case Kind.Rational:
                var (an, ad) = Fraction(a);
                var (bn, bd) = Fraction(b);
                return Rational.Make(an * bd, ad * bn);
            default:
                Value ar = RealPart(a), ai = ImaginaryPart(a), br = RealPart(b), bi = ImaginaryPart(b);
                var norm = Add(Multiply(br, br), Multiply(bi, bi));
                return Complex.Make(Divide(Add(Multiply(ar, br), Multiply(ai, bi)), norm), Divide(Subtract(Multiply(ai, br), Multiply(ar, bi)), norm));
        }
    }

    /// <summary>The number with its sign changed; <c>(- x)</c>.</summary>
    public static Value Negate(Value a) => a.IsFlonum ? new Value(-a.AsFlonum)
        : IsNumber(a) ? Subtract(new Value(0L), a) : throw Raise.TypeIn("-", "number", a);

    /// <summary>The general case of <see cref="Arithmetic.Less"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Less(Value a, Value b) => Compare("<", a, b) is < 0 and not Unordered;

    /// <summary>The general case of <see cref="Arithmetic.Greater"/>.</summary>
    /// <remarks>It is <c>(&lt; b a)</c>, as the order of the operands in its errors shows.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Greater(Value a, Value b) => Compare(">", b, a) is < 0 and not Unordered;

    /// <summary>The general case of <see cref="Arithmetic.LessOrEqual"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool LessOrEqual(Value a, Value b) => Compare("<=", b, a) is >= 0;

    /// <summary>The general case of <see cref="Arithmetic.GreaterOrEqual"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool GreaterOrEqual(Value a, Value b) => Compare(">=", a, b) is >= 0;

    /// <summary>The general case of <see cref="Arithmetic.NumericEquals"/>.</summary>
    public static bool NumericEquals(Value a, Value b)
    {
        Kind left = KindOf(a), right = KindOf(b);
        if (left == Kind.None || right == Kind.None) return Equality.Same(a, b);
        if (left == Kind.Complex || right == Kind.Complex)
            return CompareReal(RealPart(a), RealPart(b)) == 0 && CompareReal(ImaginaryPart(a), ImaginaryPart(b)) == 0;
        return CompareReal(a, b) == 0;
    }

    /// <summary>What <see cref="CompareReal"/> returns when an operand is NaN: less than every order.</summary>
    public const int Unordered = int.MinValue;

    private static int Compare(string operation, Value a, Value b)
    {
        if (a.Ref is string s && b.Ref is string t) return Strings.Compare(s, t);
        Kind left = KindOf(a), right = KindOf(b);
        if (left == Kind.None || right == Kind.None)
            throw Raise.TypeNamed("comparable values", $"{TypeNames.InErrors(a)} and {TypeNames.InErrors(b)}", null, operation);
        if (left == Kind.Complex || right == Kind.Complex)
            throw Raise.EvalIn(operation, "cannot order complex numbers", "complex numbers have no ordering; use = or zero? instead");
        return CompareReal(a, b);
    }

    /// <summary>Exact comparison of two reals; <see cref="Unordered"/> when one is NaN.</summary>
    public static int CompareReal(Value a, Value b)
    {
        if (a.IsFlonum && b.IsFlonum)
            return double.IsNaN(a.AsFlonum) || double.IsNaN(b.AsFlonum) ? Unordered : a.AsFlonum.CompareTo(b.AsFlonum) is var c && a.AsFlonum == b.AsFlonum ? 0 : c;
        if (IsSmall(a) && b.IsFlonum) return CompareReal(new Value((double)a.Bits), b);
        if (IsSmall(b) && a.IsFlonum) return CompareReal(a, new Value((double)b.Bits));
        if (a.IsFlonum && !double.IsFinite(a.AsFlonum)) return double.IsNaN(a.AsFlonum) ? Unordered : a.AsFlonum > 0 ? 1 : -1;
        if (b.IsFlonum && !double.IsFinite(b.AsFlonum)) return double.IsNaN(b.AsFlonum) ? Unordered : b.AsFlonum > 0 ? -1 : 1;
        Value x = ToExact(a), y = ToExact(b);
        if (x.IsFixnum && y.IsFixnum) return x.Bits.CompareTo(y.Bits);
        var (xn, xd) = Fraction(x);
        var (yn, yd) = Fraction(y);
        return (xn * yd).CompareTo(yn * xd);
    }

    /// <summary>The exact value of a number; non-finite floats stay as they are (§3.6).</summary>
    public static Value ToExact(Value number)
    {
        if (number.Ref is Complex c) return Complex.Make(ToExact(c.Real), ToExact(c.Imaginary));
        if (!number.IsFlonum) return number;
        var value = number.AsFlonum;
        if (!double.IsFinite(value)) return number;
        if (value == Math.Floor(value)) return Value.FromBigInteger(new BigInteger(value));
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        BigInteger numerator = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0 ? Value.FromBigInteger(numerator << exponent) : Rational.Make(numerator, BigInteger.One << -exponent);
    }

    /// <summary>The nearest float, part by part.</summary>
    public static Value ToInexact(Value number) =>
        number.Ref is Complex c ? Complex.Make(ToInexact(c.Real), ToInexact(c.Imaginary)) : new Value(ToDouble(number));

    /// <summary>A real as binary64, correctly rounded; subnormal results to within one unit in the last place.</summary>
    public static double ToDouble(Value real) => real.Ref switch
    {
        null => real.Bits,
        BigInteger big => RatioToDouble(big, BigInteger.One),
        Rational r => RatioToDouble(r.Numerator, r.Denominator),
        _ => real.AsFlonum,
    };

    /// <summary>The real part of a number.</summary>
    public static Value RealPart(Value number) => number.Ref is Complex c ? c.Real : number;

    /// <summary>The imaginary part of a number; an exact zero for a real.</summary>
    public static Value ImaginaryPart(Value number) => number.Ref is Complex c ? c.Imaginary : new Value(0L);

    private static double RatioToDouble(BigInteger numerator, BigInteger denominator)
    {
        // Scale so that the quotient fits 63 bits, with a sticky last bit: the conversion of a long then rounds once.
        var shift = 61 - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        var scaled = shift >= 0 ? BigInteger.DivRem(numerator << shift, denominator, out var remainder)
            : BigInteger.DivRem(numerator, denominator << -shift, out remainder);
        // The sign is kept apart: in two's complement a sticky bit would point the wrong way.
        var magnitude = (long)BigInteger.Abs(scaled);
        if (!remainder.IsZero) magnitude |= 1;
        return Math.ScaleB(numerator.Sign < 0 ? -(double)magnitude : magnitude, -shift);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(Value exact) =>
        exact.Ref is Rational r ? (r.Numerator, r.Denominator) : (Integer(exact), BigInteger.One);

    private static Kind Common(string operation, Value a, Value b, string expected = "number")
    {
        Kind left = KindOf(a), right = KindOf(b);
        if (left != Kind.None && right != Kind.None) return left > right ? left : right;
        var hint = operation == "+" && (a.Ref is string || b.Ref is string)
            ? "+: cannot mix strings with other types; use (str a b ...) to build a string" : null;
        throw Raise.TypeNamed(expected, $"{TypeNames.InErrors(a)} and {TypeNames.InErrors(b)}", hint, operation);
    }

    /// <summary>Whether a value is a fixnum that a binary64 holds exactly.</summary>
    private static bool IsSmall(Value value) => value.IsFixnum && value.Bits is >= -(1L << 53) and <= 1L << 53;

    /// <summary>The common mixture: a float with a float or a fixnum.</summary>
    private static bool Mixed(Value a, Value b, out double x, out double y)
    {
        x = a.IsFlonum ? a.AsFlonum : a.Bits;
        y = b.IsFlonum ? b.AsFlonum : b.Bits;
        return a.IsFlonum ? b.IsFixnum || b.IsFlonum : a.IsFixnum && b.IsFlonum;
    }

    private static Kind KindOf(Value value) => value.Ref switch
    {
        null or BigInteger => Kind.Integer,
        Rational => Kind.Rational,
        Tag tag when tag == Tag.Flonum => Kind.Float,
        Complex => Kind.Complex,
        _ => Kind.None,
    };
}
