using System.Collections.Concurrent;

namespace Sema.Runtime.Values;

/// <summary>An interned keyword. It is a procedure of one argument that looks itself up in a map (§2.7, §5.3).</summary>
public sealed class Keyword : Procedure
{
    private static readonly ConcurrentDictionary<string, Keyword> Table = new(StringComparer.Ordinal);

    private Keyword(string name)
    {
        Name = name;
        Hash = ~StableHash.Of(name);
    }

    /// <summary>The name without the colon; also the name in arity errors.</summary>
    public override string Name { get; }

    /// <summary>The hash of the name, another one than the symbol's of that name.</summary>
    public int Hash { get; }

    /// <inheritdoc/>
    public override string TypeName => "keyword";

    /// <inheritdoc/>
    public override Arity Arity => Arity.Exactly(1);

    /// <summary>The keyword of that name (without colon).</summary>
    public static Keyword Intern(string name) => Table.GetOrAdd(name, static n => new Keyword(n));

    /// <inheritdoc/>
    public override Value Invoke1(Value map) => Lookup(map);

    /// <summary>The value of this key in <paramref name="map"/>, nil when absent.</summary>
    /// <exception cref="SemaException">The argument is not a map.</exception>
    public Value Lookup(Value map) =>
        map.Ref is Map m ? m.Get(new Value(this)) : throw Raise.Type("map or hashmap", map);

    /// <summary>The names of all keywords so far.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <inheritdoc/>
    public override string ToString() => ":" + Name;
}
