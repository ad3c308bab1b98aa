namespace Sema.Runtime.Values;

/// <summary>
/// The elements of a list that was made at once (a literal, <c>list</c>, <c>map</c>, rest arguments …). A list value is
/// this object together with the index of its first element in <see cref="Value.Bits"/>, so <c>cdr</c> allocates nothing
/// and <c>nth</c> is O(1). The array is never written after construction. An offset equal to the length never occurs:
/// the empty list is always <see cref="Empty"/> with offset 0.
/// </summary>
public sealed class ListArray
{
    /// <summary>The elements of the one empty list.</summary>
    public static readonly ListArray Empty = new([]);

    /// <summary>The elements.</summary>
    public readonly Value[] Items;

    /// <summary>Takes ownership of the array: nobody may write to it any more.</summary>
    public ListArray(Value[] items) => Items = items;
}
