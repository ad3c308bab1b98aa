namespace Sema.Runtime.Hosting;

/// <summary>
/// Paths as the operating system follows them. .NET's own functions drop <c>link/..</c> before they look at the disk; here a
/// <c>..</c> leaves the directory that the link leads to.
/// </summary>
public static class RealPath
{
    /// <summary>The number of links after which the system calls a path a loop.</summary>
    private const int MaxLinks = 40;

    private static StringComparison Comparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// The path without links, <c>.</c> and <c>..</c>. What does not exist is kept as written.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">The links go in a circle, or <c>..</c> follows a name that does not exist or is no directory.</exception>
    public static string Resolve(string path)
    {
        var root = Path.GetPathRoot(path) is { Length: > 0 } r ? r : throw new ArgumentException("not an absolute path", nameof(path));
        var pending = new Stack<string>();
        Push(pending, path[root.Length..]);
        var result = root;
        var links = 0;
        while (pending.TryPop(out var segment))
        {
            if (segment is "" or ".") continue;
            if (segment == "..")
            {
                if (!Directory.Exists(result)) throw OsErrors.NotFound();
                result = Path.GetDirectoryName(result) ?? result;
                continue;
            }
            var next = Path.Combine(result, segment);
            if (LinkTarget(next) is not { } target)
            {
                result = next;
                continue;
            }
            if (++links > MaxLinks) throw OsErrors.TooManyLinks();
            if (Path.IsPathRooted(target))
            {
                result = Path.GetPathRoot(target)!;
                target = target[result.Length..];
            }
            Push(pending, target);
        }
        return result;
    }

    /// <summary>Whether a path is the directory <paramref name="root"/> or inside it, by components; both are real paths.</summary>
    public static bool IsWithin(string root, string path)
    {
        if (!path.StartsWith(root, Comparison)) return false;
        return path.Length == root.Length || root.EndsWith(Path.DirectorySeparatorChar) || path[root.Length] == Path.DirectorySeparatorChar;
    }

    /// <summary>An absolute path without <c>.</c> and <c>..</c>, by its text alone.</summary>
    public static string Normal(string path) => Path.GetFullPath(path) is { Length: > 1 } full ? Path.TrimEndingDirectorySeparator(full) : "/";

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Push(Stack<string> pending, string path)
    {
        var segments = OperatingSystem.IsWindows() ? path.Split('/', '\\') : path.Split('/');
        for (var i = segments.Length - 1; i >= 0; i--) pending.Push(segments[i]);
    }
}
