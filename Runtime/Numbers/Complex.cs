namespace Sema.Runtime.Numbers;

/// <summary>A rectangular complex number whose imaginary part is not an exact zero; the parts are real values (§3.1).</summary>
public sealed class Complex : IComparable<Complex>, IEquatable<Complex>
{
    private Complex(Value real, Value imaginary)
    {
        Real = real;
        Imaginary = imaginary;
    }

    /// <summary>The real part: int, rational or float.</summary>
    public Value Real { get; }

    /// <summary>The imaginary part: int, rational or float.</summary>
    public Value Imaginary { get; }

    /// <summary>A canonical value: real when the imaginary part is an exact zero (<c>0.0</c> is kept).</summary>
    public static Value Make(Value real, Value imaginary) =>
        imaginary.IsFixnum && imaginary.Bits == 0 ? real : new Value(new Complex(real, imaginary));

    /// <inheritdoc/>
    public int CompareTo(Complex? other)
    {
        if (other is null) return 1;
        var byReal = Ordering.Compare(Real, other.Real);
        return byReal != 0 ? byReal : Ordering.Compare(Imaginary, other.Imaginary);
    }

    /// <inheritdoc/>
    public bool Equals(Complex? other) =>
        other is not null && Equality.Same(Real, other.Real) && Equality.Same(Imaginary, other.Imaginary);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Complex);

    /// <inheritdoc/>
    public override int GetHashCode() => StableHash.Combine(Equality.Hash(Real), Equality.Hash(Imaginary));
}
