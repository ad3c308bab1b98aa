using System.Buffers;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>UTF-8 that may be invalid, with the wording of the fault that the builtins share.</summary>
internal static class Utf8Text
{
    /// <summary>The text of bytes; when they are not UTF-8, null and what is wrong at which index.</summary>
    public static string? TryDecode(ReadOnlySpan<byte> bytes, out string fault)
    {
        fault = "";
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        for (var i = 0; ;)
        {
            var status = Rune.DecodeFromUtf8(bytes[i..], out _, out var length);
            if (status == OperationStatus.Done)
            {
                i += length;
                continue;
            }
            fault = status == OperationStatus.NeedMoreData ? $"incomplete utf-8 byte sequence from index {i}"
                : $"invalid utf-8 sequence of {length} bytes from index {i}";
            return null;
        }
    }
}
