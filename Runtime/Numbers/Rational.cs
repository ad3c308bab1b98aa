namespace Sema.Runtime.Numbers;

/// <summary>An exact number that is not an integer: in lowest terms, denominator at least 2 (§3.1).</summary>
public sealed class Rational : IComparable<Rational>, IEquatable<Rational>
{
    private Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>The numerator, which carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, at least 2.</summary>
    public BigInteger Denominator { get; }

    /// <summary>The quotient of two integers as a canonical value: an integer when it is whole. The denominator is not 0.</summary>
    public static Value Make(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (!divisor.IsOne) (numerator, denominator) = (numerator / divisor, denominator / divisor);
        return denominator.IsOne ? Value.FromBigInteger(numerator) : new Value(new Rational(numerator, denominator));
    }

    /// <inheritdoc/>
    public int CompareTo(Rational? other) =>
        other is null ? 1 : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational? other) =>
        other is not null && Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Rational);

    /// <inheritdoc/>
    public override int GetHashCode() => StableHash.Combine(StableHash.Of(Numerator.ToByteArray()), StableHash.Of(Denominator.ToByteArray()));
}
