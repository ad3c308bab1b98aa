using System.Security.Cryptography;
using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Identifiers, base64 and digests (crypto.md).</summary>
[BuiltinGroup("crypto")]
public static class Hashing
{
    /// <summary>A random identifier.</summary>
    [Builtin("uuid/v4", Doc = "A random UUID in lower case.")]
    public static Value Uuid() => new(Guid.NewGuid().ToString("D"), 0);

    /// <summary>The base64 text of a string's UTF-8 bytes.</summary>
    [Builtin("base64/encode", Parameters = "s", Doc = "The base64 text of a string's UTF-8 bytes, padded.")]
    public static Value Encode(Value s) => new(Convert.ToBase64String(Utf8(s)), 0);

    /// <summary>The base64 text of bytes.</summary>
    [Builtin("base64/encode-bytes", Parameters = "bytes", Doc = "The base64 text of a bytevector, padded.")]
    public static Value EncodeBytes(Value bytes) =>
        new(Convert.ToBase64String((bytes.Ref as Bytevector ?? throw Raise.Type("bytevector", bytes)).Bytes), 0);

    /// <summary>The string whose UTF-8 bytes a base64 text holds.</summary>
    /// <exception cref="SemaException">The text is not canonical base64, or the bytes are not UTF-8.</exception>
    [Builtin("base64/decode", Parameters = "s", Doc = "The string of a base64 text.")]
    public static Value Decode(Value s)
    {
        var bytes = Bytes("base64/decode", s);
        return StringDecoder.TryDecode(bytes, out var text) ? text : throw Raise.Eval("base64/decode: invalid UTF-8: " + StringDecoder.Fault(bytes));
    }

    /// <summary>The bytes that a base64 text holds.</summary>
    /// <exception cref="SemaException">The text is not canonical base64.</exception>
    [Builtin("base64/decode-bytes", Parameters = "s", Doc = "The bytevector of a base64 text.")]
    public static Value DecodeBytes(Value s) => new((object)new Bytevector(Bytes("base64/decode-bytes", s)));

    /// <summary>MD5 of a string.</summary>
    [Builtin("hash/md5", Parameters = "s", Doc = "The MD5 digest of a string's UTF-8 bytes, in hexadecimal.")]
    public static Value Md5(Value s) => Hex(MD5.HashData(Utf8(s)));

    /// <summary>SHA-256 of a string.</summary>
    [Builtin("hash/sha256", Parameters = "s", Doc = "The SHA-256 digest of a string's UTF-8 bytes, in hexadecimal.")]
    public static Value Sha256(Value s) => Hex(SHA256.HashData(Utf8(s)));

    /// <summary>The SHA-256 authentication code of a string.</summary>
    [Builtin("hash/hmac-sha256", Parameters = "key message", Doc = "The HMAC-SHA-256 of a message under a key, in hexadecimal.")]
    public static Value HmacSha256(Value key, Value message) => Hex(HMACSHA256.HashData(Utf8(key), Utf8(message)));

    private static byte[] Utf8(Value s) => Encoding.UTF8.GetBytes(s.Ref as string ?? throw Raise.Type("string", s));

    private static Value Hex(byte[] digest) => new(Convert.ToHexStringLower(digest), 0);

    private static byte[] Bytes(string name, Value s)
    {
        var symbols = Utf8(s);
        return Base64Fault(symbols) is { } fault ? throw Raise.Eval($"{name}: {fault}")
            : Convert.FromBase64String(Encoding.ASCII.GetString(symbols));
    }

    /// <summary>
    /// What is wrong with a base64 text, or null. .NET only says that something is, and lets blanks and stray last bits pass.
    /// </summary>
    private static string? Base64Fault(ReadOnlySpan<byte> symbols)
    {
        static string Invalid(byte symbol, int offset) => $"Invalid symbol {symbol}, offset {offset}.";
        if (symbols.IsEmpty) return null;
        if (symbols.Length % 4 == 1 && symbols[^1] != '=' && SixBits(symbols[^1]) < 0) return Invalid(symbols[^1], symbols.Length - 1);
        // All but the last one to four symbols are data; in the last, padding may stand.
        var start = (symbols.Length - 1) / 4 * 4;
        for (var i = 0; i < start; i++)
            if (SixBits(symbols[i]) < 0) return Invalid(symbols[i], i);
        var last = symbols[start..];
        var data = last.IndexOf((byte)'=') is var padding and >= 0 ? padding : last.Length;
        for (var i = 0; i < data; i++)
            if (SixBits(last[i]) < 0) return Invalid(last[i], start + i);
        if (data < last.Length && (data < 2 || last[data..].ContainsAnyExcept((byte)'='))) return Invalid((byte)'=', start + data);
        if (data < 2) return $"Invalid input length: {start + data}";
        if (last.Length < 4) return "Invalid padding";
        var unused = data switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return (SixBits(last[data - 1]) & unused) != 0 ? $"Invalid last symbol {last[data - 1]}, offset {start + data - 1}." : null;
    }

    private static int SixBits(byte symbol) => symbol switch
    {
        >= (byte)'A' and <= (byte)'Z' => symbol - 'A',
        >= (byte)'a' and <= (byte)'z' => symbol - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => symbol - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
