namespace Sema.Runtime.Text;

/// <summary>
/// Paths as text: the components are names, <c>..</c>, and <c>.</c> at the start only; doubled and final separators count
/// for nothing. The file system is not asked.
/// </summary>
internal static class PathText
{
    /// <summary>Whether a path does not depend on the working directory.</summary>
    public static bool IsAbsolute(string path) => Path.IsPathFullyQualified(path);

    /// <summary>Adds a part: an absolute one replaces what is before it.</summary>
    public static string Join(string path, string part)
    {
        if (Path.IsPathRooted(part)) return part;
        return path.Length == 0 || IsSeparator(path[^1]) ? path + part : path + Path.DirectorySeparatorChar + part;
    }

    /// <summary>The path above; empty when there is none.</summary>
    public static string Parent(string path)
    {
        var components = Components(path);
        return components switch
        {
            [] => "",
            [_] => path[..RootLength(path)],
            [.., var before, _] => path[..before.End.Value],
        };
    }

    /// <summary>The last component when it is a name; else empty.</summary>
    public static string FileName(string path) =>
        Components(path) is [.., var last] && path[last] is not ("." or "..") and var name ? name : "";

    /// <summary>What follows the last dot of the file name, unless the dot begins it.</summary>
    public static string Extension(string path) => FileName(path) is var name && name.LastIndexOf('.') is > 0 and var dot ? name[(dot + 1)..] : "";

    /// <summary>The file name without extension and its dot.</summary>
    public static string Stem(string path) => FileName(path) is var name && name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;

    /// <summary>How to reach <paramref name="path"/> from <paramref name="from"/>; both absolute and without <c>..</c>.</summary>
    public static string Relative(string from, string path)
    {
        var start = Components(from).ConvertAll(c => from[c]);
        var goal = Components(path).ConvertAll(c => path[c]);
        var common = 0;
        while (common < start.Count && common < goal.Count && start[common] == goal[common]) common++;
        var steps = Enumerable.Repeat("..", start.Count - common).Concat(goal.Skip(common));
        return string.Join(Path.DirectorySeparatorChar, steps) is { Length: > 0 } relative ? relative : ".";
    }

    private static List<Range> Components(string path)
    {
        var result = new List<Range>();
        var start = RootLength(path);
        for (var i = start; i <= path.Length; i++)
        {
            if (i < path.Length && !IsSeparator(path[i])) continue;
            if (i > start && (path[start..i] != "." || start == 0)) result.Add(start..i);
            start = i + 1;
        }
        return result;
    }

    private static int RootLength(string path) => Path.GetPathRoot(path)?.Length ?? 0;

    private static bool IsSeparator(char c) => c == '/' || c == Path.DirectorySeparatorChar;
}
