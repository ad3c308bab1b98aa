namespace Sema.Runtime.Hosting;

/// <summary>What a program may not do: the capabilities denied to it, and the directories that its paths must lie in.</summary>
public sealed class Sandbox
{
    private readonly HashSet<string> _denied;
    private readonly string[]? _roots;

    private Sandbox(HashSet<string> denied, string[]? roots)
    {
        _denied = denied;
        _roots = roots;
    }

    /// <summary>No restriction.</summary>
    public static Sandbox None { get; } = new([], null);

    /// <summary>Whether paths may lead anywhere.</summary>
    public bool IsUnconfined => _roots is null;

    /// <summary>
    /// The sandbox of a command line (language.md §10).
    /// </summary>
    /// <param name="mode"><c>none</c>, <c>strict</c>, <c>all</c>, or names separated by commas, with or without <c>no-</c>; null for none.</param>
    /// <param name="allowedPaths">Directories separated by commas; null when paths are not confined.</param>
    /// <exception cref="FormatException">A name is no capability: <c>unknown capability: x</c>.</exception>
    public static Sandbox Parse(string? mode, string? allowedPaths)
    {
        if (mode is null && allowedPaths is null) return None;
        HashSet<string> denied = mode switch
        {
            null or "none" => [],
            "all" => [.. Capabilities.All],
            "strict" => [.. Capabilities.All.Except([Capabilities.FsRead, Capabilities.EnvRead])],
            _ => [.. mode.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Capability)],
        };
        var roots = allowedPaths?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static d => RealPath.Resolve(Path.GetFullPath(d))).ToArray();
        return new Sandbox(denied, roots);
    }

    /// <summary>Raises unless the capability is granted.</summary>
    /// <exception cref="SemaException"><c>Permission denied: F requires 'C' capability</c>.</exception>
    public void Require(string function, string capability)
    {
        if (_denied.Contains(capability)) throw Raise.MissingCapability(function, capability);
    }

    /// <summary>Whether the capability is granted.</summary>
    public bool Grants(string capability) => !_denied.Contains(capability);

    /// <summary>Whether a real path (<see cref="RealPath.Resolve"/>) lies in an allowed directory or is one.</summary>
    public bool Allows(string realPath) => _roots is null || Array.Exists(_roots, root => RealPath.IsWithin(root, realPath));

    private static string Capability(string name)
    {
        var capability = name.StartsWith("no-", StringComparison.Ordinal) ? name[3..] : name;
        return Capabilities.All.Contains(capability) ? capability : throw new FormatException($"unknown capability: {name}");
    }
}
