namespace Sema.Runtime.Builtins;

/// <summary>Hash maps by name; all other procedures on maps take them too (maps.md).</summary>
[BuiltinGroup("maps")]
public static class HashMaps
{
    private const string AssocShape = "hashmap/assoc: requires hashmap and even number of key-value pairs";

    /// <summary>A hash map of alternating keys and values.</summary>
    [Builtin("hashmap/new", Parameters = "k v ...", Doc = "A hash map of the given entries.")]
    public static Value New(params Value[] rest) => rest.Length % 2 == 0
        ? new Value(ConstantData.Fill("hashmap/new", HashMap.Empty, rest)) : throw Raise.Eval("hashmap/new: requires even number of arguments");

    /// <summary>The value of a key, of a map of either kind.</summary>
    [Builtin("hashmap/get", Parameters = "map key [default]", Doc = "The value of a key, else the default or nil.")]
    public static Value Get(Value map, Value key) => Get(map, key, Value.Nil);

    /// <summary>The value of a key or a default.</summary>
    public static Value Get(Value map, Value key, Value otherwise) =>
        (map.Ref as Map ?? Expect("hashmap/get", map)).TryGet(key, out var value) ? value : otherwise;

    /// <summary>A hash map with more entries. It counts its arguments itself, since its error says more than the arity.</summary>
    [Builtin("hashmap/assoc", Parameters = "map k v ...", Doc = "A hash map with entries added or replaced.")]
    public static Value Assoc(params Value[] rest)
    {
        if (rest.Length < 3 || rest.Length % 2 == 0) throw Raise.Eval(AssocShape);
        return new Value(ConstantData.Fill("hashmap/assoc", Expect("hashmap/assoc", rest[0]), rest.AsSpan(1)));
    }

    /// <summary>The keys, in the order of their hashes.</summary>
    [Builtin("hashmap/keys", Parameters = "map", Doc = "The keys of a hash map.")]
    public static Value Keys(Value map) => Maps.Keys(Expect("hashmap/keys", map));

    /// <summary>Whether a hash map has a key.</summary>
    [Builtin("hashmap/contains?", Parameters = "map key", Doc = "Whether a hash map has a key.")]
    public static bool Contains(Value map, Value key) => Expect("hashmap/contains?", map).TryGet(key, out _);

    /// <summary>The sorted map of the same entries.</summary>
    [Builtin("hashmap/to-map", Parameters = "map", Doc = "The entries of a hash map as a sorted map.")]
    public static Value ToMap(Value map) => new(MapTransforms.Sorted(Expect("hashmap/to-map", map)));

    private static HashMap Expect(string name, Value map) =>
        map.Ref as HashMap ?? throw Raise.Type("hashmap", map, $"{name}: argument 1 must be a hashmap");
}
