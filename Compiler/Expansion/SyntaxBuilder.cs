using Sema.Runtime.Hosting;

namespace Sema.Compiler.Expansion;

/// <summary>Makes the forms of one expansion: each gets the place of the macro's call.</summary>
internal readonly struct SyntaxBuilder(Syntax call, Syntax? origin = null)
{
    private readonly Syntax _origin = origin ?? call.Origin ?? call;

    /// <summary>The constant nil.</summary>
    public Syntax Nil => Atom(Value.Nil);

    /// <summary>A constant.</summary>
    public Syntax Atom(Value value) => new SyntaxAtom(call.Source, call.Span, value) { Origin = _origin };

    /// <summary>A symbol.</summary>
    public Syntax Symbol(string name) => Atom(new Value(Runtime.Values.Symbol.Intern(name)));

    /// <summary>A keyword.</summary>
    public Syntax Keyword(string name) => Atom(new Value(Runtime.Values.Keyword.Intern(name)));

    /// <summary>A symbol <c>PREFIX__N</c> that occurs nowhere else.</summary>
    public Syntax Fresh(string prefix) => Symbol(SemaContext.Current.FreshName(prefix));

    /// <summary>A list; a string part stands for the symbol of that name, an array part for its elements.</summary>
    public SyntaxList List(params ReadOnlySpan<object> parts)
    {
        var items = new List<Syntax>(parts.Length);
        foreach (var part in parts)
        {
            if (part is string name) items.Add(Symbol(name));
            else if (part is Syntax[] several) items.AddRange(several);
            else items.Add((Syntax)part);
        }
        return new SyntaxList(call.Source, call.Span, items.ToArray()) { Origin = _origin };
    }
}
