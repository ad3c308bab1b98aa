using System.Numerics;

namespace Sema.Compiler.Emit;

/// <summary>
/// How to test whether a 64-bit integer is a multiple of a constant without dividing: a multiple of an odd <c>d</c> times the inverse of <c>d</c> modulo 2^64
/// is the quotient, a small number, and all other products are large. What is left of an even constant's multiples are low bits that
/// are rotated to the top, where they make the number large (Granlund and Montgomery 1994, Warren's Hacker's Delight, 10-17).
/// </summary>
/// <param name="Factor">What the integer is multiplied with.</param>
/// <param name="Offset">What is added then.</param>
/// <param name="Rotation">By how many bits the sum is rotated to the right, 0 to 62.</param>
/// <param name="Most">The greatest result for a multiple, without sign.</param>
internal readonly record struct Divisibility(long Factor, long Offset, int Rotation, long Most)
{
    /// <summary>The test for a constant, which is at least 2 and no power of 2.</summary>
    public static Divisibility By(long divisor)
    {
        var rotation = BitOperations.TrailingZeroCount(divisor);
        var odd = divisor >> rotation;
        // An odd number is its own inverse modulo 8; each step doubles the bits that are right.
        var inverse = odd;
        for (var bits = 3; bits < 64; bits *= 2) inverse *= 2 - odd * inverse;
        var offset = long.MaxValue / odd & -(1L << rotation);
        return new Divisibility(inverse, offset, rotation, (long)((ulong)offset * 2 >> rotation));
    }
}
