using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sema.Runtime.Numbers;

/// <summary>Operations on raw integers that CIL has no instruction for; compiled code calls them.</summary>
public static class RawArithmetic
{
    /// <summary>Whether the product of two integers fits 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ProductFits(long a, long b) =>
        ((ulong)(a + 0x8000_0000L) | (ulong)(b + 0x8000_0000L)) >> 32 == 0 || HighWord(a, b) == unchecked(a * b) >> 63;

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

    /// <summary>The upper half of a product. <see cref="Math.BigMul(long, long, out long)"/> sends the lower half through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long HighWord(long a, long b) => Bmi2.X64.IsSupported
        ? (long)Bmi2.X64.MultiplyNoFlags((ulong)a, (ulong)b) - ((a >> 63) & b) - ((b >> 63) & a)
        : Math.BigMul(a, b, out _);
}
