using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>The <c>bytes/</c> procedures: reading binary and text formats out of bytevectors (bytevectors.md).</summary>
[BuiltinGroup("bytevectors")]
public static class BytesFunctions
{
    /// <summary>The number of bytes.</summary>
    [Builtin("bytes/length", Parameters = "bv", Doc = "The number of bytes.")]
    public static Value Length(Value vector) => new(Bytes("bytes/length", vector).Length);

    /// <summary>A byte.</summary>
    [Builtin("bytes/ref", Parameters = "bv i", Doc = "The byte at an index.")]
    public static Value At(Value vector, Value index)
    {
        var bytes = Bytes("bytes/ref", vector);
        var i = Indices.NonNegative("bytes/ref", index);
        return i < bytes.Length ? new Value(bytes[i])
            : throw Raise.Eval($"bytes/ref: index {index.Bits} out of bounds (length {bytes.Length})");
    }

    /// <summary>The first place of a byte, bytes or text.</summary>
    [Builtin("bytes/find", Parameters = "bv needle [start]", Doc = "The index of the first occurrence of a byte, bytevector or string; nil for none.")]
    public static Value Find(Value vector, Value needle) => Find(vector, needle, new Value(0));

    /// <summary>As <see cref="Find(Value, Value)"/>, from an index on; beyond the end nothing is found.</summary>
    public static Value Find(Value vector, Value needle, Value start)
    {
        var bytes = Bytes("bytes/find", vector);
        var from = Indices.NonNegative("bytes/find", start);
        if (from > bytes.Length) return Value.Nil;
        var text = bytes.AsSpan(from);
        var at = needle.Ref switch
        {
            null => text.IndexOf(Bytevectors.Byte(needle, "bytes/find")),
            Bytevector part => text.IndexOf(part.Bytes),
            string part => text.IndexOf(Encoding.UTF8.GetBytes(part)),
            _ => throw Raise.Type("int, bytevector, or string", needle, "bytes/find: the needle is a byte (0-255), bytevector, or string"),
        };
        return at < 0 ? Value.Nil : new Value(from + at);
    }

    /// <summary>The bytes from an index.</summary>
    [Builtin("bytes/slice", Parameters = "bv start [end]", Doc = "The bytes from start up to, excluding, end.")]
    public static Value Slice(Value vector, Value start) => Bytevectors.Pack(Range("bytes/slice", vector, start, null).ToArray());

    /// <summary>The bytes between two indices.</summary>
    public static Value Slice(Value vector, Value start, Value end) => Bytevectors.Pack(Range("bytes/slice", vector, start, end).ToArray());

    /// <summary>Strict UTF-8 decoding of all bytes.</summary>
    [Builtin("bytes/->string", Parameters = "bv [start [end]]", Doc = "The string that the bytes from start (0) to end encode in UTF-8.")]
    public static Value ToText(Value vector) => Text(vector, new Value(0), null);

    /// <summary>Decoding from an index.</summary>
    public static Value ToText(Value vector, Value start) => Text(vector, start, null);

    /// <summary>Decoding of a range.</summary>
    public static Value ToText(Value vector, Value start, Value end) => Text(vector, start, end);

    /// <summary>Reads all bytes.</summary>
    [Builtin("bytes/parse-int10", Parameters = "bv [start [end]]", Doc = "Ten times the decimal number in the text: -12.3 is -123; at most one fractional digit.")]
    public static Value ParseTenths(Value vector) => Tenths(vector, new Value(0), null);

    /// <summary>Reads from an index.</summary>
    public static Value ParseTenths(Value vector, Value start) => Tenths(vector, start, null);

    /// <summary>Reads a range.</summary>
    public static Value ParseTenths(Value vector, Value start, Value end) => Tenths(vector, start, end);

    private static Value Text(Value vector, Value start, Value? end) =>
        Bytevectors.Decode("bytes/->string", Range("bytes/->string", vector, start, end));

    private static Value Tenths(Value vector, Value start, Value? end)
    {
        const string Name = "bytes/parse-int10";
        var text = Range(Name, vector, start, end);
        var negative = text is [(byte)'-', ..];
        var first = negative ? 1 : 0;
        var number = 0L;
        var i = first;
        try
        {
            for (; i < text.Length && text[i] != '.'; i++)
                number = checked(number * 10 + (char.IsAsciiDigit((char)text[i]) ? text[i] - '0' : throw InvalidDigit(text[i], i)));
            if (i == first) throw Raise.Eval($"{Name}: expected at least one digit");
            var tenths = 0;
            if (i < text.Length)
            {
                if (i + 2 != text.Length || !char.IsAsciiDigit((char)text[i + 1])) throw Raise.Eval($"{Name}: expected exactly one digit after '.'");
                tenths = text[i + 1] - '0';
            }
            number = checked(number * 10 + tenths);
            return new Value(negative ? -number : number);
        }
        catch (OverflowException)
        {
            throw Raise.Eval($"{Name}: value overflows an int");
        }
    }

    /// <summary>Names a byte as the character of that code, escaped where it is not visible.</summary>
    private static SemaException InvalidDigit(byte b, int at) => Raise.Eval("bytes/parse-int10: invalid digit '" + b switch
    {
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        (byte)'\'' => "\\'",
        (byte)'\\' => "\\\\",
        0 => "\\0",
        < 32 or >= 127 and <= 160 or 173 => $"\\u{{{b:x}}}",
        _ => ((char)b).ToString(),
    } + $"' at byte {at}");

    private static ReadOnlySpan<byte> Range(string name, Value vector, Value start, Value? end)
    {
        var bytes = Bytes(name, vector);
        var from = Indices.NonNegative(name, start);
        var to = end is { } given ? Indices.NonNegative(name, given) : bytes.Length;
        return from <= to && to <= bytes.Length ? bytes.AsSpan(from, to - from)
            : throw Raise.Eval($"{name}: range {from}..{to} out of bounds for {bytes.Length} bytes");
    }

    private static byte[] Bytes(string name, Value vector) => Bytevectors.Bytes(vector, $"{name}: read one with file/read-bytes or string->utf8");
}
