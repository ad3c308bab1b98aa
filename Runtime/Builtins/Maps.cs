namespace Sema.Runtime.Builtins;

/// <summary>Maps, sorted and hashed (§2.7).</summary>
[BuiltinGroup("maps")]
public static class Maps
{
    private const string AssocShape = "assoc: requires (key alist) or (map key val ...)";
    private const string GetHint = "get works on maps; use (nth coll i) to index a list or vector";

    /// <summary>A sorted map of alternating keys and values.</summary>
    [Builtin("hash-map", Parameters = "k v ...", Doc = "A sorted map of the given entries.")]
    public static Value HashMapOf(params Value[] rest) => ConstantData.SortedMap(Even("hash-map", rest));

    /// <summary>A hash map of alternating keys and values.</summary>
    [Builtin("hashmap/new", Parameters = "k v ...", Doc = "A hash map of the given entries.")]
    public static Value NewHashMap(params Value[] rest) => ConstantData.HashMap(Even("hashmap/new", rest));

    /// <summary>The value of a key.</summary>
    [Builtin("get", Parameters = "map key [default]", Doc = "The value of a key, else the default or nil.")]
    public static Value Get(Value map, Value key) => Expect("get", map).Get(key);

    /// <summary>The value of a key or a default.</summary>
    public static Value Get(Value map, Value key, Value otherwise) => Expect("get", map).TryGet(key, out var value) ? value : otherwise;

    /// <summary>Whether a map has a key.</summary>
    [Builtin("contains?", Parameters = "map key", Doc = "Whether a map has a key.")]
    public static bool Contains(Value map, Value key) => Expect("contains?", map).TryGet(key, out _);

    /// <summary>The element of an association list whose head is a key; <c>#f</c> when there is none.</summary>
    [Builtin("assoc", Parameters = "map k v ...", Doc = "A map with entries added or replaced; of a key and a list of lists, the one headed by the key.")]
    public static Value Assoc(Value key, Value list)
    {
        if (!list.IsList) throw Raise.Eval(AssocShape);
        foreach (var item in Lists.Each(list))
            if (item.IsList && !item.IsEmptyList && Equality.Same(Lists.Head(item), key)) return item;
        return Value.False;
    }

    /// <summary>A map with one more entry.</summary>
    public static Value Assoc(Value map, Value key, Value value) => new(Expect(null, map).With(key, value));

    /// <summary>A map with several more entries.</summary>
    public static Value Assoc(Value map, Value key, Value value, params Value[] rest)
    {
        var result = Expect(null, map).With(key, value);
        for (var i = 0; i + 1 < rest.Length; i += 2) result = result.With(rest[i], rest[i + 1]);
        return rest.Length % 2 == 0 ? new Value(result) : throw Raise.Eval(AssocShape);
    }

    /// <summary>A map without keys.</summary>
    [Builtin("dissoc", Parameters = "map k ...", Doc = "A map without the given keys.")]
    public static Value Dissoc(Value map, Value first, params Value[] rest)
    {
        var result = Expect(null, map).Without(first);
        foreach (var key in rest) result = result.Without(key);
        return new Value(result);
    }

    /// <summary>The keys.</summary>
    [Builtin("keys", Parameters = "map", Doc = "The keys in order.")]
    public static Value KeysOf(Value map) => Lists.From(Expect(null, map).Ordered().Select(static e => e.Key));

    /// <summary>The values.</summary>
    [Builtin("vals", Parameters = "map", Doc = "The values in key order.")]
    public static Value ValuesOf(Value map) => Lists.From(Expect(null, map).Ordered().Select(static e => e.Value));

    /// <summary>The entries of several maps.</summary>
    [Builtin("merge", Parameters = "map ...", Doc = "The entries of all maps; later ones win.")]
    public static Value Merge(params Value[] rest)
    {
        Map? result = null;
        foreach (var map in rest)
        {
            if (result is null) result = Expect(null, map);
            else
                foreach (var (key, value) in Expect(null, map).Ordered()) result = result.With(key, value);
        }
        return new Value(result ?? SortedMap.Empty);
    }

    /// <summary>A map with one value changed by a procedure.</summary>
    [Builtin("map/update", Parameters = "map key f", Doc = "A map whose value of a key is replaced by (f value).", CallsBack = true)]
    public static Value Update(Value map, Value key, Value f)
    {
        var source = Expect(null, map);
        return new Value(source.With(key, Callable.Argument(f).Invoke1(source.Get(key))));
    }

    /// <summary>The number of elements; 0 for nil.</summary>
    [Builtin("count", Parameters = "coll", Doc = "The number of elements of a collection or string; 0 for nil.")]
    public static Value Count(Value collection) => collection.IsNil ? new Value(0L) : ListBuiltins.Length(collection);

    /// <summary>Whether a collection has no elements.</summary>
    [Builtin("empty?", Parameters = "coll", Doc = "Whether a collection or string is empty; nil is.")]
    public static bool IsEmpty(Value collection) => Count(collection).Bits == 0;

    private static Value[] Even(string name, Value[] entries) =>
        entries.Length % 2 == 0 ? entries : throw Raise.Eval($"{name}: requires even number of arguments");

    private static Map Expect(string? operation, Value map) => map.Ref as Map ?? throw (operation is null
        ? Raise.Type("map or hashmap", map)
        : Raise.TypeIn(operation, "map or hashmap", map, map.IsList || map.Ref is Vector ? GetHint : "get: expected a map as the first argument"));
}
