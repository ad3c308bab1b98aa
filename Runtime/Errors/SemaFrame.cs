namespace Sema.Runtime.Errors;

/// <summary>One line of a Sema stack trace (§8.1). <see cref="Line"/> and <see cref="Column"/> are 1-based, 0 when unknown.</summary>
public readonly record struct SemaFrame(string Name, string? File, int Line, int Column)
{
    /// <summary>The value of <c>:stack-trace</c>: a list of maps, innermost frame first (§8.2).</summary>
    public static Value ToList(IReadOnlyList<SemaFrame> frames)
    {
        var items = new Value[frames.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var frame = frames[i];
            Map map = SortedMap.Empty.With(new Value(Keyword.Intern("name")), Value.FromString(frame.Name));
            // The reference names a file only where the code came from one, not from -e or eval text.
            if (frame.File is not null and not "<input>")
                map = map.With(new Value(Keyword.Intern("file")), Value.FromString(frame.File));
            if (frame.Line > 0)
            {
                map = map.With(new Value(Keyword.Intern("line")), new Value(frame.Line));
                map = map.With(new Value(Keyword.Intern("col")), new Value(frame.Column));
            }
            items[i] = new Value(map);
        }
        return Lists.FromArray(items);
    }

    /// <summary>As in the rendering of an uncaught error: <c>at NAME (FILE:LINE:COL)</c>.</summary>
    public override string ToString() => Line > 0 ? $"at {Name} ({File ?? "<input>"}:{Line}:{Column})" : $"at {Name}";
}
