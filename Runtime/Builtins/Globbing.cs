using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Paths that match a pattern.</summary>
[BuiltinGroup("file-io")]
public static class Globbing
{
    private const string Function = "file/glob";

    /// <summary>The paths that match a pattern, in order.</summary>
    [Builtin(Function, Parameters = "pattern", Doc = "The paths that match a pattern of * ? [a-z] [!a] and **.", Capability = Capabilities.FsRead)]
    public static Value Glob(Value pattern)
    {
        var text = Host.Current.PathText(Function, Capabilities.FsRead, pattern);
        if (text.Contains('\0')) return Value.EmptyList;
        var root = Path.GetPathRoot(text) ?? "";
        var components = new List<GlobPattern>();
        try
        {
            for (var start = root.Length; start < text.Length;)
            {
                var end = text.IndexOf('/', start) is >= 0 and var slash ? slash : text.Length;
                if (end > start) components.Add(new GlobPattern(text[start..end], start));
                start = end + 1;
            }
        }
        catch (FormatException e)
        {
            throw Raise.Eval($"{Function}: invalid pattern: {e.Message}");
        }
        // By components: a/b comes before a.txt.
        var found = new SortedSet<string>(Comparer<string>.Create(static (x, y) => string.CompareOrdinal(x.Replace('/', '\0'), y.Replace('/', '\0'))));
        // The part of the pattern that is certain must lie inside; what the wildcards meet outside is passed over.
        var fixedPart = root + string.Join('/', components.TakeWhile(static c => c.IsLiteral).Select(static c => c.Text));
        if (!TryLocate(fixedPart.Length == 0 ? "." : fixedPart, out _)) return Value.EmptyList;
        if (components.Count > 0) Walk(root, components, 0, new Search(found, text.EndsWith('/')));
        return Lists.From(found.Select(Value.FromString));
    }

    private static void Walk(string directory, List<GlobPattern> pattern, int index, Search search)
    {
        StackGuard.Check();
        var component = pattern[index];
        var isLast = index == pattern.Count - 1;
        if (component.IsLiteral)
        {
            var path = PathText.Join(directory, component.Text);
            if (isLast) search.Add(path);
            else if (Located(path) is { } real && Directory.Exists(real)) Walk(path, pattern, index + 1, search);
            return;
        }
        if (component.IsRecursive && !isLast) Walk(directory, pattern, index + 1, search);
        foreach (var (name, isDirectory, isLink) in Entries(directory))
        {
            var path = PathText.Join(directory, name);
            if (component.IsRecursive)
            {
                if (!isDirectory) continue;
                if (isLast) search.Add(path);
                // A link to a directory above would go round for ever.
                if (!isLink) Walk(path, pattern, index, search);
            }
            else if (component.Matches(name))
            {
                if (isLast) search.Add(path);
                else if (isDirectory) Walk(path, pattern, index + 1, search);
            }
        }
    }

    private static List<(string Name, bool IsDirectory, bool IsLink)> Entries(string directory)
    {
        var result = new List<(string, bool, bool)>();
        try
        {
            if (Located(directory.Length == 0 ? "." : directory) is not { } path) return result;
            foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", FileEntries.AllEntries))
            {
                var isLink = entry.LinkTarget is not null;
                result.Add((entry.Name, isLink ? Directory.Exists(entry.FullName) : entry is DirectoryInfo, isLink));
            }
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            // What cannot be read holds no match.
        }
        return result;
    }

    /// <summary>The path for the system; null when it leads out of the allowed directories or nowhere.</summary>
    private static string? Located(string path)
    {
        try
        {
            return TryLocate(path, out var real) ? real : null;
        }
        catch (SemaException e) when (e.Condition.Type == "permission-denied")
        {
            return null;
        }
    }

    private static bool TryLocate(string path, out string real)
    {
        try
        {
            real = Host.Current.Locate(Function, path);
            return true;
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            real = "";
            return false;
        }
    }

    private sealed record Search(SortedSet<string> Found, bool DirectoriesOnly)
    {
        public void Add(string path)
        {
            if (Located(path) is { } real && (Directory.Exists(real) || (!DirectoriesOnly && (File.Exists(real) || new FileInfo(real).LinkTarget is not null)))) Found.Add(path);
        }
    }
}
