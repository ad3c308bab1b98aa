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
    public int TailOffset { get; private set; }

    /// <summary>The number of elements, at least 1.</summary>
    public int Count { get; private set; }

    /// <summary>A cell in front of <paramref name="tail"/>, which must be a list of <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ConsCell(Value head, Value tail, int count)
    {
        Head = head;
        TailRef = tail.Ref!;
        TailOffset = (int)tail.Bits;
        Count = count + 1;
    }

    private ConsCell(Value head, ConsCell? tail)
    {
        Head = head;
        TailRef = tail ?? this;
    }

    /// <summary>A first cell of a chain: cells without counts, the last of which has the first as its rest.</summary>
    internal static ConsCell Chain(Value head) => new(head, (ConsCell?)null);

    /// <summary>Adds a cell behind the last one of a chain, which this is; the result is the last one then.</summary>
    internal ConsCell Chained(Value head)
    {
        var last = new ConsCell(head, Unsafe.As<ConsCell>(TailRef));
        TailRef = last;
        return last;
    }

    /// <summary>Makes a list of a chain of <paramref name="count"/> cells, the last of which this is, in front of another list.</summary>
    internal ConsCell Unchained(int count, Value tail)
    {
        var first = Unsafe.As<ConsCell>(TailRef);
        TailRef = tail.Ref!;
        TailOffset = (int)tail.Bits;
        var length = count + Lists.Count(tail);
        var cell = first;
        while (true)
        {
            cell.Count = length--;
            if (--count == 0) return first;
            cell = Unsafe.As<ConsCell>(cell.TailRef);
        }
    }

    /// <summary>Copies the elements of a chain, the last cell of which this is, to an array that has room for them.</summary>
    internal void CopyChain(Value[] items)
    {
        var cell = this;
        var index = 0;
        do
        {
            cell = Unsafe.As<ConsCell>(cell.TailRef);
            items[index++] = cell.Head;
        }
        while (cell != this);
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
