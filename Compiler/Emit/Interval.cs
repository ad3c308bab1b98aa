namespace Sema.Compiler.Emit;

/// <summary>What is known of a raw 64-bit integer: it is between two numbers. Operations give the interval of the exact result, which may leave 64 bits.</summary>
/// <param name="Least">The least it can be.</param>
/// <param name="Most">The most it can be.</param>
internal readonly record struct Interval(Int128 Least, Int128 Most)
{
    /// <summary>Any number of 64 bits.</summary>
    public static Interval All { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Any number of 64 bits that is not negative.</summary>
    public static Interval Natural { get; } = new(0, long.MaxValue);

    /// <summary>Whether all numbers in it have 64 bits.</summary>
    public bool Fits => Least >= long.MinValue && Most <= long.MaxValue;

    /// <summary>The part of it that has 64 bits: what a result can be once the others have been sorted out.</summary>
    public Interval Fitting => new(Int128.Clamp(Least, long.MinValue, long.MaxValue), Int128.Clamp(Most, long.MinValue, long.MaxValue));

    public static Interval Of(long number) => new(number, number);

    /// <summary>The numbers of either.</summary>
    public Interval Or(Interval other) => new(Int128.Min(Least, other.Least), Int128.Max(Most, other.Most));

    /// <summary>The numbers of both; some of one where there are none, as on a path that is never taken.</summary>
    public Interval And(Interval other)
    {
        var (least, most) = (Int128.Max(Least, other.Least), Int128.Min(Most, other.Most));
        return least <= most ? new Interval(least, most) : this;
    }

    /// <summary>The numbers other than one at an end of it.</summary>
    public Interval Except(Int128 number) => Least == Most ? this : Least == number ? this with { Least = Least + 1 } : Most == number ? this with { Most = Most - 1 } : this;

    public static Interval operator +(Interval left, Interval right) => new(left.Least + right.Least, left.Most + right.Most);

    public static Interval operator -(Interval left, Interval right) => new(left.Least - right.Most, left.Most - right.Least);

    /// <summary>The product of two that fit 64 bits.</summary>
    public static Interval operator *(Interval left, Interval right)
    {
        Span<Int128> corners = [left.Least * right.Least, left.Least * right.Most, left.Most * right.Least, left.Most * right.Most];
        var (least, most) = (corners[0], corners[0]);
        foreach (var corner in corners) (least, most) = (Int128.Min(least, corner), Int128.Max(most, corner));
        return new Interval(least, most);
    }

    /// <summary>The quotient by a constant other than 0, rounded towards 0.</summary>
    public static Interval operator /(Interval dividend, long divisor) =>
        divisor > 0 ? new Interval(dividend.Least / divisor, dividend.Most / divisor) : new Interval(dividend.Most / divisor, dividend.Least / divisor);

    /// <summary>The remainder by a constant other than 0, of the dividend's sign.</summary>
    public static Interval operator %(Interval dividend, long divisor)
    {
        var most = Int128.Abs(divisor) - 1;
        return new Interval(dividend.Least >= 0 ? 0 : Int128.Max(-most, dividend.Least), dividend.Most <= 0 ? 0 : Int128.Min(most, dividend.Most));
    }

    /// <summary>The remainder by a constant other than 0, of the divisor's sign.</summary>
    public static Interval Modulo(long divisor) => divisor > 0 ? new Interval(0, divisor - 1) : new Interval((Int128)divisor + 1, 0);

    /// <summary>The exact result of a builtin of two integers; null when nothing is known of it. For the remainder's builtins the dividend may be of any size.</summary>
    public static Interval? Result(string builtin, Interval left, Interval right)
    {
        var divisor = right.Least == right.Most && right.Least != 0 ? (long)right.Least : (long?)null;
        return builtin switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "quotient" when divisor is { } constant => left / constant,
            "remainder" when divisor is { } constant => left % constant,
            "mod" when divisor is { } constant => Modulo(constant),
            "bit/and" when right.Least >= 0 => new Interval(0, right.Most),
            "bit/shift-left" when right.Least >= 0 && right.Most <= 62 && right.Least == right.Most => left * Of(1L << (int)right.Least),
            "bit/shift-right" when right.Least >= 0 && right.Least == right.Most => new Interval(left.Least >> Shifted(right), left.Most >> Shifted(right)),
            "min" => new Interval(Int128.Min(left.Least, right.Least), Int128.Min(left.Most, right.Most)),
            "max" => new Interval(Int128.Max(left.Least, right.Least), Int128.Max(left.Most, right.Most)),
            _ => null,
        };
    }

    /// <summary>The exact result of a builtin of one integer.</summary>
    public static Interval Result(string builtin, Interval operand) => builtin switch
    {
        "abs" => operand.Least >= 0 ? operand : new Interval(operand.Most < 0 ? -operand.Most : 0, Int128.Max(-operand.Least, operand.Most)),
        "bit/not" => Of(-1) - operand,
        _ => Of(0) - operand,
    };

    private static int Shifted(Interval count) => (int)Int128.Min(count.Least, 63);
}
