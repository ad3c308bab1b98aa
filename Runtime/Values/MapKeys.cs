namespace Sema.Runtime.Values;

/// <summary>Which values may be map keys.</summary>
public static class MapKeys
{
    /// <summary>Refuses mutable containers.</summary>
    /// <exception cref="SemaException"><c>expected immutable map key, got …</c></exception>
    public static void Check(Value key)
    {
        if (key.Ref is HeapObject { IsMapKey: false }) throw Raise.Type("immutable map key", key);
    }
}
