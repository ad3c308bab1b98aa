using System.Collections.Immutable;

namespace Sema.Runtime.Values;

/// <summary>The <c>:hashmap</c> kind: keys by <c>equal?</c>.</summary>
public sealed class HashMap : Map
{
    /// <summary>The empty hash map.</summary>
    public static readonly HashMap Empty = new(ImmutableDictionary.Create<Value, Value>(Equality.Comparer));

    private readonly ImmutableDictionary<Value, Value> _entries;

    private HashMap(ImmutableDictionary<Value, Value> entries) => _entries = entries;

    /// <inheritdoc/>
    public override int Count => _entries.Count;

    /// <inheritdoc/>
    public override bool IsHash => true;

    /// <inheritdoc/>
    public override bool TryGet(Value key, out Value value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public override Map With(Value key, Value value)
    {
        MapKeys.Check(key);
        return new HashMap(_entries.SetItem(key, value));
    }

    /// <inheritdoc/>
    public override Map Without(Value key) => new HashMap(_entries.Remove(key));

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<Value, Value>> Ordered() =>
        _entries.OrderBy(static e => e.Key, Comparer<Value>.Create(Ordering.Compare));

    /// <inheritdoc/>
    public override Map Cleared() => Empty;
}
