using System.Collections;

namespace Sema.Runtime.Hosting;

/// <summary>
/// The one way from a program to files, processes and the environment. Every builtin that touches them asks here first: the
/// capability, then the type of the argument, then the allowed directories.
/// </summary>
/// <param name="workingDirectory">Where relative paths start; null for the process's own directory.</param>
/// <param name="sandbox">What is denied.</param>
public sealed class Host(string? workingDirectory, Sandbox sandbox)
{
    /// <summary>The host of the running program.</summary>
    public static Host Current => SemaContext.Current.Host;

    /// <summary>What is denied.</summary>
    public Sandbox Sandbox { get; } = sandbox;

    /// <summary>The directory that relative paths start from.</summary>
    public string WorkingDirectory => workingDirectory ?? Environment.CurrentDirectory;

    /// <summary>Raises unless the capability is granted.</summary>
    /// <exception cref="SemaException"><c>Permission denied: F requires 'C' capability</c>.</exception>
    public void Require(string function, string capability) => Sandbox.Require(function, capability);

    /// <summary>The text of a path argument, after the check of the capability.</summary>
    /// <exception cref="SemaException">The capability is denied, or the argument is no string.</exception>
    public string PathText(string function, string capability, Value path)
    {
        Require(function, capability);
        return path.Ref as string ?? throw Raise.Type("string", path);
    }

    /// <summary>
    /// The absolute path to give to the system. When the program is confined it has no links left, so that what was checked is
    /// what is used.
    /// </summary>
    /// <exception cref="SemaException">The path leads out of the allowed directories.</exception>
    /// <exception cref="IOException">The path cannot name a file, or its links go in a circle.</exception>
    /// <exception cref="ArgumentException">The path contains NUL.</exception>
    public string Locate(string function, string path) => Confine(function, path, Absolute(path));

    /// <summary>As <see cref="Locate"/>, for a path that is absolute already.</summary>
    /// <param name="function">The builtin that asks.</param>
    /// <param name="path">The path as the program wrote it, for the message.</param>
    /// <param name="absolute">The path.</param>
    public string Confine(string function, string path, string absolute)
    {
        if (Sandbox.IsUnconfined && !HasParentSegment(path)) return absolute;
        var real = RealPath.Resolve(absolute);
        return Sandbox.Allows(real) ? real : throw Raise.OutsideAllowedPaths(function, path);
    }

    /// <summary>As <see cref="Locate"/> for the directory entry itself: a link at the end of the path is not followed, but it is checked.</summary>
    public string LocateEntry(string function, string path)
    {
        var absolute = Path.TrimEndingDirectorySeparator(Absolute(path));
        if (Sandbox.IsUnconfined && !HasParentSegment(path)) return absolute;
        var real = Locate(function, path);
        if (Path.GetFileName(absolute) is "" or "." or "..") return real;
        var entry = Path.Combine(RealPath.Resolve(Path.GetDirectoryName(absolute)!), Path.GetFileName(absolute));
        return Sandbox.Allows(entry) ? entry : throw Raise.OutsideAllowedPaths(function, path);
    }

    /// <summary>Whether the program may look at a path at all; for functions that look at the disk without needing a capability.</summary>
    public bool MaySee(string absolute)
    {
        if (!Sandbox.Grants(Capabilities.FsRead)) return false;
        try
        {
            return Sandbox.IsUnconfined || Sandbox.Allows(RealPath.Resolve(absolute));
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            return false;
        }
    }

    /// <summary>A path made absolute, otherwise as written.</summary>
    /// <exception cref="IOException">The path is empty.</exception>
    /// <exception cref="ArgumentException">The path contains NUL.</exception>
    public string Absolute(string path)
    {
        if (path.Length == 0) throw OsErrors.NotFound();
        if (path.Contains('\0')) throw new ArgumentException("file name contained an unexpected NUL byte");
        return Path.IsPathRooted(path) ? path : Path.Combine(WorkingDirectory, path);
    }

    /// <summary>An environment variable, null when it is not set.</summary>
    public string? Variable(string name) =>
        name.Length == 0 || name.Contains('\0') || name.Contains('=') ? null : Environment.GetEnvironmentVariable(name);

    /// <summary>All environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));

    /// <summary>Sets a variable for this process and the ones it starts.</summary>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public void SetVariable(string name, string value)
    {
        if (name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0'))
            throw new ArgumentException($"failed to set environment variable `{Printer.Write(Value.FromString(name))}`: Invalid argument (os error 22)");
        Environment.SetEnvironmentVariable(name, value);
    }

    private static bool HasParentSegment(string path) => path.Contains("..", StringComparison.Ordinal);
}
