namespace Sema.Compiler.Expansion;

/// <summary>The prelude's macros (§4.6, §4.12–§4.14): each takes one step, its result is expanded again.</summary>
public static class Prelude
{
    private static readonly Dictionary<string, (int Min, int Max, Func<Builder, Syntax[], Syntax> Expand)> Macros = new(StringComparer.Ordinal)
    {
        ["->"] = (1, -1, static (b, x) => Thread(b, x, static (b, v, step) => b.List([step[0], v, .. step[1..]]))),
        ["->>"] = (1, -1, static (b, x) => Thread(b, x, static (b, v, step) => b.List([.. step, v]))),
        ["as->"] = (2, -1, AsThread),
        ["some->"] = (1, -1, SomeThread),
        ["when-let"] = (1, -1, static (b, x) => LetNonNil(b, x[0], name => b.List([b.Symbol("when"), NotNil(b, name), .. x[1..]]))),
        ["if-let"] = (3, 3, static (b, x) => LetNonNil(b, x[0], name => b.List([b.Symbol("if"), NotNil(b, name), x[1], x[2]]))),
        ["dotimes"] = (1, -1, DoTimes),
        ["for-range"] = (1, -1, ForRange),
        ["guard"] = (1, -1, Guard),
        ["parameterize"] = (1, -1, Parameterize),
    };

    /// <summary>The names of all prelude macros.</summary>
    public static IEnumerable<string> Names => Macros.Keys;

    /// <summary>One expansion step of a form headed by a macro name; null when the name is no prelude macro.</summary>
    /// <exception cref="Diagnostics.CompileException">The macro takes another number of forms.</exception>
    public static Syntax? Expand(string name, SyntaxList form)
    {
        if (!Macros.TryGetValue(name, out var macro)) return null;
        var operands = form.Items[1..];
        if (operands.Length < macro.Min || (macro.Max >= 0 && operands.Length > macro.Max))
            throw Diagnostics.DiagnosticBag.FormArity(form, name, macro.Max < 0 ? $"{macro.Min} or more" : $"{macro.Min}", operands.Length);
        return macro.Expand(new Builder(form), operands);
    }

    private static Syntax[] Parts(Syntax syntax) => syntax switch
    {
        SyntaxList list => list.Items,
        SyntaxVector vector => vector.Items,
        _ => [syntax],
    };

    private static Syntax NotNil(Builder b, Syntax name) => b.List([b.Symbol("not"), b.List([b.Symbol("nil?"), name])]);

    private static Syntax Thread(Builder b, Syntax[] x, Func<Builder, Syntax, Syntax[], Syntax> insert)
    {
        if (x.Length == 1) return x[0];
        var step = x[1] is SyntaxList { Items.Length: > 0 } list ? list.Items : [x[1]];
        return b.List([b.Head, insert(b, x[0], step), .. x[2..]]);
    }

    private static Syntax AsThread(Builder b, Syntax[] x) => x.Length == 2
        ? x[0] : b.List([b.Symbol("let"), b.List([b.List([x[1], x[0]])]), b.List([b.Head, x[2], x[1], .. x[3..]])]);

    private static Syntax SomeThread(Builder b, Syntax[] x)
    {
        if (x.Length == 1) return x[0];
        var value = b.Fresh("v");
        var step = x[1] is SyntaxList { Items.Length: > 0 } list ? list.Items : [x[1]];
        var next = b.List([step[0], value, .. step[1..]]);
        return b.List([b.Symbol("let"), b.List([b.List([value, x[0]])]),
            b.List([b.Symbol("if"), b.List([b.Symbol("nil?"), value]), b.Constant(Value.Nil), b.List([b.Head, next, .. x[2..]])])]);
    }

    private static Syntax LetNonNil(Builder b, Syntax binding, Func<Syntax, Syntax> body)
    {
        var parts = Parts(binding);
        return parts.Length < 2 ? b.Raise("car", binding) : b.List([b.Symbol("let"), b.List([b.List([parts[0], parts[1]])]), body(parts[0])]);
    }

    private static Syntax DoTimes(Builder b, Syntax[] x)
    {
        var parts = Parts(x[0]);
        if (parts.Length < 2) return b.Raise("car", x[0]);
        return b.List([b.Symbol("do"), b.List([b.List([parts[0], b.Constant(new Value(0L)), b.List([b.Symbol("+"), parts[0], b.Constant(new Value(1L))])])]),
            b.List([b.List([b.Symbol("="), parts[0], parts[1]])]), .. x[1..]]);
    }

    private static Syntax ForRange(Builder b, Syntax[] x)
    {
        var parts = Parts(x[0]);
        if (parts.Length < 3) return b.Raise("car", x[0]);
        var step = parts.Length > 3 ? parts[3] : b.Constant(new Value(1L));
        return b.List([b.Symbol("do"), b.List([b.List([parts[0], parts[1], b.List([b.Symbol("+"), parts[0], step])])]),
            b.List([b.List([b.Symbol(">="), parts[0], parts[2]])]), .. x[1..]]);
    }

    /// <summary><c>(guard (var clause…) body…)</c>: try with cond; the thrown object itself is bound (§4.12).</summary>
    private static Syntax Guard(Builder b, Syntax[] x)
    {
        var parts = Parts(x[0]);
        var condition = b.Fresh("err");
        var clauses = parts[1..];
        var hasElse = clauses is [.., SyntaxList { Items: [var head, ..] }] && head.IsSymbol("else");
        Syntax[] all = hasElse ? clauses : [.. clauses, b.List([b.Symbol("else"), b.List([b.Symbol("raise"), parts[0]])])];
        var raised = b.List([b.Symbol("if"),
            b.List([b.Symbol("="), b.List([b.Symbol("get"), condition, b.Keyword("type")]), b.Keyword("user")]),
            b.List([b.Symbol("get"), condition, b.Keyword("value")]), condition]);
        var handler = b.List([b.Symbol("let"), b.List([b.List([parts[0], raised])]), b.List([b.Symbol("cond"), .. all])]);
        return b.List([b.Symbol("try"), b.List([b.Symbol("begin"), .. x[1..]]), b.List([b.Symbol("catch"), condition, handler])]);
    }

    private static Syntax Parameterize(Builder b, Syntax[] x)
    {
        var bindings = Parts(x[0]).Select(Parts).ToArray();
        var parameters = b.List([b.Symbol("list"), .. bindings.Select(static p => p[0])]);
        var values = b.List([b.Symbol("list"), .. bindings.Select(static p => p[1])]);
        return b.List([b.Symbol("__parameterize"), parameters, values, b.List([b.Symbol("fn"), b.List([]), .. x[1..]])]);
    }

    /// <summary>Makes syntax at the place of the macro's call.</summary>
    private sealed class Builder(SyntaxList call)
    {
        public Syntax Head => call.Items[0];

        public Syntax List(Syntax[] items) => new SyntaxList(call.Source, call.Span, items);

        public Syntax Constant(Value value) => new SyntaxAtom(call.Source, call.Span, value);

        public Syntax Symbol(string name) => Constant(new Value(Sema.Runtime.Values.Symbol.Intern(name)));

        public Syntax Keyword(string name) => Constant(new Value(Sema.Runtime.Values.Keyword.Intern(name)));

        public Syntax Fresh(string prefix) => Symbol(Sema.Runtime.Hosting.SemaContext.Current.FreshName(prefix));

        /// <summary>A binding that is no list: the reference's macro fails taking it apart.</summary>
        public Syntax Raise(string operation, Syntax part) => List([Symbol(operation), List([Symbol("quote"), part])]);
    }
}
