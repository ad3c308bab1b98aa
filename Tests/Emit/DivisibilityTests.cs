using System.Numerics;
using CsCheck;
using Sema.Compiler.Emit;

namespace Sema.Tests.Emit;

/// <summary>Multiples of constants are found without a division.</summary>
[TestFixture]
public sealed class DivisibilityTests
{
    [Test]
    public void Multiples_and_no_others_pass() => Gen.Select(Divisors, Gen.Long, Gen.Long[-3, 3]).Sample(static (divisor, number, distance) =>
        Passes(divisor, number) == (number % divisor == 0)
            && Passes(divisor, NearMultiple(number, divisor, distance)) == (NearMultiple(number, divisor, distance) % divisor == 0), iter: 200_000);

    [TestCase(3)]
    [TestCase(6)]
    [TestCase(10)]
    [TestCase(7L << 40)]
    [TestCase(3L << 61)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MaxValue - 1)]
    public void The_ends_of_64_bits_are_no_exception(long divisor)
    {
        foreach (var end in new[] { long.MinValue, 0, long.MaxValue })
            for (var i = -100; i <= 100; i++)
                Assert.That(Passes(divisor, unchecked(end + i)), Is.EqualTo(unchecked(end + i) % divisor == 0), $"{unchecked(end + i)}");
    }

    private static Gen<long> Divisors => Gen.OneOf(Gen.Long[2, 1000], Gen.Long[2, long.MaxValue], Gen.Select(Gen.Long[3, 99], Gen.Int[0, 56], static (odd, bits) => odd << bits))
        .Where(static d => !BitOperations.IsPow2(d));

    private static long NearMultiple(long number, long divisor, long distance) => unchecked(number / divisor * divisor + distance);

    private static bool Passes(long divisor, long number)
    {
        var test = Divisibility.By(divisor);
        return BitOperations.RotateRight((ulong)unchecked(number * test.Factor + test.Offset), test.Rotation) <= (ulong)test.Most;
    }
}
