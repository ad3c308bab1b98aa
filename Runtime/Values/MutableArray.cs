namespace Sema.Runtime.Values;

/// <summary>A growable array, compared by its current content (§2.8).</summary>
public sealed class MutableArray(Value[] items, int count) : HeapObject
{
    /// <summary>The storage; only the first <see cref="Count"/> elements mean anything.</summary>
    public Value[] Items { get; private set; } = items;

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; } = count;

    /// <inheritdoc/>
    public override string TypeName => "mutable-array";

    /// <inheritdoc/>
    public override bool IsMapKey => false;

    /// <summary>Adds an element at the end, in amortised O(1).</summary>
    public void Push(Value value)
    {
        if (Count == Items.Length)
        {
            var grown = new Value[Math.Max(8, 2 * Count)];
            Items.AsSpan(0, Count).CopyTo(grown);
            Items = grown;
        }
        Items[Count++] = value;
    }

    /// <summary>The elements now.</summary>
    public Value[] ToArray() => Items[..Count];

    /// <inheritdoc/>
    public override bool EqualTo(object other) =>
        other is MutableArray that && Equality.EqualSequences(Items.AsSpan(0, Count), that.Items.AsSpan(0, that.Count));

    /// <inheritdoc/>
    public override int ContentHash() => Equality.HashSequence(Items.AsSpan(0, Count));

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("<mutable-array ").Append(Count.ToString()).Append('>');
}
