namespace Sema.Runtime.Builtins;

/// <summary>The parts of complex and rational numbers, and numbers made of parts.</summary>
[BuiltinGroup("math")]
public static class ComplexNumbers
{
    /// <summary>From rectangular coordinates.</summary>
    [Builtin("make-rectangular", Parameters = "real imaginary", Doc = "The complex number of two parts.")]
    public static Value MakeRectangular(Value real, Value imaginary) => Complex.Make(Real(real), Real(imaginary));

    /// <summary>From polar coordinates; always inexact.</summary>
    [Builtin("make-polar", Parameters = "magnitude angle", Doc = "The complex number at a distance and an angle.")]
    public static Value MakePolar(Value magnitude, Value angle)
    {
        double length = Tower.ToDouble(Real(magnitude)), radians = Tower.ToDouble(Real(angle));
        return Complex.Make(new Value(length * Math.Cos(radians)), new Value(length * Math.Sin(radians)));
    }

    /// <summary>The real part.</summary>
    [Builtin("real-part", Parameters = "z", Doc = "The real part of a number.")]
    public static Value RealPart(Value z) => Tower.RealPart(Operands.Number(z));

    /// <summary>The imaginary part.</summary>
    [Builtin("imag-part", Parameters = "z", Doc = "The imaginary part; 0 for a real number.")]
    public static Value ImaginaryPart(Value z) => Tower.ImaginaryPart(Operands.Number(z));

    /// <summary>The absolute value.</summary>
    [Builtin("magnitude", Parameters = "z", Doc = "The absolute value; a float for a complex number.")]
    public static Value Magnitude(Value z) => Arithmetics.Abs(z);

    /// <summary>The argument in radians: pi for negative reals, 0.0 for the others.</summary>
    [Builtin("angle", Parameters = "z", Doc = "The angle of a number in radians.")]
    public static Value Angle(Value z) => new(
        Operands.Number(z).Ref is Complex c ? Math.Atan2(Tower.ToDouble(c.Imaginary), Tower.ToDouble(c.Real))
        : Arithmetic.Less(z, new Value(0L)) ? Math.PI : 0.0);

    /// <summary>The numerator in lowest terms.</summary>
    [Builtin("numerator", Parameters = "q", Doc = "The numerator of an exact rational.")]
    public static Value Numerator(Value q) => q.Ref is Rational r ? Value.FromBigInteger(r.Numerator) : WholeOr(q, q);

    /// <summary>The denominator in lowest terms.</summary>
    [Builtin("denominator", Parameters = "q", Doc = "The denominator of an exact rational.")]
    public static Value Denominator(Value q) => q.Ref is Rational r ? Value.FromBigInteger(r.Denominator) : WholeOr(q, new Value(1L));

    /// <summary>The simplest rational not further than a tolerance from a number.</summary>
    [Builtin("rationalize", Parameters = "x tolerance", Doc = "The simplest rational within the tolerance of x.")]
    public static Value Rationalize(Value x, Value tolerance)
    {
        const string hint = "rationalize: complex numbers have no simplest-rational approximation";
        Real(x, hint);
        Real(tolerance, hint);
        if (!IsFinite(x) || !IsFinite(tolerance)) return new Value(Limit(Tower.ToDouble(x), Tower.ToDouble(tolerance)));
        Value center = Tower.ToExact(x), radius = Arithmetics.Abs(Tower.ToExact(tolerance));
        var result = Simplest(Arithmetic.Subtract(center, radius), Arithmetic.Add(center, radius));
        return x.IsFlonum || tolerance.IsFlonum ? Tower.ToInexact(result) : result;
    }

    /// <summary>The rational with the smallest denominator between two exact bounds, by their common continued fraction.</summary>
    private static Value Simplest(Value low, Value high)
    {
        StackGuard.Check();
        var zero = new Value(0L);
        if (Arithmetic.Less(high, zero)) return Tower.Negate(Simplest(Tower.Negate(high), Tower.Negate(low)));
        if (!Arithmetic.Greater(low, zero)) return zero;
        var floor = Arithmetics.Floor(low);
        if (Equality.Same(floor, low)) return floor;
        var one = new Value(1L);
        if (Arithmetic.Less(floor, Arithmetics.Floor(high))) return Arithmetic.Add(floor, one);
        var rest = Simplest(
            Arithmetic.Divide(one, Arithmetic.Subtract(high, floor)), Arithmetic.Divide(one, Arithmetic.Subtract(low, floor)));
        return Arithmetic.Add(floor, Arithmetic.Divide(one, rest));
    }

    private static double Limit(double x, double tolerance) =>
        double.IsNaN(x) || double.IsNaN(tolerance) ? double.NaN
        : !double.IsInfinity(tolerance) ? x
        : double.IsInfinity(x) ? double.NaN : 0.0;

    private static bool IsFinite(Value real) => !real.IsFlonum || double.IsFinite(real.AsFlonum);

    private static Value Real(Value x, string? complexHint = null) =>
        x.Ref is Complex ? throw Raise.Type("real", x, complexHint) : Tower.IsNumber(x) ? x : throw Raise.Type("real", x);

    private static Value WholeOr(Value q, Value whole) => Tower.IsInteger(q) ? whole : throw Raise.Type("rational", q);
}
