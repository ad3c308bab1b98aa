namespace Sema.Compiler.Expansion;

/// <summary>A <c>syntax-rules</c> macro with the hygiene of §6.5: the binders that a template brings are renamed.</summary>
internal sealed class SyntaxRules(Symbol name, Symbol ellipsis, HashSet<Symbol> literals, SyntaxRules.Rule[] rules)
    : MacroDefinition(name)
{
    private static readonly Symbol Wildcard = Symbol.Intern("_");

    /// <summary>A pattern with its templates; <paramref name="Renamed"/> are the binders of the templates.</summary>
    internal sealed record Rule(Syntax[] Pattern, Syntax[] Templates, HashSet<Symbol> Renamed);

    // What a pattern variable stands for: one form, or under an ellipsis one binding for each form.
    private sealed record Binding(Syntax? One, Binding[]? Many);

    /// <summary>Makes the macro of a <c>(define-syntax name (syntax-rules …))</c>; raises what is wrong with it.</summary>
    public static SyntaxRules Parse(Symbol name, SyntaxList transformer, SyntaxList? definition = null)
    {
        var items = transformer.Items;
        var ellipsis = items.Length > 1 ? items[1].AsSymbol : null;
        var start = ellipsis is null ? 1 : 2;
        if (items.Length <= start)
            throw Raise.Eval("syntax-rules: malformed — expected (syntax-rules (literals...) rules...)");
        if (items[start] is not SyntaxList listed) throw Raise.Eval("syntax-rules: literals must be a list");
        var literals = new HashSet<Symbol>();
        foreach (var literal in listed.Items)
            if (literal.AsSymbol is { } symbol) literals.Add(symbol);
        ellipsis ??= Symbol.Intern("...");
        var rules = Array.ConvertAll(items[(start + 1)..], rule => ParseRule(name, rule, ellipsis, literals));
        return new SyntaxRules(name, ellipsis, literals, rules) { Definition = definition };
    }

    private static Rule ParseRule(Symbol name, Syntax rule, Symbol ellipsis, HashSet<Symbol> literals)
    {
        if (rule is not SyntaxList { Items: [var pattern, _, ..] } list)
            throw Raise.Eval("syntax-rules: each rule must be (pattern template)");
        if (pattern is not SyntaxList { Items: var parts })
            throw Raise.Eval($"syntax-rules: pattern in '{name.Name}' must be a list");
        var binders = new HashSet<Symbol>();
        foreach (var template in list.Items.AsSpan(1)) Binders.Collect(template, binders);
        foreach (var part in parts) Binders.Symbols(part, symbol => binders.Remove(symbol));
        binders.Remove(ellipsis);
        binders.ExceptWith(literals);
        return new Rule(parts, list.Items[1..], binders);
    }

    internal override Syntax Expand(SyntaxList call, DatumMap data)
    {
        foreach (var rule in rules)
        {
            var bindings = new Dictionary<Symbol, Binding>();
            if (rule.Pattern.Length == 0 || !MatchItems(rule.Pattern.AsSpan(1), call.Items.AsSpan(1), bindings)) continue;
            var instance = new Instance(ellipsis, rule.Renamed, new SyntaxBuilder(call), call);
            var forms = Array.ConvertAll(rule.Templates, template => instance.Fill(template, bindings));
            return forms.Length == 1 ? forms[0] : new SyntaxBuilder(call).List("begin", forms);
        }
        throw Raise.Eval($"no matching syntax-rules clause for macro '{Name.Name}'");
    }

    private bool Match(Syntax pattern, Syntax form, Dictionary<Symbol, Binding> bindings)
    {
        StackGuard.Check();
        if (pattern.AsSymbol is { } symbol)
        {
            if (literals.Contains(symbol)) return form.AsSymbol == symbol;
            if (symbol != Wildcard) bindings[symbol] = new Binding(form, null);
            return true;
        }
        return pattern switch
        {
            SyntaxList list => form is SyntaxList other && MatchItems(list.Items, other.Items, bindings),
            SyntaxVector vector => form is SyntaxVector other && MatchItems(vector.Items, other.Items, bindings),
            _ => Equality.Comparer.Equals(pattern.ToDatum(), form.ToDatum()),
        };
    }

    private bool MatchItems(ReadOnlySpan<Syntax> patterns, ReadOnlySpan<Syntax> forms, Dictionary<Symbol, Binding> bindings)
    {
        var dots = 1;
        while (dots < patterns.Length && patterns[dots].AsSymbol != ellipsis) dots++;
        if (dots >= patterns.Length) return patterns.Length == forms.Length && MatchEach(patterns, forms, bindings);
        var before = dots - 1;
        var after = patterns.Length - dots - 1;
        var repeated = forms.Length - before - after;
        return repeated >= 0
            && MatchEach(patterns[..before], forms, bindings)
            && MatchMany(patterns[before], forms.Slice(before, repeated), bindings)
            && MatchEach(patterns[(dots + 1)..], forms[(before + repeated)..], bindings);
    }

    private bool MatchEach(ReadOnlySpan<Syntax> patterns, ReadOnlySpan<Syntax> forms, Dictionary<Symbol, Binding> bindings)
    {
        for (var i = 0; i < patterns.Length; i++)
            if (!Match(patterns[i], forms[i], bindings)) return false;
        return true;
    }

    private bool MatchMany(Syntax pattern, ReadOnlySpan<Syntax> forms, Dictionary<Symbol, Binding> bindings)
    {
        var matches = new Dictionary<Symbol, Binding>[forms.Length];
        for (var i = 0; i < forms.Length; i++)
            if (!Match(pattern, forms[i], matches[i] = [])) return false;
        Binders.Symbols(pattern, symbol =>
        {
            if (symbol == ellipsis || symbol == Wildcard || literals.Contains(symbol)) return;
            bindings[symbol] = new Binding(null, Array.ConvertAll(matches, match => match[symbol]));
        });
        return true;
    }

    // One use of a rule: the names it made are shared by all of its templates.
    private sealed class Instance(Symbol ellipsis, HashSet<Symbol> renamed, SyntaxBuilder make, SyntaxList call)
    {
        private readonly Dictionary<Symbol, Syntax> _fresh = [];

        public Syntax Fill(Syntax template, Dictionary<Symbol, Binding> bindings)
        {
            StackGuard.Check();
            switch (template)
            {
                case SyntaxList list:
                    return new SyntaxList(call.Source, call.Span, FillItems(list.Items, bindings)) { Origin = template };
                case SyntaxVector vector:
                    return new SyntaxVector(call.Source, call.Span, FillItems(vector.Items, bindings)) { Origin = template };
                case SyntaxMap map:
                    return new SyntaxMap(call.Source, call.Span,
                        Array.ConvertAll(map.Entries, e => KeyValuePair.Create(Fill(e.Key, bindings), Fill(e.Value, bindings)))) { Origin = template };
                default:
                    return FillAtom((SyntaxAtom)template, bindings);
            }
        }

        private Syntax FillAtom(SyntaxAtom template, Dictionary<Symbol, Binding> bindings)
        {
            if (template.AsSymbol is not { } symbol) return new SyntaxAtom(call.Source, call.Span, template.Value) { Origin = template };
            if (bindings.TryGetValue(symbol, out var binding))
                return binding.One
                    ?? throw Raise.Eval($"syntax-rules: pattern variable '{symbol.Name}' used without ellipsis");
            if (!renamed.Contains(symbol)) return new SyntaxAtom(call.Source, call.Span, template.Value) { Origin = template };
            if (!_fresh.TryGetValue(symbol, out var fresh)) _fresh[symbol] = fresh = make.Fresh(symbol.Name);
            return fresh;
        }

        private Syntax[] FillItems(Syntax[] templates, Dictionary<Symbol, Binding> bindings)
        {
            var result = new List<Syntax>(templates.Length);
            for (var i = 0; i < templates.Length; i++)
            {
                if (!IsEllipsis(templates, i + 1))
                {
                    result.Add(Fill(templates[i], bindings));
                    continue;
                }
                if (IsEllipsis(templates, i + 2))
                    throw Raise.Eval("syntax-rules: unsupported nested ellipsis depth in template");
                FillMany(templates[i], bindings, result);
                i++;
            }
            return result.ToArray();
        }

        private bool IsEllipsis(Syntax[] templates, int index) =>
            index < templates.Length && templates[index].AsSymbol == ellipsis;

        private void FillMany(Syntax template, Dictionary<Symbol, Binding> bindings, List<Syntax> result)
        {
            var repeated = new Dictionary<Symbol, Binding[]>();
            Binders.Symbols(template, symbol =>
            {
                if (bindings.TryGetValue(symbol, out var binding) && binding.Many is { } many) repeated[symbol] = many;
            });
            if (repeated.Count == 0)
                throw Raise.Eval("syntax-rules: ellipsis in template with no matching pattern variable");
            var count = repeated.Values.First().Length;
            foreach (var many in repeated.Values)
                if (many.Length != count)
                    throw Raise.Eval("syntax-rules: mismatched ellipsis lengths for pattern variables");
            var inner = new Dictionary<Symbol, Binding>(bindings);
            for (var i = 0; i < count; i++)
            {
                foreach (var (symbol, many) in repeated) inner[symbol] = many[i];
                result.Add(Fill(template, inner));
            }
        }
    }
}
