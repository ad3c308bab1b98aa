namespace Sema.Runtime.Regexes;

/// <summary>The patterns compiled last, for the thread that uses them. When it is full it is emptied.</summary>
public static class PatternCache
{
    private const int Capacity = 256;

    [ThreadStatic]
    private static Dictionary<string, CompiledPattern>? _patterns;

    /// <summary>The compiled pattern.</summary>
    /// <exception cref="PatternException">It is not valid.</exception>
    public static CompiledPattern Get(string pattern)
    {
        var patterns = _patterns ??= new Dictionary<string, CompiledPattern>(StringComparer.Ordinal);
        if (patterns.TryGetValue(pattern, out var compiled)) return compiled;
        compiled = new CompiledPattern(pattern);
        if (patterns.Count >= Capacity) patterns.Clear();
        return patterns[pattern] = compiled;
    }
}
