namespace Sema.Runtime.Regexes;

/// <summary>One match in a text; offsets are those of .NET strings.</summary>
public readonly struct PatternMatch(CompiledPattern pattern, string text, int start, int end)
{
    public int Start => start;

    public int End => end;

    public string Text => text[start..end];

    /// <summary>What each group took, by its number (0 is the whole match); null for a group that took no part.</summary>
    public string?[] Groups()
    {
        var groups = new string?[pattern.GroupCount + 1];
        groups[0] = Text;
        if (groups.Length == 1) return groups;
        var bounds = pattern.Captures(text, start, end);
        for (var i = 1; i < groups.Length; i++)
            if (bounds[2 * i + 1] >= 0) groups[i] = text[bounds[2 * i]..bounds[2 * i + 1]];
        return groups;
    }
}
