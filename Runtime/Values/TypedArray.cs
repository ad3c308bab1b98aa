namespace Sema.Runtime.Values;

/// <summary>
/// A packed array of numbers, <c>#f64(1 2.5)</c> of <see cref="double"/> or <c>#i64(1 2)</c> of <see cref="long"/>. Immutable:
/// <c>set!</c> makes a new one (typed-arrays.md).
/// </summary>
public sealed class TypedArray<T>(T[] items) : HeapObject where T : unmanaged, IEquatable<T>
{
    /// <summary>The type name of all arrays of this element type.</summary>
    public static string Kind => typeof(T) == typeof(double) ? "f64-array" : "i64-array";

    /// <summary>The elements; never written after construction.</summary>
    public T[] Items { get; } = items;

    /// <inheritdoc/>
    public override string TypeName => Kind;

    /// <inheritdoc/>
    public override int OrderRank => typeof(T) == typeof(double) ? 14 : 15;

    /// <summary>An element as a value.</summary>
    public static Value Boxed(T item) => item is double real ? new Value(real) : new Value((long)(object)item);

    /// <inheritdoc/>
    public override int CompareWithin(HeapObject other)
    {
        var that = ((TypedArray<T>)other).Items;
        for (var i = 0; i < Math.Min(Items.Length, that.Length); i++)
            if (Ordering.Compare(Boxed(Items[i]), Boxed(that[i])) is var order and not 0) return order;
        return Items.Length.CompareTo(that.Length);
    }

    /// <summary>By elements; a NaN equals a NaN here, and the two zeros are equal.</summary>
    public override bool EqualTo(object other) => other is TypedArray<T> that && Items.AsSpan().SequenceEqual(that.Items);

    /// <inheritdoc/>
    public override int ContentHash()
    {
        var hash = OrderRank;
        foreach (var item in Items) hash = StableHash.Combine(hash, item.GetHashCode());
        return hash;
    }

    /// <summary>Whole floats stand without their <c>.0</c>.</summary>
    public override void Print(PrintBuffer output)
    {
        output.Append(typeof(T) == typeof(double) ? "#f64(" : "#i64(");
        for (var i = 0; i < Items.Length; i++)
        {
            if (i > 0) output.Append(' ');
            var text = Items[i] is double real ? NumberText.Shortest(real) : Items[i].ToString()!;
            output.Append(text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text);
        }
        output.Append(')');
    }
}
