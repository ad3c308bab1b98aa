namespace Sema.Runtime.Values;

/// <summary>Makes the quoted data of compiled programs at start-up.</summary>
public static class ConstantData
{
    /// <summary>A <c>:map</c> of alternating keys and values.</summary>
    public static Value SortedMap(Value[] entries) => new(Fill(null, Values.SortedMap.Empty, entries));

    /// <summary>A <c>:hashmap</c> of alternating keys and values.</summary>
    public static Value HashMap(Value[] entries) => new(Fill(null, Values.HashMap.Empty, entries));

    /// <summary>A number by its write form.</summary>
    public static Value Number(string text) =>
        NumberText.TryParse(text, 10, out var number) ? number : throw new FormatException(text);

    /// <summary>A map with alternating keys and values added, for the builtin <paramref name="name"/> or a literal.</summary>
    /// <exception cref="SemaException">A key is a mutable container.</exception>
    public static Map Fill(string? name, Map map, ReadOnlySpan<Value> entries)
    {
        for (var i = 0; i + 1 < entries.Length; i += 2) map = map.With(MapKeys.Checked(name, entries[i]), entries[i + 1]);
        return map;
    }

    /// <summary>Other data by its write form: bytevectors.</summary>
    public static Value Read(string text) => Reader.ReadFirst(new SourceText(text))!.ToDatum();
}
