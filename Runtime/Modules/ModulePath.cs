using Sema.Runtime.Hosting;

namespace Sema.Runtime.Modules;

/// <summary>Finds the file that an <c>import</c> or <c>load</c> means (§7.2).</summary>
public static class ModulePath
{
    /// <summary>
    /// The absolute path of an existing file, or null. A relative path starts from <paramref name="directory"/>, the importing file's,
    /// else from the process's; a package name, in an import, from the package store.
    /// </summary>
    public static string? Find(string spec, string directory, bool isImport)
    {
        if (isImport && IsPackage(spec)) return FindPackage(spec);
        if (spec.Length == 0 || spec.Contains('\0')) return null;
        foreach (var start in new[] { directory, Host.Current.WorkingDirectory })
        {
            var path = Path.GetFullPath(spec, start);
            if (File.Exists(path)) return Canonical(path);
        }
        return null;
    }

    /// <summary>Whether an import's operand names a package: <c>owner/name</c>.</summary>
    public static bool IsPackage(string spec) =>
        spec.Contains('/') && !spec.StartsWith("./", StringComparison.Ordinal) && !spec.StartsWith("../", StringComparison.Ordinal)
        && spec[0] != '/' && !spec.EndsWith(".sema", StringComparison.Ordinal) && spec.IndexOfAny([':', '\\', '\0']) < 0;

    /// <summary>A path as people write it: relative to a directory, with slashes.</summary>
    public static string Relative(string path, string directory) => Path.GetRelativePath(directory, path).Replace('\\', '/');

    private static string? FindPackage(string spec)
    {
        var home = Environment.GetEnvironmentVariable("SEMA_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".sema");
        var store = Path.Combine(home, "packages");
        string[] candidates = [Path.Combine(store, spec + ".sema"), Path.Combine(store, spec, "package.sema")];
        return Array.Find(candidates, File.Exists);
    }

    // One file under two names is one module.
    private static string Canonical(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
