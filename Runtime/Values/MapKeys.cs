namespace Sema.Runtime.Values;

/// <summary>Which values may be map keys.</summary>
public static class MapKeys
{
    /// <summary>The key, unless it is a mutable container; <paramref name="name"/> is the builtin that the hint names, null for a literal.</summary>
    /// <exception cref="SemaException"><c>expected immutable map key, got …</c></exception>
    public static Value Checked(string? name, Value key) => key.Ref is HeapObject { IsMapKey: false }
        ? throw Raise.Type("immutable map key", key, (name is null ? "" : name + ": ") + "freeze the key first (mutable-array/->vector or mutable-cell/get)")
        : key;
}
