using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sema.Runtime.Text;

/// <summary>Makes string values of UTF-8, in one pass over ASCII and without an intermediate copy.</summary>
public static class StringDecoder
{
    /// <summary>The string of some bytes; false when they are not UTF-8. A byte order mark stays.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Value text)
    {
        var isAscii = true;
        var wide = string.Create(bytes.Length, new Target(bytes, ref isAscii), static (chars, target) =>
            target.IsAscii = Ascii.ToUtf16(target.Bytes, chars, out _) == OperationStatus.Done);
        text = new Value(wide, 0);
        if (isAscii) return true;
        if (!Utf8.IsValid(bytes)) return false;
        text = Value.FromString(Encoding.UTF8.GetString(bytes));
        return true;
    }

    /// <summary>What is wrong, and at which index, with bytes that are not UTF-8.</summary>
    public static string Fault(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; ;)
        {
            var status = Rune.DecodeFromUtf8(bytes[i..], out _, out var length);
            if (status == OperationStatus.NeedMoreData) return $"incomplete utf-8 byte sequence from index {i}";
            if (status != OperationStatus.Done) return $"invalid utf-8 sequence of {length} bytes from index {i}";
            i += length;
        }
    }

    private readonly ref struct Target(ReadOnlySpan<byte> bytes, ref bool isAscii)
    {
        private readonly ref bool _isAscii = ref isAscii;

        public ReadOnlySpan<byte> Bytes { get; } = bytes;

        public bool IsAscii
        {
            set => _isAscii = value;
        }
    }
}
