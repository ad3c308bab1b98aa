namespace Sema.Runtime.Values;

/// <summary>
/// What higher-order builtins walk: a list, a vector or another container of values in order. A walk reads the elements in
/// place: it allocates nothing.
/// </summary>
public struct Sequence
{
    private ConsCell? _cell;
    private Value[] _items;
    private int _next;
    private int _end;

    private Sequence(Value list)
    {
        Count = Lists.Count(list);
        _items = [];
        Enter(list.Ref!, (int)list.Bits);
    }

    private Sequence(Value[] items, int count)
    {
        _items = items;
        Count = _end = count;
    }

    /// <summary>The number of elements of the whole sequence.</summary>
    public int Count { get; }

    /// <summary>The element reached.</summary>
    public Value Current { get; private set; }

    /// <summary>The elements of the sequence argument of the builtin <paramref name="name"/>.</summary>
    /// <exception cref="SemaException">It is no sequence (<see cref="Raise.Sequence"/>).</exception>
    public static Sequence Of(Value value, string name) =>
        TryOf(value, out var sequence) ? sequence : throw Raise.Sequence(name, value);

    /// <summary>The elements when the value is a sequence. New kinds of sequence are added here and nowhere else.</summary>
    public static bool TryOf(Value value, out Sequence sequence)
    {
        sequence = value.Ref switch
        {
            ConsCell or Value[] => new Sequence(value),
            Vector vector => new Sequence(vector.Items, vector.Items.Length),
            MutableArray array => new Sequence(array.ToArray(), array.Count),
            _ => default,
        };
        return sequence._items is not null;
    }

    /// <summary>The elements as a span for random access: a copy only if the list has cons cells.</summary>
    public static ReadOnlySpan<Value> Items(Value value, string name) => Of(value, name).Rest();

    /// <summary>This walk itself, for <c>foreach</c>.</summary>
    public readonly Sequence GetEnumerator() => this;

    /// <summary>Goes on to the next element.</summary>
    public bool MoveNext()
    {
        if (_cell is { } cell)
        {
            Current = cell.Head;
            Enter(cell.TailRef, cell.TailOffset);
            return true;
        }
        if (_next >= _end) return false;
        Current = _items[_next++];
        return true;
    }

    /// <summary>A new array of all elements; to be called before the walk begins.</summary>
    public readonly Value[] ToArray()
    {
        if (_cell is null) return _items.AsSpan(_next, _end - _next).ToArray();
        var result = new Value[Count];
        var i = 0;
        foreach (var item in this) result[i++] = item;
        return result;
    }

    private readonly ReadOnlySpan<Value> Rest() => _cell is null ? _items.AsSpan(_next, _end - _next) : ToArray();

    private void Enter(object list, int offset)
    {
        _cell = list as ConsCell;
        if (_cell is not null) return;
        _items = (Value[])list;
        _next = offset;
        _end = _items.Length;
    }
}
