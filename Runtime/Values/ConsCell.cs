using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>A list made by <c>cons</c>: one element in front of another list, with the length of the whole.</summary>
public sealed class ConsCell
{
    /// <summary>The first element.</summary>
    public readonly Value Head;

    /// <summary>The rest: a <see cref="ConsCell"/> or an array. <see cref="Flatten"/> alone changes it, to another form of the same list.</summary>
    public object TailRef { get; private set; }

    /// <summary>The offset of the rest when it is an array, else 0.</summary>
    public readonly int TailOffset;

    /// <summary>The number of elements, at least 1.</summary>
    public readonly int Count;

    /// <summary>A cell in front of <paramref name="tail"/>, which must be a list of <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ConsCell(Value head, Value tail, int count)
    {
        Head = head;
        TailRef = tail.Ref!;
        TailOffset = (int)tail.Bits;
        Count = count + 1;
    }

    /// <summary>Makes the rest, which is a cell, one array of the same elements, whose offset is 0 too: its elements are then reached in O(1).</summary>
    public Value[] Flatten()
    {
        var items = Lists.ToArray(Tail);
        TailRef = items;
        return items;
    }

    /// <summary>The rest as a list value.</summary>
    public Value Tail
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TailRef, TailOffset);
    }
}
