namespace Sema.Runtime.Builtins;

/// <summary>Maps, sorted and hashed (§2.7).</summary>
[BuiltinGroup("maps")]
public static class Maps
{
    private const string AssocShape = "assoc: requires (key alist) or (map key val ...)";
    private const string AssocHint = "assoc: expected a map as the first argument, then key/value pairs";

    /// <summary>A sorted map of alternating keys and values.</summary>
    [Builtin("hash-map", "map/new", Parameters = "k v ...", Doc = "A sorted map of the given entries.")]
    public static Value HashMapOf(params Value[] rest) => rest.Length % 2 == 0
        ? new Value(ConstantData.Fill("hash-map", SortedMap.Empty, rest)) : throw Raise.Eval("hash-map: requires even number of arguments");

    /// <summary>The value of a key.</summary>
    [Builtin("get", "hash-ref", Parameters = "map key [default]", Doc = "The value of a key, else the default or nil.", IsPure = true, Borrows = true)]
    public static Value Get(Value map, Value key) => Get(map, key, Value.Nil);

    /// <summary>The value of a key or a default.</summary>
    public static Value Get(Value map, Value key, Value otherwise) =>
        (map.Ref is HashMap hash ? hash.TryGet(key, out var value) : Lookup("get", map).TryGet(key, out value)) ? value : otherwise;

    /// <summary>Whether a map has a key.</summary>
    [Builtin("contains?", Parameters = "map key", Doc = "Whether a map has a key.", IsPure = true, Borrows = true)]
    public static bool Contains(Value map, Value key) => Lookup("contains?", map).TryGet(key, out _);

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
    public static Value Assoc(Value map, Value key, Value value) =>
        new(Expect(map, AssocHint).With(MapKeys.Checked("assoc", key), value));

    /// <summary>
    /// A map with one more entry, where the caller will not use the first one again; compiled code calls it for <c>assoc</c> in the
    /// procedure of a fold (<see cref="BuiltinAttribute.Folds"/>), which seals the result.
    /// </summary>
    public static Value AssocLast(Value map, Value key, Value value) =>
        map.Ref is HashMap hash ? new(hash.Put(MapKeys.Checked("assoc", key), value)) : Assoc(map, key, value);

    /// <summary>The result of a fold, which nobody changes any more.</summary>
    internal static Value Sealed(Value result)
    {
        (result.Ref as HashMap)?.Seal();
        return result;
    }

    /// <summary>A map with several more entries.</summary>
    public static Value Assoc(Value map, Value key, Value value, params Value[] rest)
    {
        if (rest.Length % 2 != 0) throw Raise.Eval(AssocShape);
        var first = Expect(map, AssocHint).With(MapKeys.Checked("assoc", key), value);
        return new Value(ConstantData.Fill("assoc", first, rest));
    }

    /// <summary>A map without keys.</summary>
    [Builtin("dissoc", Parameters = "map k ...", Doc = "A map without the given keys.")]
    public static Value Dissoc(Value map, Value first, params Value[] rest)
    {
        var result = Expect(map, "dissoc: expected a map as the first argument, then keys to remove").Without(first);
        foreach (var key in rest) result = result.Without(key);
        return new Value(result);
    }

    /// <summary>The keys.</summary>
    [Builtin("keys", Parameters = "map", Doc = "The keys: of a sorted map in order, of a hash map in the order of their hashes.")]
    public static Value KeysOf(Value map) => Keys(Expect(map, "keys: expected a map; returns its keys as a list"));

    /// <summary>The values.</summary>
    [Builtin("vals", Parameters = "map", Doc = "The values, in the order in which keys gives their keys.")]
    public static Value ValuesOf(Value map)
    {
        var source = Expect(map, "vals: expected a map; returns its values as a list");
        var result = new ListBuilder(source.Count);
        foreach (var entry in source.Entries()) result.Add(entry.Value);
        return result.ToList();
    }

    /// <summary>The entries of several maps.</summary>
    [Builtin("merge", Parameters = "map ...", Doc = "The entries of all maps; later ones win.")]
    public static Value Merge(params Value[] rest)
    {
        Map? result = null;
        foreach (var map in rest)
        {
            var source = Expect(map, "merge: every argument must be a map or hashmap");
            if (result is null) result = source;
            else
                foreach (var (key, value) in source.Entries()) result = result.With(key, value);
        }
        return new Value(result ?? SortedMap.Empty);
    }

    /// <summary>The number of elements; 0 for nil.</summary>
    [Builtin("count", Parameters = "coll", Doc = "The number of elements of a collection or string; 0 for nil.", Borrows = true)]
    public static Value Count(Value collection) => new(Size("count", collection));

    /// <summary>Whether a collection has no elements.</summary>
    [Builtin("empty?", Parameters = "coll", Doc = "Whether a collection or string is empty; nil is.", Borrows = true)]
    public static bool IsEmpty(Value collection) => Size("empty?", collection) == 0;

    /// <summary>The keys in the map's own order.</summary>
    internal static Value Keys(Map map) => Lists.FromArray(map.Keys());

    /// <summary>A map argument.</summary>
    internal static Map Expect(Value map, string hint) => map.Ref as Map ?? throw Raise.Type("map or hashmap", map, hint);

    private static Map Lookup(string operation, Value map) => map.Ref as Map ?? throw Raise.TypeIn(operation, "map or hashmap", map,
        map.IsList || map.Ref is Vector ? $"{operation} works on maps; use (nth coll i) to index a list or vector"
        : $"{operation}: expected a map as the first argument");

    private static long Size(string name, Value collection) => collection.Ref switch
    {
        _ when collection.IsNil => 0,
        _ when collection.IsList => Lists.Count(collection),
        Vector vector => vector.Items.Length,
        Map map => map.Count,
        string => Strings.Length(collection),
        _ => throw Raise.Type("collection", collection, $"{name}: expected a list, vector, map, or string"),
    };
}
