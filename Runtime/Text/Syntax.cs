namespace Sema.Runtime.Text;

/// <summary>A datum with a span on every node, atoms too: what the reader makes and the expander rewrites.</summary>
public abstract class Syntax
{
    /// <summary>A node at a place in a source.</summary>
    protected Syntax(SourceText source, TextSpan span)
    {
        Source = source;
        Span = span;
    }

    /// <summary>The text the node was read from; for a node made by a macro, that of the macro's call.</summary>
    public SourceText Source { get; }

    /// <summary>The place in <see cref="Source"/>; for a node made by a macro, that of the macro's call.</summary>
    public TextSpan Span { get; }

    /// <summary>
    /// For a node made by a macro, what made it: the template or definition of the macro, for a macro of the prelude its call. Null for a
    /// node that was read.
    /// </summary>
    public Syntax? Origin { get; init; }

    /// <summary>The symbol this node is, or null.</summary>
    public Symbol? AsSymbol => (this as SyntaxAtom)?.Value.Ref as Symbol;

    /// <summary>Whether the node is the symbol of that name.</summary>
    public bool IsSymbol(string name) => AsSymbol?.Name == name;

    /// <summary>The datum without its positions.</summary>
    public abstract Value ToDatum();

    /// <inheritdoc/>
    public override string ToString() => Printer.Write(ToDatum());
}

/// <summary>Anything that is not a list, vector or map: symbol, number, string, bytevector …</summary>
public sealed class SyntaxAtom(SourceText source, TextSpan span, Value value) : Syntax(source, span)
{
    /// <summary>The datum.</summary>
    public Value Value { get; } = value;

    /// <inheritdoc/>
    public override Value ToDatum() => Value;
}

/// <summary>A list form <c>( … )</c>, the empty list included.</summary>
public sealed class SyntaxList(SourceText source, TextSpan span, Syntax[] items) : Syntax(source, span)
{
    /// <summary>The elements; never written after construction.</summary>
    public Syntax[] Items { get; } = items;

    /// <inheritdoc/>
    public override Value ToDatum()
    {
        StackGuard.Check();
        return Lists.FromArray(Array.ConvertAll(Items, static item => item.ToDatum()));
    }
}

/// <summary>A vector literal <c>[ … ]</c>.</summary>
public sealed class SyntaxVector(SourceText source, TextSpan span, Syntax[] items) : Syntax(source, span)
{
    /// <summary>The elements; never written after construction.</summary>
    public Syntax[] Items { get; } = items;

    /// <inheritdoc/>
    public override Value ToDatum()
    {
        StackGuard.Check();
        return new Value(new Vector(Array.ConvertAll(Items, static item => item.ToDatum())));
    }
}

/// <summary>A map literal <c>{ … }</c>: its entries sorted by key form (§1.8), duplicates removed (the later one won).</summary>
public sealed class SyntaxMap(SourceText source, TextSpan span, KeyValuePair<Syntax, Syntax>[] entries) : Syntax(source, span)
{
    /// <summary>The entries in key-form order; never written after construction.</summary>
    public KeyValuePair<Syntax, Syntax>[] Entries { get; } = entries;

    /// <summary>The keys that the literal wrote again; never written after construction.</summary>
    public IReadOnlyList<Syntax> Repeated { get; init; } = [];

    /// <inheritdoc/>
    public override Value ToDatum()
    {
        StackGuard.Check();
        Map map = SortedMap.Empty;
        foreach (var (key, value) in Entries) map = map.With(key.ToDatum(), value.ToDatum());
        return new Value(map);
    }
}
