using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Paths: most of it arithmetic on their text.</summary>
[BuiltinGroup("file-io")]
public static class Paths
{
    /// <summary>Joins parts.</summary>
    [Builtin("path/join", Parameters = "part ...", Doc = "The parts joined; an absolute part replaces what is before it.")]
    public static Value Join(Value first, params Value[] rest)
    {
        var path = Text(first);
        foreach (var part in rest) path = PathText.Join(path, Text(part));
        return Value.FromString(path);
    }

    /// <summary>The path above.</summary>
    [Builtin("path/dir", "path/dirname", Parameters = "path", Doc = "The path above; empty when there is none.")]
    public static Value Directory(Value path) => Value.FromString(PathText.Parent(Text(path)));

    /// <summary>The last component.</summary>
    [Builtin("path/filename", "path/basename", Parameters = "path", Doc = "The last component.")]
    public static Value FileName(Value path) => Value.FromString(PathText.FileName(Text(path)));

    /// <summary>The extension without its dot.</summary>
    [Builtin("path/extension", "path/ext", Parameters = "path", Doc = "The extension without its dot; empty when there is none.")]
    public static Value Extension(Value path) => Value.FromString(PathText.Extension(Text(path)));

    /// <summary>The file name without extension.</summary>
    [Builtin("path/stem", Parameters = "path", Doc = "The file name without its extension.")]
    public static Value Stem(Value path) => Value.FromString(PathText.Stem(Text(path)));

    /// <summary>Whether a path is absolute.</summary>
    [Builtin("path/absolute?", Parameters = "path", Doc = "Whether a path is absolute.")]
    public static bool IsAbsolute(Value path) => PathText.IsAbsolute(Text(path));

    /// <summary>The real path of what exists.</summary>
    [Builtin("path/absolute", Parameters = "path", Doc = "The absolute path without links of something that exists.", Capability = Capabilities.FsRead)]
    public static Value Absolute(Value path) => Canonical("path/absolute", path);

    /// <summary>As <see cref="Absolute"/>.</summary>
    [Builtin("path/canonicalize", Parameters = "path", Doc = "The absolute path without links of something that exists.", Capability = Capabilities.FsRead)]
    public static Value Canonicalize(Value path) => Canonical("path/canonicalize", path);

    /// <summary>The path from one place to another.</summary>
    [Builtin("path/relative-to", Parameters = "base path", Doc = "How to reach path from base.")]
    public static Value RelativeTo(Value start, Value path) => Value.FromString(PathText.Relative(Normal(Text(start)), Normal(Text(path))));

    /// <summary>Whether a path is inside a directory, links and <c>..</c> resolved.</summary>
    [Builtin("path/within?", Parameters = "base child", Doc = "Whether child is base or inside it.")]
    public static bool IsWithin(Value start, Value child) => Real(Text(start)) is { } root && Real(Text(child)) is { } path && RealPath.IsWithin(root, path);

    private static Value Canonical(string function, Value path)
    {
        var name = Host.Current.PathText(function, Capabilities.FsRead, path);
        return OsErrors.Guard($"{function} {name}", () =>
        {
            var real = RealPath.Resolve(Host.Current.Locate(function, name));
            return Path.Exists(real) ? Value.FromString(real) : throw OsErrors.NotFound();
        });
    }

    /// <summary>The path made absolute by its text.</summary>
    private static string Normal(string path) =>
        path.Contains('\0') ? path : RealPath.Normal(Path.Combine(Host.Current.WorkingDirectory, path));

    /// <summary>The real path where the program may look, else the one by its text; null when it cannot name anything.</summary>
    private static string? Real(string path)
    {
        try
        {
            var absolute = Path.Combine(Host.Current.WorkingDirectory, path);
            return Host.Current.MaySee(absolute) ? RealPath.Resolve(absolute) : RealPath.Normal(absolute);
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            return path.Contains('\0') ? null : Normal(path);
        }
    }

    private static string Text(Value path) => path.Ref as string ?? throw Raise.Type("string", path);
}
