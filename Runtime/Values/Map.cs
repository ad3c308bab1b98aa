namespace Sema.Runtime.Values;

/// <summary>
/// A persistent map (§2.7): <see cref="SortedMap"/> (<c>:map</c>, ordered by §2.4) or <see cref="HashMap"/> (<c>:hashmap</c>,
/// keys by <c>equal?</c>, printed in key order).
/// </summary>
public abstract class Map
{
    /// <summary>The number of entries.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the map is a <c>:hashmap</c>.</summary>
    public abstract bool IsHash { get; }

    /// <summary>Finds a key.</summary>
    public abstract bool TryGet(Value key, out Value value);

    /// <summary>The value of a key; nil when absent.</summary>
    public Value Get(Value key) => TryGet(key, out var value) ? value : Value.Nil;

    /// <summary>A map of the same kind with the entry added or its value replaced (the old key object stays). O(log n).</summary>
    /// <remarks>Whoever takes the key from a program has it checked by <see cref="MapKeys.Checked"/>.</remarks>
    public abstract Map With(Value key, Value value);

    /// <summary>A map of the same kind without the key. O(log n).</summary>
    public abstract Map Without(Value key);

    /// <summary>The entries in an order of the map's own, in O(n): key order for <see cref="SortedMap"/>.</summary>
    public abstract IEnumerable<KeyValuePair<Value, Value>> Entries();

    /// <summary>The keys in the order of <see cref="Entries"/>, in a new array.</summary>
    public virtual Value[] Keys()
    {
        var keys = new Value[Count];
        var next = 0;
        foreach (var entry in Entries()) keys[next++] = entry.Key;
        return keys;
    }

    /// <summary>The entries in key order (§2.4), for both kinds.</summary>
    public abstract IEnumerable<KeyValuePair<Value, Value>> Ordered();

    /// <summary>A map of the same kind with these entries, whose keys differ. For a <see cref="SortedMap"/> they must be in key order, and it is O(n).</summary>
    public abstract Map FromOrdered(IReadOnlyList<KeyValuePair<Value, Value>> entries);

    /// <summary>The empty map of the same kind.</summary>
    public abstract Map Cleared();
}
