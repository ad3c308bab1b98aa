using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>The operators and the exact part of the math group (§3).</summary>
[BuiltinGroup("math")]
public static class Arithmetics
{
    /// <summary>The sum.</summary>
    [Builtin("+", Parameters = "x ...", Doc = "The sum; exactly two strings are concatenated.", IsPure = true)]
    public static Value Add() => new(0L);

    /// <summary>One number, unchanged.</summary>
    public static Value Add(Value a) => Operands.Number(a);

    /// <summary>The sum of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Add(Value a, Value b) => Arithmetic.Add(a, b);

    /// <summary>The sum of three or more numbers.</summary>
    public static Value Add(Value a, Value b, Value c, params Value[] rest) =>
        Fold(Arithmetic.Add, Arithmetic.Add(Operands.Number(a), Operands.Number(b)), c, rest);

    /// <summary>The difference.</summary>
    [Builtin("-", Parameters = "x y ...", Doc = "The difference; of one number, its negation.", IsPure = true)]
    public static Value Subtract(Value a) => a.IsFixnum ? Arithmetic.Subtract(new Value(0L), a) : Tower.Negate(a);

    /// <summary>The difference of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Subtract(Value a, Value b) => Arithmetic.Subtract(a, b);

    /// <summary>The first without all others.</summary>
    public static Value Subtract(Value a, Value b, Value c, params Value[] rest) =>
        Fold(Arithmetic.Subtract, Arithmetic.Subtract(Operands.Number(a), Operands.Number(b)), c, rest);

    /// <summary>The product.</summary>
    [Builtin("*", Parameters = "x ...", Doc = "The product.", IsPure = true)]
    public static Value Multiply() => new(1L);

    /// <summary>One number, unchanged.</summary>
    public static Value Multiply(Value a) => Operands.Number(a);

    /// <summary>The product of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Multiply(Value a, Value b) => Arithmetic.Multiply(a, b);

    /// <summary>The product of three or more.</summary>
    public static Value Multiply(Value a, Value b, Value c, params Value[] rest) =>
        Fold(Arithmetic.Multiply, Arithmetic.Multiply(Operands.Number(a), Operands.Number(b)), c, rest);

