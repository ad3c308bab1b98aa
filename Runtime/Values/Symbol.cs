using System.Collections.Concurrent;

namespace Sema.Runtime.Values;

/// <summary>An interned symbol: two symbols of one name are the same object.</summary>
public sealed class Symbol
{
    private static readonly ConcurrentDictionary<string, Symbol> Table = new(StringComparer.Ordinal);

    private Symbol(string name)
    {
        Name = name;
        Hash = StableHash.Of(name);
    }

    /// <summary>The name as written, without any quoting.</summary>
    public string Name { get; }

    /// <summary>The hash of the name.</summary>
    public int Hash { get; }

    /// <summary>The symbol of that name.</summary>
    public static Symbol Intern(string name) => Table.GetOrAdd(name, static n => new Symbol(n));

    /// <summary>The names of all symbols so far.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
