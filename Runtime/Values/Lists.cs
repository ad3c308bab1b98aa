using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>The list operations that the runtime itself needs. Arguments named <c>list</c> must be lists: nothing is checked.</summary>
/// <remarks>
/// A list made at once (a literal, <c>list</c>, <c>map</c>, rest arguments …) is an array of its elements; the value carries the
/// index of its first element in <see cref="Value.Bits"/>, so <c>cdr</c> allocates nothing and <c>nth</c> is O(1). The array is
/// never written after construction. An offset equal to the length never occurs: the empty list is always <see cref="Empty"/>
/// with offset 0. <c>cons</c> puts a <see cref="ConsCell"/> in front of either.
/// </remarks>
public static class Lists
{
    /// <summary>How many cells are walked to an element before they are made an array.</summary>
    private const int MostCellsWalked = 64;

    /// <summary>The elements of the one empty list.</summary>
    public static readonly Value[] Empty = [];

    /// <summary>Whether a value, which is no fixnum, is a list in an array. The JIT makes a better jump of this than of <c>isinst</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsItems(Value value) => value.Ref!.GetType() == typeof(Value[]);

    /// <summary>The array of a list that <see cref="IsItems"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value[] Items(Value list) => Unsafe.As<Value[]>(list.Ref!);

    /// <summary>Whether a value is the empty list, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEmpty(Value value) => ReferenceEquals(value.Ref, Empty);

    /// <summary>Whether a value, which is no fixnum, is a list.</summary>
    /// <remarks>One jump for both kinds of list: which of them it is, or neither, depends on the data and is guessed badly.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsListObject(Value value)
    {
        var list = value.Ref!;
        return (list.GetType() == typeof(ConsCell)) | (list.GetType() == typeof(Value[]));
    }

    /// <summary>Whether a value, which is no fixnum, is a list with elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPairObject(Value value)
    {
        // What stands at the length's place in an object of another class does not matter.
        var list = value.Ref!;
        return (list.GetType() == typeof(ConsCell)) | ((list.GetType() == typeof(Value[])) & (Unsafe.As<Value[]>(list).Length != 0));
    }

    /// <summary>The number of elements, in O(1).</summary>
    public static int Count(Value list) =>
        list.Ref is ConsCell c ? c.Count : ((Value[])list.Ref!).Length - (int)list.Bits;

    /// <summary>The first element of a non-empty list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Head(Value list)
    {
        var reference = list.Ref!;
        return reference.GetType() == typeof(ConsCell) ? Unsafe.As<ConsCell>(reference).Head : Unsafe.As<Value[]>(reference)[(int)list.Bits];
    }

    /// <summary>All but the first element of a non-empty list; allocates nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Tail(Value list)
    {
        var reference = list.Ref!;
        return reference.GetType() == typeof(ConsCell) ? Unsafe.As<ConsCell>(reference).Tail : TailAt(Unsafe.As<Value[]>(reference), (int)list.Bits + 1);
    }

    /// <summary>A list with one more element in front, in O(1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Cons(Value head, Value list) => new(new ConsCell(head, list, Count(list)), 0);

    /// <summary>A list that owns <paramref name="items"/>: nobody may write to the array any more.</summary>
    public static Value FromArray(Value[] items) =>
        items.Length == 0 ? Value.EmptyList : new Value(items, 0);

    /// <summary>As <see cref="FromArray(Value[])"/>, where there are elements for certain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value FromSome(Value[] items) => new(items, 0);

    /// <summary>The list of the elements from <paramref name="start"/> on: rest arguments.</summary>
    public static Value FromArray(Value[] items, int start) =>
        start >= items.Length ? Value.EmptyList : start == 0 ? FromArray(items) : FromArray(items[start..]);

    /// <summary>The list of the elements of a list's array from an index on; the empty list when there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value TailAt(Value[] items, int index) => index < items.Length ? new Value(items, index) : Value.EmptyList;

    /// <summary>The element of a list's array at an index, which is not negative; nil when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value ItemOrNil(Value[] items, int index) => (uint)index < (uint)items.Length ? items[index] : Value.Nil;

    /// <summary>A list of any elements.</summary>
    public static Value From(IEnumerable<Value> items) => FromArray(items.ToArray());

    /// <summary>
    /// The element at an index (0…count-1): O(1) in an array part and near the front. Farther on, the cells in front of it become an array
    /// the first time: O(count) once for each <see cref="MostCellsWalked"/> times <c>cons</c>, which copies as much every time in the reference.
    /// </summary>
    public static Value At(Value list, int index)
    {
        var rest = list;
        var left = index;
        for (var walked = 0; rest.Ref is ConsCell c; rest = c.Tail, walked++)
        {
            if (left-- == 0) return c.Head;
            if (walked == MostCellsWalked) return ((ConsCell)list.Ref!).Flatten()[index - 1];
        }
        return ((Value[])rest.Ref!)[(int)rest.Bits + left];
    }

    /// <summary>The first <paramref name="count"/> elements as a new list, in O(count); there are that many.</summary>
    public static Value Take(Value list, int count)
    {
        var result = new Value[count];
        var i = 0;
        for (; i < count && list.Ref is ConsCell c; list = c.Tail) result[i++] = c.Head;
        if (i < count) ((Value[])list.Ref!).AsSpan((int)list.Bits, count - i).CopyTo(result.AsSpan(i));
        return FromArray(result);
    }

    /// <summary>The list without its first <paramref name="count"/> elements, which it shares; there are that many.</summary>
    public static Value Drop(Value list, int count)
    {
        for (; count > 0 && list.Ref is ConsCell c; count--) list = c.Tail;
        if (count == 0) return list;
        var items = (Value[])list.Ref!;
        return list.Bits + count == items.Length ? Value.EmptyList : new Value(items, list.Bits + count);
    }

    /// <summary>A new array of the elements.</summary>
    public static Value[] ToArray(Value list)
    {
        var result = new Value[Count(list)];
        var i = 0;
        while (list.Ref is ConsCell c)
        {
            result[i++] = c.Head;
            list = c.Tail;
        }
        var rest = (Value[])list.Ref!;
        rest.AsSpan((int)list.Bits).CopyTo(result.AsSpan(i));
        return result;
    }

    /// <summary>Walks a list without allocating: <c>foreach (var x in Lists.Each(list))</c>.</summary>
    public static Walker Each(Value list) => new(list);

    /// <summary>The enumerator of <see cref="Each"/>.</summary>
    public struct Walker
    {
        private Value _rest;

        internal Walker(Value list)
        {
            _rest = list;
            Current = default;
        }

        /// <summary>The element reached.</summary>
        public Value Current { get; private set; }

        /// <summary>This walker itself, for <c>foreach</c>.</summary>
        public readonly Walker GetEnumerator() => this;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            if (_rest.Ref is ConsCell c)
            {
                Current = c.Head;
                _rest = c.Tail;
                return true;
            }
            var a = (Value[])_rest.Ref!;
            var i = (int)_rest.Bits;
            if (i >= a.Length) return false;
            Current = a[i];
            _rest = new Value(a, i + 1);
            return true;
        }
    }
}
