using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>The operators and the exact part of the math group (§3).</summary>
[BuiltinGroup("math")]
public static class Arithmetics
{
    /// <summary>The sum.</summary>
    [Builtin("+", Parameters = "x ...", Doc = "The sum; exactly two strings are concatenated.")]
    public static Value Add() => new(0L);

    /// <summary>One number, unchanged.</summary>
    public static Value Add(Value a) => Number("+", a);

    /// <summary>The sum of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Add(Value a, Value b) => Arithmetic.Add(a, b);

    /// <summary>The sum of three or more numbers.</summary>
    public static Value Add(Value a, Value b, Value c, params Value[] rest) => Fold("+", Arithmetic.Add, a, b, c, rest);

    /// <summary>The difference.</summary>
    [Builtin("-", Parameters = "x y ...", Doc = "The difference; of one number, its negation.")]
    public static Value Subtract(Value a) => a.IsFixnum ? Arithmetic.Subtract(new Value(0L), a) : Tower.Negate(a);

    /// <summary>The difference of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Subtract(Value a, Value b) => Arithmetic.Subtract(a, b);

    /// <summary>The first without all others.</summary>
    public static Value Subtract(Value a, Value b, Value c, params Value[] rest) => Fold("-", Arithmetic.Subtract, a, b, c, rest);

    /// <summary>The product.</summary>
    [Builtin("*", Parameters = "x ...", Doc = "The product.")]
    public static Value Multiply() => new(1L);

    /// <summary>One number, unchanged.</summary>
    public static Value Multiply(Value a) => Number("*", a);

    /// <summary>The product of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Multiply(Value a, Value b) => Arithmetic.Multiply(a, b);

    /// <summary>The product of three or more.</summary>
    public static Value Multiply(Value a, Value b, Value c, params Value[] rest) => Fold("*", Arithmetic.Multiply, a, b, c, rest);

