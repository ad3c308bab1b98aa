using System.Runtime.CompilerServices;

namespace Sema.Runtime.Numbers;

/// <summary>Operations on raw integers that CIL has no instruction for; compiled code calls them.</summary>
public static class RawArithmetic
{
    /// <summary>Below 2⁶³ by more than a product of two rounded factors can be wrong.</summary>
    private const double LargestProduct = 9.2233720368547e18;

    /// <summary>Whether the product of two integers fits 64 bits; false for some that nearly do not, too.</summary>
    /// <remarks>The rounded product tells without a call, and without the registers of integers that the upper half of a product takes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ProductFits(long a, long b) => Math.Abs((double)a * b) <= LargestProduct;

    /// <summary>The square root of a number that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SquareRoot(double x) => Math.Sqrt(x);

    /// <summary>The modulo with the sign of the divisor, which must not be 0 nor -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Modulo(long a, long b)
    {
        var remainder = a % b;
        return remainder != 0 && (remainder ^ b) < 0 ? remainder + b : remainder;
    }

    /// <summary>The lesser of two integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Min(long a, long b) => Math.Min(a, b);

    /// <summary>The greater of two integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Max(long a, long b) => Math.Max(a, b);
}
