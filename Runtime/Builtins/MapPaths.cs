using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Maps within maps.</summary>
[BuiltinGroup("maps")]
public static class MapPaths
{
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
    public static Value AssocIn(Value map, Value path, Value value) => Change("assoc-in", map, Path("assoc-in", path), _ => value);

    /// <summary>A map with the value at a path changed by a procedure.</summary>
    [Builtin("update-in", "map/update-in", Parameters = "map path f", Doc = "A map whose value at a path of keys is replaced by (f value).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value UpdateIn(Value map, Value path, Value f)
    {
        StackGuard.Check();
        return Change("update-in", map, Path("update-in", path), Callable.Argument(f).Invoke1);
    }

    /// <summary>The entries of maps, merged where both sides have a map; elsewhere the later value stands.</summary>
    [Builtin("deep-merge", "map/deep-merge", Parameters = "map ...", Doc = "The entries of all maps; maps within them are merged too.")]
    public static Value DeepMerge(params Value[] rest) =>
        rest.Length == 0 ? new Value(SortedMap.Empty) : rest.Aggregate(Merged);

    private static Value Merged(Value left, Value right)
    {
        StackGuard.Check();
        if (left.Ref is not Map below || right.Ref is not Map above) return right;
        if (below.IsHash) below = MapTransforms.Sorted(below);
        foreach (var (key, value) in above.Entries()) below = below.With(key, below.TryGet(key, out var old) ? Merged(old, value) : value);
        return new Value(below);
    }

    private static Value Change(string name, Value map, ReadOnlySpan<Value> path, Func<Value, Value> change)
    {
        StackGuard.Check();
        if (path.IsEmpty) return change(map);
        var level = map.Ref as Map ?? SortedMap.Empty;
        var key = MapKeys.Checked(name, path[0]);
        return new Value(level.With(key, Change(name, level.Get(key), path[1..], change)));
    }

    private static Value[] Path(string name, Value path) => path.IsList ? Lists.ToArray(path)
        : path.Ref is Vector vector ? vector.Items
        : throw Raise.Type("list or vector", path, $"{name}: argument 2 must be a list/vector path of keys");
}
