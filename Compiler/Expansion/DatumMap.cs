namespace Sema.Compiler.Expansion;

/// <summary>
/// Turns syntax into data for a transformer and its result back into syntax. Lists, vectors and maps are remembered by
/// identity in both directions: what a macro merely passes on keeps its own positions, and is never converted twice, so nested
/// macro calls expand in linear time. Whatever the macro made has the position of its call.
/// </summary>
internal sealed class DatumMap
{
    /// <summary>The place of data that no text holds.</summary>
    public static readonly SyntaxAtom Nowhere = new(SourceText.Data, new TextSpan(0, 0), Value.Nil);

    private readonly Dictionary<object, Syntax> _syntax = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Value> _data = new(ReferenceEqualityComparer.Instance);

    /// <summary>The datum of a form.</summary>
    public Value ToDatum(Syntax form)
    {
        if (form is SyntaxAtom atom) return atom.Value;
        if (_data.TryGetValue(form, out var known)) return known;
        StackGuard.Check();
        var datum = form switch
        {
            SyntaxList list => Lists.FromArray(Array.ConvertAll(list.Items, ToDatum)),
            SyntaxVector vector => new Value(new Vector(Array.ConvertAll(vector.Items, ToDatum))),
            _ => MapDatum((SyntaxMap)form),
        };
        _data[form] = datum;
        if (!IsShared(datum)) _syntax[datum.Ref!] = form;
        return datum;
    }

    /// <summary>The form of a datum made by the macro of that call; <paramref name="origin"/> is the macro's definition.</summary>
    public Syntax ToSyntax(Value datum, Syntax call, Syntax origin)
    {
        StackGuard.Check();
        if (datum.IsList) return ListSyntax(datum, call, origin);
        if (datum.Ref is not (Vector or Map)) return new SyntaxAtom(call.Source, call.Span, datum) { Origin = origin };
        if (_syntax.TryGetValue(datum.Ref, out var known)) return known;
        return datum.Ref switch
        {
            Vector vector =>
                new SyntaxVector(call.Source, call.Span, Array.ConvertAll(vector.Items, item => ToSyntax(item, call, origin))) { Origin = origin },
            Map { IsHash: false } map => MapSyntax(map, call, origin),
            _ => new SyntaxAtom(call.Source, call.Span, datum) { Origin = origin },
        };
    }

    // One empty list and one empty map serve all: their identity says nothing.
    private static bool IsShared(Value datum) => datum.IsEmptyList || datum.Ref is Map { Count: 0 };

    private Value MapDatum(SyntaxMap form)
    {
        Map map = SortedMap.Empty;
        foreach (var (key, value) in form.Entries) map = map.With(ToDatum(key), ToDatum(value));
        return new Value(map);
    }

    private SyntaxMap MapSyntax(Map map, Syntax call, Syntax origin)
    {
        var entries = new List<KeyValuePair<Syntax, Syntax>>(map.Count);
        foreach (var (key, value) in map.Ordered()) entries.Add(new(ToSyntax(key, call, origin), ToSyntax(value, call, origin)));
        return new SyntaxMap(call.Source, call.Span, entries.ToArray()) { Origin = origin };
    }

    private SyntaxList ListSyntax(Value list, Syntax call, Syntax origin)
    {
        var items = new Syntax[Lists.Count(list)];
        var i = 0;
        for (; list.Ref is ConsCell cell; list = cell.Tail) items[i++] = ToSyntax(cell.Head, call, origin);
        var rest = (Value[])list.Ref!;
        var offset = (int)list.Bits;
        if (_syntax.TryGetValue(rest, out var known))
        {
            if (i == 0 && offset == 0) return (SyntaxList)known;
            ((SyntaxList)known).Items.AsSpan(offset).CopyTo(items.AsSpan(i));
        }
        else
        {
            while (i < items.Length) items[i++] = ToSyntax(rest[offset++], call, origin);
        }
        return new SyntaxList(call.Source, call.Span, items) { Origin = origin };
    }
}
