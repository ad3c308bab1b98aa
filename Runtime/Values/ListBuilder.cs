namespace Sema.Runtime.Values;

/// <summary>Collects elements for a list whose length is not known in advance. A mutable struct: pass it by reference.</summary>
public struct ListBuilder
{
    private Value[] _items;
    private int _count;

    /// <summary>A builder with room for so many elements.</summary>
    public ListBuilder(int capacity) => _items = capacity == 0 ? [] : new Value[capacity];

    /// <summary>Appends one element.</summary>
    public void Add(Value item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(4, 2 * _count));
        _items[_count++] = item;
    }

    /// <summary>Appends all elements.</summary>
    public void AddRange(Sequence items)
    {
        foreach (var item in items) Add(item);
    }

    /// <summary>The list of what was added; the builder must not be used any more.</summary>
    public Value ToList()
    {
        if (_count != _items.Length) Array.Resize(ref _items, _count);
        return Lists.FromArray(_items);
    }
}
