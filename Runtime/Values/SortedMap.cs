namespace Sema.Runtime.Values;

/// <summary>The <c>:map</c> kind: ordered by <see cref="Ordering"/>.</summary>
public sealed class SortedMap : Map
{
    /// <summary>The map <c>{}</c>.</summary>
    public static readonly SortedMap Empty = new([], []);

    private readonly Value[] _keys;
    private readonly Value[] _values;

    private SortedMap(Value[] keys, Value[] values)
    {
        _keys = keys;
        _values = values;
    }

    /// <inheritdoc/>
    public override int Count => _keys.Length;

    /// <inheritdoc/>
    public override bool IsHash => false;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value)
    {
        var i = Find(key);
        value = i >= 0 ? _values[i] : default;
        return i >= 0;
    }

    /// <inheritdoc/>
    public override Map With(Value key, Value value)
    {
        MapKeys.Check(key);
        var i = Find(key);
        if (i >= 0)
        {
            var values = (Value[])_values.Clone();
            values[i] = value;
            return new SortedMap(_keys, values);
        }
        i = ~i;
        return new SortedMap([.. _keys[..i], key, .. _keys[i..]], [.. _values[..i], value, .. _values[i..]]);
    }

    /// <inheritdoc/>
    public override Map Without(Value key)
    {
        var i = Find(key);
        return i < 0 ? this : new SortedMap([.. _keys[..i], .. _keys[(i + 1)..]], [.. _values[..i], .. _values[(i + 1)..]]);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Ordered()
    {
        for (var i = 0; i < _keys.Length; i++) yield return new(_keys[i], _values[i]);
    }

    /// <inheritdoc/>
    public override Map Cleared() => Empty;

    private int Find(Value key)
    {
        int low = 0, high = _keys.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Ordering.Compare(_keys[middle], key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }
}
