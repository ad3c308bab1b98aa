using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Maps made from other collections, and maps changed as a whole (maps.md).</summary>
[BuiltinGroup("maps")]
public static class MapTransforms
{
    private const string ListOrVector = "list or vector";

    /// <summary>The entries as two-element lists, in key order for both kinds.</summary>
    [Builtin("map/entries", Parameters = "map", Doc = "The list of (key value) lists in key order.")]
    public static Value Entries(Value map)
    {
        var source = Maps.Expect(map, "map/entries: expected a map; returns a list of [key value] pairs");
        var result = new ListBuilder(source.Count);
        foreach (var (key, value) in source.Ordered()) result.Add(Lists.FromArray([key, value]));
        return result.ToList();
    }

    /// <summary>The inverse of <see cref="Entries"/>, also from vectors.</summary>
    [Builtin("map/from-entries", Parameters = "seq", Doc = "A sorted map of (key value) pairs; the last of equal keys wins.")]
    public static Value FromEntries(Value seq)
    {
        Map result = SortedMap.Empty;
        foreach (var pair in Items(seq, ListOrVector, "map/from-entries: expected a list of [key value] pairs"))
        {
            if (Items(pair, ListOrVector, "map/from-entries: each entry must be a [key value] pair") is not [var key, var value])
                throw Raise.Eval("map/from-entries: each entry must be a pair (key value)");
            result = result.With(MapKeys.Checked("map/from-entries", key), value);
        }
        return new Value(result);
    }

    /// <summary>A sorted map of keys and values given apart.</summary>
    [Builtin("map/zip", Parameters = "keys vals", Doc = "A sorted map of keys and values, up to the shorter of the two.")]
    public static Value Zip(Value keys, Value values)
    {
        var left = Items(keys, ListOrVector, "map/zip: argument 1 must be a list of keys");
        var right = Items(values, ListOrVector, "map/zip: argument 2 must be a list of values");
        Map result = SortedMap.Empty;
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++) result = result.With(MapKeys.Checked("map/zip", left[i]), right[i]);
        return new Value(result);
    }

    /// <summary>A map whose values went through a procedure, called in the map's own order.</summary>
    [Builtin("map/map-vals", Parameters = "f map", Doc = "A map of the same keys with (f value).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MapValues(Value f, Value map)
    {
        StackGuard.Check();
        var source = Maps.Expect(map, "map/map-vals: argument 2 must be a map; applies fn to each value");
        var entries = new List<KeyValuePair<Value, Value>>(source.Count);
        foreach (var (key, value) in source.Entries()) entries.Add(new(key, Callable.Argument(f).Invoke1(value)));
        return new Value(source.FromOrdered(entries));
    }

    /// <summary>A map whose keys went through a procedure, called in the map's own order; later entries win.</summary>
    [Builtin("map/map-keys", Parameters = "f map", Doc = "A map of the same values with (f key).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MapKeysOf(Value f, Value map)
    {
        StackGuard.Check();
        var source = Maps.Expect(map, "map/map-keys: argument 2 must be a map; applies fn to each key");
        var result = source.Cleared();
        foreach (var (key, value) in source.Entries())
            result = result.With(MapKeys.Checked("map/map-keys", Callable.Argument(f).Invoke1(key)), value);
        return new Value(result);
    }

    /// <summary>A map of the entries that a predicate accepts.</summary>
    [Builtin("map/filter", Parameters = "pred map", Doc = "The entries for which (pred key value) is true.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Filter(Value predicate, Value map)
    {
        StackGuard.Check();
        var source = Maps.Expect(map, "map/filter: argument 2 must be a map; predicate receives (key value)");
        var entries = new List<KeyValuePair<Value, Value>>();
        foreach (var entry in source.Entries())
            if (Callable.Argument(predicate).Invoke2(entry.Key, entry.Value).IsTruthy) entries.Add(entry);
        return new Value(source.FromOrdered(entries));
    }

    /// <summary>A map with one value changed by a procedure.</summary>
    [Builtin("map/update", Parameters = "map key f", Doc = "A map whose value of a key is replaced by (f value).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Update(Value map, Value key, Value f)
    {
        StackGuard.Check();
        var source = Maps.Expect(map, "map/update: argument 1 must be a map; applies fn to the value at key");
        return new Value(source.With(MapKeys.Checked("map/update", key), Callable.Argument(f).Invoke1(source.Get(key))));
    }

    /// <summary>The part of a map that has the listed keys.</summary>
    [Builtin("map/select-keys", Parameters = "map keys", Doc = "The entries of the listed keys.")]
    public static Value SelectKeys(Value map, Value keys)
    {
        var source = Maps.Expect(map, "map/select-keys: argument 1 must be a map");
        var result = source.Cleared();
        foreach (var key in Items(keys, "list", "map/select-keys: argument 2 must be a list of keys to keep"))
            if (source.TryGet(key, out var value)) result = result.With(key, value);
        return new Value(result);
    }

    /// <summary>A map without the listed keys.</summary>
    [Builtin("map/except", Parameters = "map keys", Doc = "The entries of all but the listed keys.")]
    public static Value Except(Value map, Value keys)
    {
        var result = Maps.Expect(map, "map/except: argument 1 must be a map");
        foreach (var key in Items(keys, ListOrVector, "map/except: argument 2 must be a list of keys to exclude")) result = result.Without(key);
        return new Value(result);
    }

    /// <summary>The sorted map of a map's entries.</summary>
    [Builtin("map/sort-keys", Parameters = "map", Doc = "The same entries as a sorted map.")]
    public static Value SortKeys(Value map) =>
        new(Sorted(Maps.Expect(map, "map/sort-keys: argument 1 must be a map; returns it with keys sorted")));

    /// <summary>The entries as a sorted map; a sorted map itself.</summary>
    internal static Map Sorted(Map map)
    {
        if (!map.IsHash) return map;
        Map result = SortedMap.Empty;
        foreach (var (key, value) in map.Entries()) result = result.With(key, value);
        return result;
    }

    private static Value[] Items(Value value, string expected, string hint) =>
        value.IsList ? Lists.ToArray(value) : value.Ref is Vector vector ? vector.Items : throw Raise.Type(expected, value, hint);
}
