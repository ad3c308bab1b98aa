using System.Text;
using System.Text.Unicode;

namespace Sema.Runtime.Builtins;

/// <summary>Bytevectors under their Scheme names (bytevectors.md). Errors name the primary name.</summary>
[BuiltinGroup("bytevectors")]
public static class Bytevectors
{
    /// <summary>A bytevector of its arguments.</summary>
    [Builtin("bytevector", Parameters = "byte ...", Doc = "A bytevector of the given bytes.")]
    public static Value Of(params Value[] rest)
    {
        var bytes = new byte[rest.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Byte(rest[i], "bytevector", "byte", $" at index {i}");
        return Pack(bytes);
    }

    /// <summary>Zeros.</summary>
    [Builtin("make-bytevector", "bytevector/make", "bytevector/new", Parameters = "n [fill]", Doc = "A bytevector of n times fill (0).")]
    public static Value Make(Value n) => Make(n, new Value(0));

    /// <summary>Copies of a byte.</summary>
    public static Value Make(Value n, Value fill)
    {
        var size = Indices.Int(n);
        if (size < 0) throw Raise.Eval($"make-bytevector: size must be non-negative, got {size}");
        var value = Byte(fill, "make-bytevector", "fill");
        var bytes = Storage.Allocate<byte>("make-bytevector", size);
        bytes.AsSpan().Fill(value);
        return Pack(bytes);
    }

    /// <summary>The number of bytes.</summary>
    [Builtin("bytevector-length", "bytevector/length", Parameters = "bv", Doc = "The number of bytes.")]
    public static Value Length(Value vector) => new(Bytes(vector).Length);

    /// <summary>A byte.</summary>
    [Builtin("bytevector-u8-ref", "bytevector/ref", "bytevector/u8-ref", Parameters = "bv i", Doc = "The byte at an index.")]
    public static Value At(Value vector, Value index)
    {
        var bytes = Bytes(vector);
        return new Value(bytes[Position("bytevector-u8-ref", index, bytes)]);
    }

    /// <summary>A new bytevector: the argument stays as it is.</summary>
    [Builtin("bytevector-u8-set!", "bytevector/set!", "bytevector/u8-set!", Parameters = "bv i byte", Doc = "A copy of the bytevector with another byte at an index.")]
    public static Value With(Value vector, Value index, Value value)
    {
        var bytes = Bytes(vector);
        var position = Position("bytevector-u8-set!", index, bytes);
        var replacement = Byte(value, "bytevector-u8-set!");
        bytes = [.. bytes];
        bytes[position] = replacement;
        return Pack(bytes);
    }

    /// <summary>All bytes.</summary>
    [Builtin("bytevector-copy", "bytevector/copy", Parameters = "bv [start [end]]", Doc = "The bytes from start (0) up to, excluding, end.")]
    public static Value Copy(Value vector)
    {
        Bytes(vector);
        return vector;
    }

    /// <summary>The bytes from an index.</summary>
    public static Value Copy(Value vector, Value start) => Slice(vector, Indices.Int(start), Bytes(vector).Length);

    /// <summary>The bytes between two indices.</summary>
    public static Value Copy(Value vector, Value start, Value end) => Slice(vector, Indices.Int(start), Indices.Int(end));

    /// <summary>Concatenation.</summary>
    [Builtin("bytevector-append", "bytevector/append", Parameters = "bv ...", Doc = "The bytes of all bytevectors in one.")]
    public static Value Append(params Value[] rest)
    {
        var bytes = Storage.Allocate<byte>("bytevector-append", rest.Sum(static v => (long)Bytes(v).Length));
        var target = bytes.AsSpan();
        foreach (var part in rest)
        {
            Bytes(part).CopyTo(target);
            target = target[Bytes(part).Length..];
        }
        return Pack(bytes);
    }

    /// <summary>The bytes as integers.</summary>
    [Builtin("bytevector->list", "bytevector/to-list", Parameters = "bv", Doc = "The list of the bytes as integers.")]
    public static Value ToList(Value vector) => Lists.FromArray(Array.ConvertAll(Bytes(vector), static b => new Value(b)));

    /// <summary>A list only, no vector.</summary>
    [Builtin("list->bytevector", "list/to-bytevector", "bytevector/from-list", Parameters = "lst", Doc = "The bytevector of a list of bytes.")]
    public static Value FromList(Value list) => list.IsList
        ? Pack(Array.ConvertAll(Lists.ToArray(list), static v => Byte(v, "list->bytevector"))) : throw Raise.Type("list", list);

    /// <summary>Strict decoding.</summary>
    [Builtin("utf8->string", "utf8/to-string", "bytevector->string", Parameters = "bv", Doc = "The string that the bytes encode in UTF-8.")]
    public static Value ToText(Value vector) => Decode("utf8->string", Bytes(vector));

    /// <summary>Encoding.</summary>
    [Builtin("string->utf8", "string/to-utf8", "string->bytevector", Parameters = "s", Doc = "The UTF-8 bytes of a string.")]
    public static Value FromText(Value text) => Pack(Encoding.UTF8.GetBytes(text.Ref as string ?? throw Raise.Type("string", text)));

    /// <summary>A bytevector that owns its array.</summary>
    internal static Value Pack(byte[] bytes) => new((object)new Bytevector(bytes));

    /// <summary>The bytes of a bytevector argument; nobody may write to them.</summary>
    internal static byte[] Bytes(Value vector, string? hint = null) =>
        vector.Ref is Bytevector bytes ? bytes.Bytes : throw Raise.Type("bytevector", vector, hint);

    /// <summary>An integer of 0 to 255; the error is about a <paramref name="role"/> value of the function <paramref name="name"/>.</summary>
    internal static byte Byte(Value value, string name, string role = "byte", string where = "") => Indices.Int(value) is >= 0 and <= 255 and var b
        ? (byte)b : throw Raise.Eval($"{name}: {role} value {value.Bits}{where} out of range 0..255");

    /// <summary>The text of UTF-8 bytes.</summary>
    /// <exception cref="SemaException">The bytes are no UTF-8; the error tells where.</exception>
    internal static Value Decode(string name, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Value.FromString(Encoding.UTF8.GetString(bytes));
        for (var at = 0; ;)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed);
            if (status == System.Buffers.OperationStatus.Done) at += consumed;
            else
                throw Raise.Eval($"{name}: invalid UTF-8: " + (status == System.Buffers.OperationStatus.NeedMoreData
                    ? $"incomplete utf-8 byte sequence from index {at}" : $"invalid utf-8 sequence of {consumed} bytes from index {at}"));
        }
    }

    private static int Position(string name, Value index, byte[] bytes) => (ulong)Indices.Int(index) < (ulong)bytes.Length
        ? (int)index.Bits : throw Raise.Eval($"{name}: index {index.Bits} out of range for bytevector of length {bytes.Length}");

    private static Value Slice(Value vector, long start, long end)
    {
        var bytes = Bytes(vector);
        return start >= 0 && start <= end && end <= bytes.Length ? Pack(bytes[(int)start..(int)end])
            : throw Raise.Eval($"bytevector-copy: range {start}..{end} out of bounds for bytevector of length {bytes.Length}");
    }
}