    /// <summary>The quotient.</summary>
    [Builtin("/", Parameters = "x y ...", Doc = "The quotient, exact for exact numbers.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Divide(Value a, Value b) => Arithmetic.Divide(a, b);

    /// <summary>The first divided by all others.</summary>
    public static Value Divide(Value a, Value b, Value c, params Value[] rest) => Fold("/", Arithmetic.Divide, a, b, c, rest);

    /// <summary>The truncated quotient of exact integers.</summary>
    [Builtin("quotient", "math/quotient", Parameters = "n d", Doc = "The quotient of integers, truncated toward zero.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Quotient(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum && b.Bits is not (0 or -1) ? new Value(a.Bits / b.Bits) : QuotientSlow(a, b);

    /// <summary>The remainder with the sign of the dividend.</summary>
    [Builtin("remainder", "math/remainder", Parameters = "n d", Doc = "The remainder of integers, with the sign of the dividend.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Remainder(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum && b.Bits is not (0 or -1) ? new Value(a.Bits % b.Bits) : RemainderSlow(a, b);

    /// <summary>The floored modulo of integers; with floats IEEE's remainder.</summary>
    [Builtin("modulo", "mod", Parameters = "n d", Doc = "The modulo, with the sign of the divisor for integers.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Modulo(Value a, Value b)
    {
        if (!a.IsFixnum || !b.IsFixnum || b.Bits is 0 or -1) return ModuloSlow(a, b);
        var remainder = a.Bits % b.Bits;
        return new Value(remainder != 0 && (remainder ^ b.Bits) < 0 ? remainder + b.Bits : remainder);
    }

    /// <summary>The absolute value.</summary>
    [Builtin("abs", Parameters = "x", Doc = "The absolute value of a real number.")]
    public static Value Abs(Value x) => Tower.CompareReal(Real("abs", x), new Value(0L)) is < 0 and not int.MinValue ? Tower.Negate(x) : x;

    /// <summary>The greatest argument.</summary>
    [Builtin("max", Parameters = "x ...", Doc = "The greatest number; a float if any is.")]
    public static Value Max(Value first, params Value[] rest) => Extreme("max", 1, first, rest);

    /// <summary>The least argument.</summary>
    [Builtin("min", Parameters = "x ...", Doc = "The least number; a float if any is.")]
    public static Value Min(Value first, params Value[] rest) => Extreme("min", -1, first, rest);

    /// <summary>The greatest integer not above.</summary>
    [Builtin("floor", Parameters = "x", Doc = "The greatest integer not above x; keeps exactness.")]
    public static Value Floor(Value x) => Round("floor", x, Math.Floor, static (n, d) => FloorDivide(n, d));

    /// <summary>The least integer not below.</summary>
    [Builtin("ceil", "ceiling", Parameters = "x", Doc = "The least integer not below x; keeps exactness.")]
    public static Value Ceil(Value x) => Round("ceil", x, Math.Ceiling, static (n, d) => -FloorDivide(-n, d));

    /// <summary>Toward zero.</summary>
    [Builtin("truncate", Parameters = "x", Doc = "The integer part of x; keeps exactness.")]
    public static Value Truncate(Value x) => Round("truncate", x, Math.Truncate, static (n, d) => n / d);

    /// <summary>To the nearest, ties to even.</summary>
    [Builtin("round", Parameters = "x", Doc = "The nearest integer, ties to even; keeps exactness.")]
    public static Value RoundEven(Value x) => Round("round", x, static v => Math.Round(v, MidpointRounding.ToEven), static (n, d) =>
    {
        var down = FloorDivide(n, d);
        var order = (2 * (n - down * d)).CompareTo(d);
        return order < 0 || (order == 0 && down.IsEven) ? down : down + 1;
    });

    /// <summary>A power.</summary>
    [Builtin("expt", "pow", "math/pow", Parameters = "base exponent", Doc = "The power; exact for exact bases and integer exponents.")]
    public static Value Expt(Value x, Value n)
    {
        Number("expt", x);
        Number("expt", n);
        if (n.IsFixnum && Tower.IsExact(x))
        {
            if (n.Bits < 0 && Tower.IsZero(x)) throw Raise.Eval("expt: 0 raised to a negative power");
            var power = Power(x, Math.Abs(n.Bits));
            return n.Bits < 0 ? Tower.Divide(new Value(1L), power) : power;
        }
        var a = Parts(x);
        if (x.Ref is not Complex && n.Ref is not Complex && (a.Real >= 0 || Tower.ToDouble(n) == Math.Floor(Tower.ToDouble(n))))
            return new Value(Math.Pow(a.Real, Tower.ToDouble(n)));
        return FromComplex(System.Numerics.Complex.Pow(a, Parts(n)));
    }

    /// <summary>The square root.</summary>
    [Builtin("sqrt", Parameters = "x", Doc = "The square root; exact for perfect squares, complex for negative numbers.")]
    public static Value Sqrt(Value x)
    {
        Number("sqrt", x);
        if (x.Ref is Complex) return FromComplex(System.Numerics.Complex.Sqrt(Parts(x)));
        if (Tower.CompareReal(x, new Value(0L)) is < 0 and not int.MinValue) return Complex.Make(new Value(0L), Sqrt(Tower.Negate(x)));
        if (x.Ref is Rational r && ExactRoot(r.Numerator) is { } n && ExactRoot(r.Denominator) is { } d) return Rational.Make(n, d);
        if (Tower.IsInteger(x) && ExactRoot(Tower.Integer(x)) is { } root) return Value.FromBigInteger(root);
        return new Value(Math.Sqrt(Tower.ToDouble(x)));
    }

    /// <summary>The exact integer square root and what is left, as a list.</summary>
    [Builtin("exact-integer-sqrt", Parameters = "n", Doc = "The list of the integer square root and the remainder.")]
    public static Value ExactIntegerSqrt(Value n)
    {
        if (!Tower.IsInteger(n)) throw Raise.Type("integer", n);
        var value = Tower.Integer(n);
        var root = IntegerRoot(value);
        return Lists.FromArray([Value.FromBigInteger(root), Value.FromBigInteger(value - root * root)]);
    }

    /// <summary>The exact value.</summary>
    [Builtin("exact", "inexact->exact", Parameters = "x", Doc = "The exact value of a number.")]
    public static Value Exact(Value x) => Tower.ToExact(Number("exact", x));

    /// <summary>The nearest float.</summary>
    [Builtin("inexact", "exact->inexact", Parameters = "x", Doc = "The nearest float of a number.")]
    public static Value Inexact(Value x) => Tower.ToInexact(Number("inexact", x));

    /// <summary>Conversion to an integer.</summary>
    [Builtin("int", Parameters = "x", Doc = "An integer from a number (truncated) or a string.")]
    public static Value Int(Value x)
    {
        if (x.Ref is string text)
            return NumberScanner.TryInteger(text.Trim(), 10, out var parsed) ? Value.FromBigInteger(parsed) : throw Raise.Eval($"cannot convert '{text}' to int");
        return Tower.ToExact(Truncate(x));
    }

    /// <summary>Conversion to a float.</summary>
    [Builtin("float", Parameters = "x", Doc = "A float from a real number or a string.")]
    public static Value Float(Value x)
    {
        if (x.Ref is string text)
            return NumberText.TryParse(text.Trim(), 10, out var parsed) && parsed.Ref is not Complex ? Tower.ToInexact(parsed) : throw Raise.Eval($"cannot convert '{text}' to float");
        return Tower.ToInexact(Real("float", x));
    }

    /// <summary>The text of a number.</summary>
    [Builtin("number->string", Parameters = "x [radix]", Doc = "The text of a number; another radix for exact integers only.")]
    public static Value NumberToString(Value x) => Value.FromString(NumberText.Format(Number("number->string", x)));

    /// <summary>The text of an integer in a radix.</summary>
    public static Value NumberToString(Value x, Value radix)
    {
        if (radix is { IsFixnum: true, Bits: 10 }) return NumberToString(x);
        if (!Tower.IsInteger(x)) throw Raise.Type("integer", x);
        if (!radix.IsFixnum || radix.Bits is < 2 or > 36) throw Raise.Eval($"number->string: radix must be between 2 and 36, got {Printer.Write(radix)}");
        var value = Tower.Integer(x);
        var digits = new Stack<char>();
        for (var rest = BigInteger.Abs(value); !rest.IsZero || digits.Count == 0; rest /= radix.Bits)
            digits.Push("0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % radix.Bits)]);
        return Value.FromString((value.Sign < 0 ? "-" : "") + string.Concat(digits));
    }

    /// <summary>The number of a text.</summary>
    [Builtin("string->number", Parameters = "text [radix]", Doc = "The number a text denotes, or #f.")]
    public static Value StringToNumber(Value text) => Parse(text, 10);

    /// <summary>The integer of a text in a radix.</summary>
    public static Value StringToNumber(Value text, Value radix) => Parse(text, radix.IsFixnum ? (int)radix.Bits : throw Raise.Type("int", radix));

    /// <summary>The greatest common divisor.</summary>
    [Builtin("gcd", "math/gcd", Parameters = "n ...", Doc = "The greatest common divisor of integers.")]
    public static Value Gcd(params Value[] rest)
    {
        var result = BigInteger.Zero;
        foreach (var value in rest) result = BigInteger.GreatestCommonDivisor(result, Tower.IsInteger(value) ? Tower.Integer(value) : throw Raise.Type("integer", value));
        return Value.FromBigInteger(result);
    }

    /// <summary>The sine.</summary>
    [Builtin("sin", Parameters = "x", Doc = "The sine of an angle in radians.")]
    public static Value Sin(Value x) => new(Math.Sin(Tower.ToDouble(Real("sin", x))));

    /// <summary>The cosine.</summary>
    [Builtin("cos", Parameters = "x", Doc = "The cosine of an angle in radians.")]
    public static Value Cos(Value x) => new(Math.Cos(Tower.ToDouble(Real("cos", x))));

    private static Value QuotientSlow(Value a, Value b)
    {
        RequireIntegers(a, b);
        if (b.IsFixnum && b.Bits == 0) throw Raise.Eval("quotient: division by zero", "quotient: ensure the divisor is non-zero");
        return Value.FromBigInteger(BigInteger.Divide(Tower.Integer(a), Tower.Integer(b)));
    }

    private static Value RemainderSlow(Value a, Value b)
    {
        RequireIntegers(a, b);
        if (b.IsFixnum && b.Bits == 0) throw Raise.Eval("remainder: division by zero", "remainder: ensure the divisor is non-zero");
        return Value.FromBigInteger(BigInteger.Remainder(Tower.Integer(a), Tower.Integer(b)));
    }

    private static Value ModuloSlow(Value a, Value b)
    {
        if (a.IsFlonum || b.IsFlonum) return new Value(Tower.ToDouble(Real("mod", a)) % Tower.ToDouble(Real("mod", b)));
        RequireIntegers(a, b);
        if (b.IsFixnum && b.Bits == 0) throw Raise.EvalIn("mod", "modulo by zero");
        BigInteger n = Tower.Integer(a), d = Tower.Integer(b);
        var remainder = BigInteger.Remainder(n, d);
        return Value.FromBigInteger(!remainder.IsZero && remainder.Sign != d.Sign ? remainder + d : remainder);
    }

    private static void RequireIntegers(Value a, Value b)
    {
        if (!Tower.IsInteger(a)) throw Raise.Type("integer", a);
        if (!Tower.IsInteger(b)) throw Raise.Type("integer", b);
    }

    private static Value Number(string operation, Value x) => Tower.IsNumber(x) ? x : throw Raise.TypeIn(operation, "number", x);

    private static Value Real(string operation, Value x) =>
        Tower.IsNumber(x) && x.Ref is not Complex ? x : throw Raise.TypeIn(operation, "number", x);

    private static Value Fold(string operation, Func<Value, Value, Value> apply, Value a, Value b, Value c, Value[] rest)
    {
        var result = apply(Number(operation, a), Number(operation, b));
        result = apply(result, Number(operation, c));
        foreach (var value in rest) result = apply(result, Number(operation, value));
        return result;
    }

    private static Value Extreme(string operation, int sign, Value first, Value[] rest)
    {
        var best = Real(operation, first);
        var isFloat = first.IsFlonum;
        foreach (var value in rest)
        {
            isFloat |= Real(operation, value).IsFlonum;
            var order = Tower.CompareReal(value, best);
            if (order == int.MinValue) best = new Value(double.NaN);
            else if (order * sign > 0) best = value;
        }
        return isFloat ? Tower.ToInexact(best) : best;
    }

    private static Value Round(string operation, Value x, Func<double, double> inexact, Func<BigInteger, BigInteger, BigInteger> exact) =>
        x.IsFlonum ? new Value(inexact(x.AsFlonum))
        : x.Ref is Rational r ? Value.FromBigInteger(exact(r.Numerator, r.Denominator)) : Real(operation, x);

    private static BigInteger FloorDivide(BigInteger n, BigInteger d)
    {
        var quotient = BigInteger.DivRem(n, d, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    private static Value Power(Value x, long n)
    {
        if (Tower.IsInteger(x) && n <= int.MaxValue) return Value.FromBigInteger(BigInteger.Pow(Tower.Integer(x), (int)n));
        var result = new Value(1L);
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) != 0) result = Arithmetic.Multiply(result, x);
            if (n > 1) x = Arithmetic.Multiply(x, x);
        }
        return result;
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
