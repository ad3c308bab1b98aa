namespace Sema.Runtime.Values;

/// <summary>An immutable sequence of bytes, <c>#u8(1 2)</c> (§1.8).</summary>
public sealed class Bytevector(byte[] bytes) : HeapObject
{
    /// <summary>The bytes; never written after construction.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <inheritdoc/>
    public override string TypeName => "bytevector";

    /// <inheritdoc/>
    public override int OrderRank => 13;

    /// <inheritdoc/>
    public override int CompareWithin(HeapObject other) => Bytes.AsSpan().SequenceCompareTo(((Bytevector)other).Bytes);

    /// <inheritdoc/>
    public override bool EqualTo(object other) => other is Bytevector that && Bytes.AsSpan().SequenceEqual(that.Bytes);

    /// <inheritdoc/>
    public override int ContentHash() => StableHash.Of(Bytes);

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("#u8(").Append(string.Join(' ', Bytes)).Append(')');
}
