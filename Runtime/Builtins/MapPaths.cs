namespace Sema.Runtime.Builtins;

/// <summary>Maps as a whole, and maps within maps.</summary>
[BuiltinGroup("maps")]
public static class MapPaths
{
    /// <summary>The entries as two-element lists.</summary>
    [Builtin("map/entries", Parameters = "map", Doc = "The list of (key value) lists in key order.")]
    public static Value Entries(Value map) =>
        Lists.From(Expect(map, "map/entries: expected a map; returns a list of [key value] pairs").Ordered()
            .Select(static e => Lists.FromArray([e.Key, e.Value])));

    /// <summary>A map whose values went through a procedure.</summary>
    [Builtin("map/map-vals", Parameters = "f map", Doc = "A map of the same keys with (f value).", CallsBack = true)]
    public static Value MapValues(Value f, Value map)
    {
        StackGuard.Check();
        var source = Expect(map, "map/map-vals: argument 2 must be a map; applies fn to each value");
        var procedure = Callable.Argument(f);
        var result = source;
        foreach (var (key, value) in source.Ordered()) result = result.With(key, procedure.Invoke1(value));
        return new Value(result);
    }

    /// <summary>A map of the entries that a predicate accepts.</summary>
    [Builtin("map/filter", Parameters = "pred map", Doc = "The entries for which (pred key value) is true.", CallsBack = true)]
    public static Value Filter(Value predicate, Value map)
    {
        StackGuard.Check();
        var source = Expect(map, "map/filter: argument 2 must be a map; predicate receives (key value)");
        var procedure = Callable.Argument(predicate);
        var result = source;
        foreach (var (key, value) in source.Ordered())
            if (!procedure.Invoke2(key, value).IsTruthy) result = result.Without(key);
        return new Value(result);
    }

    /// <summary>The value at the end of a path of keys.</summary>
    [Builtin("get-in", "map/get-in", Parameters = "map path [default]", Doc = "The value at a path of keys, else the default or nil.")]
    public static Value GetIn(Value map, Value path) => GetIn(map, path, Value.Nil);

    /// <summary>As <see cref="GetIn(Value, Value)"/>, with a default.</summary>
    public static Value GetIn(Value map, Value path, Value otherwise)
    {
        foreach (var key in Path("get-in", path))
            if (map.Ref is not Map level || !level.TryGet(key, out map)) return otherwise;
        return map;
    }

    /// <summary>A map with the value at a path replaced.</summary>
    [Builtin("assoc-in", "map/assoc-in", Parameters = "map path v", Doc = "A map with the value at a path of keys; missing levels are made.")]
    public static Value AssocIn(Value map, Value path, Value value) => Change(map, Path("assoc-in", path), _ => value);

    /// <summary>A map with the value at a path changed by a procedure.</summary>
    [Builtin("update-in", "map/update-in", Parameters = "map path f", Doc = "A map whose value at a path of keys is replaced by (f value).", CallsBack = true)]
    public static Value UpdateIn(Value map, Value path, Value f)
    {
        StackGuard.Check();
        return Change(map, Path("update-in", path), Callable.Argument(f).Invoke1);
    }

    private static Value Change(Value map, ReadOnlySpan<Value> path, Func<Value, Value> change)
    {
        StackGuard.Check();
        if (path.IsEmpty) return change(map);
        var level = map.Ref as Map ?? SortedMap.Empty;
        return new Value(level.With(path[0], Change(level.Get(path[0]), path[1..], change)));
    }

    private static Value[] Path(string name, Value path) => path.IsList ? Lists.ToArray(path)
        : path.Ref is Vector vector ? vector.Items
        : throw Raise.Type("list or vector", path, $"{name}: argument 2 must be a list/vector path of keys");

    private static Map Expect(Value map, string hint) => map.Ref as Map ?? throw Raise.Type("map or hashmap", map, hint);
}