    /// <summary>The quotient.</summary>
    [Builtin("/", Parameters = "x y ...", Doc = "The quotient, exact for exact numbers.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Divide(Value a, Value b) => Arithmetic.Divide(a, b);

    /// <summary>The first divided by all others.</summary>
    public static Value Divide(Value a, Value b, Value c, params Value[] rest) =>
        Fold(DivideNumbers, DivideNumbers(Operands.Number(a), Operands.Number(b)), c, rest);

    /// <summary>The truncated quotient of exact integers.</summary>
    [Builtin("quotient", "math/quotient", Parameters = "n d", Doc = "The quotient of integers, truncated toward zero.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Quotient(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum && b.Bits is not (0 or -1) ? new Value(a.Bits / b.Bits) : QuotientSlow(a, b);

    /// <summary>The remainder with the sign of the dividend.</summary>
    [Builtin("remainder", "math/remainder", Parameters = "n d", Doc = "The remainder of integers, with the sign of the dividend.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Remainder(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum && b.Bits is not (0 or -1) ? new Value(a.Bits % b.Bits) : RemainderSlow(a, b);

    /// <summary>The floored modulo of integers; with floats IEEE's remainder.</summary>
    [Builtin("mod", "modulo", Parameters = "n d", Doc = "The modulo, with the sign of the divisor for integers.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Modulo(Value a, Value b)
    {
        if (!a.IsFixnum || !b.IsFixnum || b.Bits is 0 or -1) return ModuloSlow(a, b);
        var remainder = a.Bits % b.Bits;
        return new Value(remainder != 0 && (remainder ^ b.Bits) < 0 ? remainder + b.Bits : remainder);
    }

    /// <summary>The absolute value.</summary>
    [Builtin("abs", Parameters = "x", Doc = "The absolute value; a float for a complex number.", IsPure = true)]
    public static Value Abs(Value x)
    {
        if (x.IsFlonum) return new Value(Math.Abs(x.AsFlonum));
        if (Operands.Number(x).Ref is Complex c)
            return new Value(double.Hypot(Tower.ToDouble(c.Real), Tower.ToDouble(c.Imaginary)));
        return Arithmetic.Less(x, new Value(0L)) ? Tower.Negate(x) : x;
    }

    /// <summary>The greatest argument.</summary>
    [Builtin("max", Parameters = "x ...", Doc = "The greatest number; a float if any is.", IsPure = true)]
    public static Value Max(Value first) => Operands.Number(first);

    /// <summary>The greatest of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Max(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum ? (a.Bits >= b.Bits ? a : b) : ExtremeOther("max", 1, a, b);

    /// <summary>The greatest of three or more.</summary>
    public static Value Max(Value a, Value b, params Value[] rest) => Extreme("max", 1, Max(a, b), rest);

    /// <summary>The least argument.</summary>
    [Builtin("min", Parameters = "x ...", Doc = "The least number; a float if any is.", IsPure = true)]
    public static Value Min(Value first) => Operands.Number(first);

    /// <summary>The least of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Min(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum ? (a.Bits <= b.Bits ? a : b) : ExtremeOther("min", -1, a, b);

    /// <summary>The least of three or more.</summary>
    public static Value Min(Value a, Value b, params Value[] rest) => Extreme("min", -1, Min(a, b), rest);

    /// <summary>The greatest integer not above.</summary>
    [Builtin("floor", Parameters = "x", Doc = "The greatest integer not above x; keeps exactness.")]
    public static Value Floor(Value x) => Round(x, Math.Floor, static (n, d) => FloorDivide(n, d));

    /// <summary>The least integer not below.</summary>
    [Builtin("ceil", "ceiling", Parameters = "x", Doc = "The least integer not below x; keeps exactness.")]
    public static Value Ceil(Value x) => Round(x, Math.Ceiling, static (n, d) => -FloorDivide(-n, d));

    /// <summary>Toward zero.</summary>
    [Builtin("truncate", Parameters = "x", Doc = "The integer part of x; keeps exactness.")]
    public static Value Truncate(Value x) => Round(x, Math.Truncate, static (n, d) => n / d);

    /// <summary>To the nearest, ties to even.</summary>
    [Builtin("round", Parameters = "x", Doc = "The nearest integer, ties to even; keeps exactness.")]
    public static Value RoundEven(Value x) => Round(x, static v => Math.Round(v, MidpointRounding.ToEven), static (n, d) =>
    {
        var down = FloorDivide(n, d);
        var order = (2 * (n - down * d)).CompareTo(d);
        return order < 0 || (order == 0 && down.IsEven) ? down : down + 1;
    });

    /// <summary>A power.</summary>
    [Builtin("pow", "expt", "math/pow", Parameters = "base exponent", Doc = "The power; exact for exact bases and integer exponents.")]
    public static Value Expt(Value x, Value n)
    {
        Operands.Number(x);
        Operands.Number(n);
        if (Tower.IsInteger(n) && (Tower.IsExact(x) || x.Ref is Complex)) return IntegerPower(x, Tower.Integer(n));
        if (x.Ref is Complex || n.Ref is Complex) return FromComplex(System.Numerics.Complex.Pow(Parts(x), Parts(n)));
        return new Value(Math.Pow(Tower.ToDouble(x), Tower.ToDouble(n)));
    }

    /// <summary>The square root.</summary>
    [Builtin("sqrt", Parameters = "x", Doc = "The square root; exact for perfect squares, complex for negative numbers.", IsPure = true)]
    public static Value Sqrt(Value x)
    {
        if (x.IsFixnum && x.Bits >= 0) return FixnumRoot(x.Bits);
        if (Operands.Number(x).Ref is Complex) return FromComplex(System.Numerics.Complex.Sqrt(Parts(x)));
        if (Arithmetic.Less(x, new Value(0L))) return Complex.Make(new Value(0L), Sqrt(Tower.Negate(x)));
        if (x.Ref is Rational r && ExactRoot(r.Numerator) is { } n && ExactRoot(r.Denominator) is { } d) return Rational.Make(n, d);
        if (Tower.IsInteger(x) && ExactRoot(Tower.Integer(x)) is { } root) return Value.FromBigInteger(root);
        return new Value(Math.Sqrt(Tower.ToDouble(x)));
    }

    /// <summary>The exact integer square root and what is left, as a list.</summary>
    [Builtin("exact-integer-sqrt", Parameters = "n", Doc = "The list of the integer square root and the remainder.")]
    public static Value ExactIntegerSqrt(Value n)
    {
        if (!Tower.IsInteger(n)) throw Raise.Type("exact integer", n, "exact-integer-sqrt: argument must be an exact integer");
        var value = Tower.Integer(n);
        if (value.Sign < 0)
            throw Raise.Eval("exact-integer-sqrt: argument must be non-negative",
                "exact-integer-sqrt: √ of a negative integer is not real");
        var root = IntegerRoot(value);
        return Lists.FromArray([Value.FromBigInteger(root), Value.FromBigInteger(value - root * root)]);
    }

    /// <summary>The greatest common divisor; 0 of none.</summary>
    [Builtin("gcd", "math/gcd", Parameters = "n ...", Doc = "The greatest common divisor of integers.")]
    public static Value Gcd(params Value[] rest)
    {
        var result = BigInteger.Zero;
        foreach (var value in rest) result = BigInteger.GreatestCommonDivisor(result, Operands.Integer(value));
        return Value.FromBigInteger(result);
    }

    /// <summary>The least common multiple; 1 of none.</summary>
    [Builtin("lcm", "math/lcm", Parameters = "n ...", Doc = "The least common multiple of integers.")]
    public static Value Lcm(params Value[] rest)
    {
        var result = BigInteger.One;
        foreach (var value in rest)
        {
            var n = BigInteger.Abs(Operands.Integer(value));
            result = n.IsZero || result.IsZero ? BigInteger.Zero : result / BigInteger.GreatestCommonDivisor(result, n) * n;
        }
        return Value.FromBigInteger(result);
    }

    private static Value QuotientSlow(Value a, Value b)
    {
        var (n, d) = Dividends("quotient", a, b);
        return Value.FromBigInteger(BigInteger.Divide(n, d));
    }

    private static Value RemainderSlow(Value a, Value b)
    {
        var (n, d) = Dividends("remainder", a, b);
        return Value.FromBigInteger(BigInteger.Remainder(n, d));
    }

    private static Value ModuloSlow(Value a, Value b)
    {
        if ((a.IsFlonum && IsReal(b)) || (b.IsFlonum && IsReal(a))) return new Value(Tower.ToDouble(a) % Tower.ToDouble(b));
        if (!Tower.IsInteger(a)) throw Raise.TypeIn("mod", "integer", a);
        if (!Tower.IsInteger(b)) throw Raise.TypeIn("mod", "integer", b);
        if (b is { IsFixnum: true, Bits: 0 }) throw Raise.EvalIn("mod", "modulo by zero");
        BigInteger n = Tower.Integer(a), d = Tower.Integer(b);
        var remainder = BigInteger.Remainder(n, d);
        return Value.FromBigInteger(!remainder.IsZero && remainder.Sign != d.Sign ? remainder + d : remainder);
    }

    private static (BigInteger Dividend, BigInteger Divisor) Dividends(string name, Value a, Value b)
    {
        BigInteger n = Operands.Integer(a), d = Operands.Integer(b);
        if (d.IsZero) throw Raise.Eval($"{name}: division by zero", $"{name}: ensure the divisor is non-zero");
        return (n, d);
    }

    private static bool IsReal(Value x) => Tower.IsNumber(x) && x.Ref is not Complex;

    private static Value Fold(Func<Value, Value, Value> apply, Value result, Value next, Value[] rest)
    {
        result = apply(result, Operands.Number(next));
        foreach (var value in rest) result = apply(result, Operands.Number(value));
        return result;
    }

    /// <summary>A division in a chain, whose message for a zero divisor names the operator whatever the dividend is.</summary>
    private static Value DivideNumbers(Value a, Value b) =>
        b is { IsFixnum: true, Bits: 0 } && !a.IsFlonum
            ? throw Raise.Eval("/: division by zero", "/: guard with (if (zero? d) ... (/ n d))") : Arithmetic.Divide(a, b);

    /// <summary>The greatest (sign 1) or least (-1) of two numbers that are not both fixnums.</summary>
    private static Value ExtremeOther(string name, int sign, Value a, Value b)
    {
        if (a.IsFlonum && b.IsFlonum)
        {
            var (x, y) = (sign * a.AsFlonum, sign * b.AsFlonum);
            if (x >= y) return a;
            if (y > x) return b;
        }
        return Extreme(name, sign, a, [b]);
    }

    private static Value Extreme(string name, int sign, Value first, ReadOnlySpan<Value> rest)
    {
        var best = Operands.Number(first);
        var isFloat = first.IsFlonum;
        foreach (var value in rest)
        {
            isFloat |= Operands.Number(value).IsFlonum;
            var order = best.Ref is Complex || value.Ref is Complex ? Tower.Unordered : Tower.CompareReal(value, best);
            if (order == Tower.Unordered)
                throw Raise.Eval($"{name}: cannot order these numbers", "complex numbers (and NaN) have no ordering");
            if (order * sign > 0) best = value;
        }
        return isFloat ? Tower.ToInexact(best) : best;
    }

    private static Value Round(Value x, Func<double, double> inexact, Func<BigInteger, BigInteger, BigInteger> exact) =>
        x.IsFlonum ? new Value(inexact(x.AsFlonum))
        : x.Ref is Rational r ? Value.FromBigInteger(exact(r.Numerator, r.Denominator)) : Operands.Real(x);

    private static BigInteger FloorDivide(BigInteger n, BigInteger d)
    {
        var quotient = BigInteger.DivRem(n, d, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    private static Value IntegerPower(Value x, BigInteger n)
    {
        if (n.Sign >= 0) return Power(x, n);
        if (Tower.IsZero(x)) throw Raise.Eval("expt: 0 raised to a negative power");
        return Tower.Divide(new Value(1L), Power(x, -n));
    }

    private static Value Power(Value x, BigInteger n)
    {
        // 0, 1 and -1 have every power; the others are bounded by the size of the result.
        if (x is { IsFixnum: true, Bits: >= -1 and <= 1 })
            return n.IsZero ? new Value(1L) : x.Bits < 0 && n.IsEven ? new Value(1L) : x;
        Operands.RequireSize("expt", (double)n * BitsOf(x));
        if (Tower.IsInteger(x)) return Value.FromBigInteger(BigInteger.Pow(Tower.Integer(x), (int)n));
        if (x.Ref is Rational r)
            return Rational.Make(BigInteger.Pow(r.Numerator, (int)n), BigInteger.Pow(r.Denominator, (int)n));
        var result = new Value(1L);
        for (; !n.IsZero; n >>= 1)
        {
            if (!n.IsEven) result = Arithmetic.Multiply(result, x);
            if (!n.IsOne) x = Arithmetic.Multiply(x, x);
        }
        return result;
    }

    /// <summary>A lower bound of the bits that each factor adds to a power; 1 for what has no fixed size.</summary>
    private static long BitsOf(Value x) => x.Ref switch
    {
        Rational r => r.Denominator.GetBitLength() - 1,
        Complex => 1,
        _ => BigInteger.Abs(Tower.Integer(x)).GetBitLength() - 1,
    };

    private static Value FixnumRoot(long n)
    {
        // The root of a perfect square below 2⁶³ comes out of binary64 exactly: it has at most 32 bits.
        var root = Math.Sqrt(n);
        var whole = (long)root;
        return whole * whole == n ? new Value(whole) : new Value(root);
    }

    private static BigInteger? ExactRoot(BigInteger value)
    {
        var root = IntegerRoot(value);
        return root * root == value ? root : null;
    }

    private static BigInteger IntegerRoot(BigInteger value)
    {
        if (value.IsZero) return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + value / root) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    private static System.Numerics.Complex Parts(Value x) =>
        new(Tower.ToDouble(Tower.RealPart(x)), Tower.ToDouble(Tower.ImaginaryPart(x)));

    private static Value FromComplex(System.Numerics.Complex x) => Complex.Make(new Value(x.Real), new Value(x.Imaginary));

    private static Value Parse(Value text, int radix)
    {
        if (text.Ref is not string s) throw Raise.Type("string", text);
        return NumberText.TryParse(s.Trim(), radix, out var number) ? number : Value.False;
    }
}
