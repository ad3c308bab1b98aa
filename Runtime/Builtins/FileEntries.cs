using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Files and directories as entries of the file system.</summary>
[BuiltinGroup("file-io")]
public static class FileEntries
{
    /// <summary>Whether a path leads to anything.</summary>
    [Builtin("file/exists?", Parameters = "path", Doc = "Whether a path leads to a file or directory.", Capability = Capabilities.FsRead)]
    public static bool Exists(Value path) => Test("file/exists?", path, Path.Exists);

    /// <summary>Whether a path leads to a file.</summary>
    [Builtin("file/is-file?", Parameters = "path", Doc = "Whether a path leads to a file.", Capability = Capabilities.FsRead)]
    public static bool IsFile(Value path) => Test("file/is-file?", path, File.Exists);

    /// <summary>Whether a path leads to a directory.</summary>
    [Builtin("file/is-directory?", Parameters = "path", Doc = "Whether a path leads to a directory.", Capability = Capabilities.FsRead)]
    public static bool IsDirectory(Value path) => Test("file/is-directory?", path, Directory.Exists);

    /// <summary>Whether a path names a symbolic link.</summary>
    [Builtin("file/is-symlink?", Parameters = "path", Doc = "Whether a path names a symbolic link.", Capability = Capabilities.FsRead)]
    public static bool IsSymlink(Value path) => Test("file/is-symlink?", path, static p => new FileInfo(p).LinkTarget is not null, isEntry: true);

    /// <summary>Size, kind and time of a file or directory.</summary>
    [Builtin("file/info", Parameters = "path", Doc = "A map of :size, :is-file, :is-dir and :modified (in milliseconds).", Capability = Capabilities.FsRead)]
    public static Value Info(Value path)
    {
        var name = Host.Current.PathText("file/info", Capabilities.FsRead, path);
        return OsErrors.Guard($"file/info {name}", () =>
        {
            var real = RealPath.Resolve(Path.GetFullPath(Host.Current.Locate("file/info", name)));
            var isDirectory = Directory.Exists(real);
            if (!isDirectory && !File.Exists(real)) throw OsErrors.NotFound();
            FileSystemInfo entry = isDirectory ? new DirectoryInfo(real) : new FileInfo(real);
            return MapOf(
                ("size", new Value(entry is FileInfo file ? file.Length : DirectorySize)),
                ("is-dir", Value.FromBool(isDirectory)),
                ("is-file", Value.FromBool(!isDirectory)),
                ("modified", new Value(new DateTimeOffset(entry.LastWriteTimeUtc).ToUnixTimeMilliseconds())));
        });
    }

    /// <summary>The names in a directory.</summary>
    [Builtin("file/list", Parameters = "dir", Doc = "The names in a directory, in no order.", Capability = Capabilities.FsRead)]
    public static Value List(Value directory)
    {
        var name = Host.Current.PathText("file/list", Capabilities.FsRead, directory);
        return OsErrors.Guard($"file/list {name}", () =>
        {
            var path = Host.Current.Locate("file/list", name);
            if (File.Exists(path)) throw OsErrors.NotDirectory();
            return Lists.From(new DirectoryInfo(path).EnumerateFileSystemInfos("*", AllEntries).Select(static e => Value.FromString(e.Name)));
        });
    }

    /// <summary>Makes a directory and those above it.</summary>
    [Builtin("file/mkdir", Parameters = "path", Doc = "Makes a directory and the missing ones above it.", Capability = Capabilities.FsWrite)]
    public static void MakeDirectory(Value path)
    {
        var name = Host.Current.PathText("file/mkdir", Capabilities.FsWrite, path);
        OsErrors.Guard($"file/mkdir {name}", () =>
        {
            var directory = Host.Current.Locate("file/mkdir", name);
            try
            {
                Directory.CreateDirectory(directory);
            }
            catch (DirectoryNotFoundException)
            {
                throw OsErrors.Missing(directory);
            }
        });
    }

    /// <summary>Deletes a file.</summary>
    [Builtin("file/delete", Parameters = "path", Doc = "Deletes a file.", Capability = Capabilities.FsWrite)]
    public static void Delete(Value path)
    {
        var name = Host.Current.PathText("file/delete", Capabilities.FsWrite, path);
        OsErrors.Guard($"file/delete {name}", () =>
        {
            var entry = Host.Current.LocateEntry("file/delete", name);
            var isLink = new FileInfo(entry).LinkTarget is not null;
            if (!isLink && Directory.Exists(entry)) throw OsErrors.IsDirectory();
            if (!isLink && !File.Exists(entry)) throw OsErrors.NotFound();
            File.Delete(entry);
        });
    }

    /// <summary>Renames or moves a file or directory.</summary>
    [Builtin("file/rename", Parameters = "from to", Doc = "Renames or moves a file or directory; a file there is replaced.", Capability = Capabilities.FsWrite)]
    public static void Rename(Value from, Value to)
    {
        var (source, target) = Pair("file/rename", from, to);
        OsErrors.Guard($"file/rename {source} -> {target}", () =>
        {
            var old = Host.Current.LocateEntry("file/rename", source);
            var changed = Host.Current.LocateEntry("file/rename", target);
            if (Directory.Exists(old) && new FileInfo(old).LinkTarget is null)
            {
                if (File.Exists(changed)) throw OsErrors.NotDirectory();
                if (old != changed) Directory.Move(old, changed);
                return;
            }
            if (Directory.Exists(changed) && new FileInfo(changed).LinkTarget is null) throw OsErrors.IsDirectory();
            File.Move(old, changed, overwrite: true);
        });
    }

    /// <summary>Copies a file with its permissions.</summary>
    [Builtin("file/copy", Parameters = "from to", Doc = "Copies a file; one that is there is replaced.", Capability = Capabilities.FsWrite)]
    public static void Copy(Value from, Value to)
    {
        var (source, target) = Pair("file/copy", from, to);
        OsErrors.Guard($"file/copy {source} -> {target}", () =>
        {
            var original = Host.Current.Locate("file/copy", source);
            var copy = Host.Current.Locate("file/copy", target);
            if (Directory.Exists(original)) throw new IOException("the source path is neither a regular file nor a symlink to a regular file");
            if (Directory.Exists(copy)) throw OsErrors.IsDirectory();
            File.Copy(original, copy, overwrite: true);
        });
    }

    /// <summary>What a directory's own size is said to be: systems differ, and no program can use it.</summary>
    private const long DirectorySize = 4096;

    internal static EnumerationOptions AllEntries => new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    internal static Value MapOf(params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        Map map = SortedMap.Empty;
        foreach (var (key, value) in entries) map = map.With(new Value(Keyword.Intern(key)), value);
        return new Value(map);
    }

    private static (string From, string To) Pair(string function, Value from, Value to) =>
        (Host.Current.PathText(function, Capabilities.FsWrite, from), Host.Current.PathText(function, Capabilities.FsWrite, to));

    /// <summary>A question about a path; one that cannot name a file is answered no.</summary>
    private static bool Test(string function, Value path, Func<string, bool> question, bool isEntry = false)
    {
        var name = Host.Current.PathText(function, Capabilities.FsRead, path);
        try
        {
            if (isEntry) return question(Host.Current.LocateEntry(function, name));
            var located = Host.Current.Locate(function, name);
            // .NET says of a link that leads nowhere that it exists.
            return question(new FileInfo(located).LinkTarget is null ? located : RealPath.Resolve(located));
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            return false;
        }
    }
}
