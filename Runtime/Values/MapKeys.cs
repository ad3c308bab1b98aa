namespace Sema.Runtime.Values;

/// <summary>Which values may be map keys, and what they are in formats whose keys are strings.</summary>
public static class MapKeys
{
    /// <summary>The key, unless it is a mutable container; <paramref name="name"/> is the builtin that the hint names, null for a literal.</summary>
    /// <exception cref="SemaException"><c>expected immutable map key, got …</c></exception>
    public static Value Checked(string? name, Value key) => key.Ref is not (null or string or Keyword) and HeapObject { IsMapKey: false }
        ? throw Raise.Type("immutable map key", key, (name is null ? "" : name + ": ") + "freeze the key first (mutable-array/->vector or mutable-cell/get)")
        : key;

    /// <summary>A key as a string: the name of a string, symbol or keyword, the write form of anything else.</summary>
    public static string Text(Value key) => key.Ref switch
    {
        string text => text,
        Symbol symbol => symbol.Name,
        Keyword keyword => keyword.Name,
        _ => Printer.Write(key),
    };

    /// <summary>The entries with their keys as strings, in code point order; of equal ones the last in key order is there.</summary>
    public static IEnumerable<KeyValuePair<string, Value>> ByText(Map map)
    {
        var entries = new SortedDictionary<string, Value>(Comparer<string>.Create(Strings.Compare));
        foreach (var (key, value) in map.Ordered()) entries[Text(key)] = value;
        return entries;
    }
}
