using System.Runtime.InteropServices;

namespace Sema.Runtime.Values;

/// <summary>
/// Hashes of content that are the same in every run, unlike those of .NET: so a hash map gives its entries in the same order
/// each time a program runs.
/// </summary>
public static class StableHash
{
    private const int UnitsOfWord = sizeof(ulong) / sizeof(char);
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>A hash of two hashes, in which their order counts.</summary>
    public static int Combine(int left, int right) => Fold(((ulong)(uint)left << 32 | (uint)right) * Odd);

    /// <summary>The hash of a 64-bit word.</summary>
    public static int Of(long word) => Fold((ulong)word * Odd);

    /// <summary>The hash of a text, by its UTF-16 units.</summary>
    public static int Of(string text)
    {
        ReadOnlySpan<char> rest = text;
        var state = (ulong)rest.Length;
        for (; rest.Length > UnitsOfWord; rest = rest[UnitsOfWord..]) state = Step(state, Word(rest));
        var last = rest.Length switch
        {
            UnitsOfWord => Word(rest),
            3 => rest[0] | (ulong)rest[1] << 16 | (ulong)rest[2] << 32,
            2 => rest[0] | (ulong)rest[1] << 16,
            1 => rest[0],
            _ => 0UL,
        };
        return Fold(Step(state, last));
    }

    /// <summary>The hash of bytes.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var state = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) state = Step(state, MemoryMarshal.Read<ulong>(bytes));
        var last = 0UL;
        foreach (var b in bytes) last = last << 8 | b;
        return Fold(Step(state, last));
    }

    private static ulong Word(ReadOnlySpan<char> units) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(units));

    private static ulong Step(ulong state, ulong word)
    {
        state = (state ^ word) * Odd;
        return state ^ state >> 29;
    }

    private static int Fold(ulong product) => (int)(product >> 32);
}
