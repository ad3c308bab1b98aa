using System.Runtime.CompilerServices;

namespace Sema.Runtime.Numbers;

/// <summary>Operations on raw integers that CIL has no instruction for; compiled code calls them.</summary>
public static class RawArithmetic
{
    /// <summary>Whether the product of two integers fits 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ProductFits(long a, long b) =>
        ((ulong)(a + 0x8000_0000L) | (ulong)(b + 0x8000_0000L)) >> 32 == 0 || WideProductFits(a, b);

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WideProductFits(long a, long b) => Math.BigMul(a, b, out var low) == low >> 63;
}
