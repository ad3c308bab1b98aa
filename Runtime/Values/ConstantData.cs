namespace Sema.Runtime.Values;

/// <summary>Makes the quoted data of compiled programs at start-up.</summary>
public static class ConstantData
{
    /// <summary>A <c>:map</c> of alternating keys and values.</summary>
    public static Value SortedMap(Value[] entries) => Fill(Values.SortedMap.Empty, entries);

    /// <summary>A <c>:hashmap</c> of alternating keys and values.</summary>
    public static Value HashMap(Value[] entries) => Fill(Values.HashMap.Empty, entries);

    /// <summary>A number by its write form.</summary>
    public static Value Number(string text) =>
        NumberText.TryParse(text, 10, out var number) ? number : throw new FormatException(text);

    private static Value Fill(Map map, Value[] entries)
    {
        for (var i = 0; i < entries.Length; i += 2) map = map.With(entries[i], entries[i + 1]);
        return new Value(map);
    }

    /// <summary>Other data by its write form: bytevectors.</summary>
    public static Value Read(string text) => Reader.ReadFirst(new SourceText(text))!.ToDatum();
}
