using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Expansion;

/// <summary>
/// Expands the macro calls of a unit (§6). The result holds no call of a macro; <c>defmacro</c> and <c>define-syntax</c> forms stay
/// in it, unexpanded, because they also give a value to their name when they run. One expander serves the units of one
/// program: it remembers their definitions for the macros that need them.
/// </summary>
public sealed class Expander(IMacroEvaluator evaluator, MacroTable macros, DiagnosticBag diagnostics, IModuleLinker? linker = null)
{
    private readonly DatumMap _data = new();
    private readonly CompileTimeDefinitions _definitions = new(evaluator);
    private HashSet<Symbol> _unitDefinitions = [];
    private HashSet<Symbol> _replaced = [];
    private readonly List<Symbol> _locals = [];
    private readonly Dictionary<Symbol, int> _localCounts = [];
    private bool _inTransformer;
    private int _depth;

    /// <summary>How deep expansions may nest: 16 in <c>eval</c>, <c>load</c> and <c>macroexpand</c> (§6.2); else so deep that only a macro without end gets there.</summary>
    public int DepthLimit { get; init; } = 50_000;

    /// <summary>The macros that the code expanded so far can use.</summary>
    public MacroTable Macros => macros;

    /// <summary>The names that the last <c>module</c> form exports; null when there was none (§7.3).</summary>
    public IReadOnlyList<string>? Exports { get; private set; }

    /// <summary>The definitions that macros may need.</summary>
    internal CompileTimeDefinitions Definitions => _definitions;

    /// <summary>Makes a macro, or a procedure that macros may call, known to the code below an import (differences.md 1).</summary>
    internal void Share(Symbol name, Expander importer)
    {
        if (macros.Local.TryGetValue(name, out var macro)) importer.Macros.Define(macro);
        else
        {
            importer.Macros.Remove(name);
            importer.Definitions.Import(name, _definitions);
        }
    }

    /// <summary>Expands the forms of a file that is being loaded or imported: each is a unit of its own (§6.1).</summary>
    public IReadOnlyList<Syntax> RunUnits(IReadOnlyList<Syntax> forms)
    {
        var (unitDefinitions, replaced) = (_unitDefinitions, _replaced);
        var result = new List<Syntax>(forms.Count);
        foreach (var form in forms)
        {
            (_unitDefinitions, _replaced) = ([], []);
            result.AddRange(Run([form]));
        }
        (_unitDefinitions, _replaced) = (unitDefinitions, replaced);
        return result;
    }

    /// <summary>
    /// Expands the top-level forms of a unit in order. A form that cannot be expanded is reported and left out; the others
    /// are expanded all the same.
    /// </summary>
    public IReadOnlyList<Syntax> Run(IReadOnlyList<Syntax> forms)
    {
        _unitDefinitions.Clear();
        _replaced.Clear();
        foreach (var form in forms) FindUnitDefinitions(form);
        var result = new List<Syntax>(forms.Count);
        foreach (var form in forms)
        {
            try
            {
                result.Add(TopLevel(form));
            }
            catch (CompileException e)
            {
                diagnostics.Add(e.Diagnostic);
            }
            catch (SemaException e)
            {
                diagnostics.Add(DiagnosticBag.ExpansionFailed(form, null, e).Diagnostic);
            }
            Release(0);
            _depth = 0;
            _inTransformer = false;
        }
        foreach (var name in _replaced) macros.Remove(name);
        return result;
    }

    /// <summary>One expansion step of the outermost form (<c>macroexpand</c>, §6.4); raises what the macro raises.</summary>
    public Value ExpandOnce(Value form)
    {
        if (!form.IsList || form.IsEmptyList || Lists.Head(form).Ref is not Symbol name || macros.Find(name) is not { } macro)
            return form;
        return _data.ToDatum(macro.ExpandOnce((SyntaxList)_data.ToSyntax(form, DatumMap.Nowhere, DatumMap.Nowhere), _data));
    }

    // ---- Top level

    private void FindUnitDefinitions(Syntax form)
    {
        if (form is not SyntaxList { Items: [var head, var target, ..] } list) return;
        switch (head.AsSymbol?.Name)
        {
            case "begin" or "progn" or "module":
                foreach (var item in list.Items.AsSpan(1)) FindUnitDefinitions(item);
                break;
            case "define":
                if (target is SyntaxList { Items: [var function, ..] }) target = function;
                Binders.Symbols(target, name => _unitDefinitions.Add(name));
                break;
            case "defmulti" or "deftool" or "defagent":
                Binders.Symbols(target, name => _unitDefinitions.Add(name));
                break;
            case "define-values":
                Binders.Symbols(target, name => _unitDefinitions.Add(name));
                break;
            case "define-record-type":
                foreach (var part in list.Items.AsSpan(1)) Binders.Symbols(part, name => _unitDefinitions.Add(name));
                break;
        }
    }

    private Syntax TopLevel(Syntax form)
    {
        StackGuard.Check();
        if (form is not SyntaxList { Items: [var head, ..] } list) return Expand(form);
        if (MacroOf(list) is { } macro) return Nested(macro, list, TopLevel);
        switch (head.AsSymbol?.Name)
        {
            case "begin" or "progn":
                return With(list, 1, TopLevel);
            case "module":
                var module = With(list, 3, TopLevel);
                if (list.Items is [_, _, SyntaxList { Items: [_, .. var names] }, ..])
                    Exports = names.Select(static n => n.AsSymbol?.Name).OfType<string>().ToList();
                return module;
            case "import" or "load" when linker?.Link(list, this) is { } linked:
                return linked;
            case "define" or "def" when list.Items is [_, _, SyntaxList { Items: [var loaded, ..] } load] && loaded.IsSymbol("load")
                && linker?.Link(load, this) is { } units:
                NoteReplaced(list);
                return Replace(list, 2, units);
            case "defmacro":
                return DefineMacro(list);
            case "define-syntax":
                DefineSyntax(list);
                return list;
        }
        var expanded = Expand(list);
        _definitions.Record(expanded);
        NoteReplaced(list);
        return expanded;
    }

    // From the next unit on, a name that got a value is no macro any more.
    private void NoteReplaced(SyntaxList form)
    {
        if (form.Items is not [var head, var target, ..]) return;
        if (head.AsSymbol?.Name is not ("define" or "def" or "defun" or "defn" or "defmulti")) return;
        if (target is SyntaxList { Items: [var function, ..] }) target = function;
        if (target.AsSymbol is { } name) _replaced.Add(name);
    }

    private SyntaxList DefineMacro(SyntaxList form)
    {
        var (name, parameters) = MacroHeader(form);
        var lambda = Transformer(form, parameters);
        Define(new ProcedureMacro(name, ArityOf(parameters), new Lazy<Procedure>(() =>
        {
            _definitions.Prepare(lambda);
            return evaluator.EvaluateTransformer(lambda);
        })) { Definition = form });
        return Replaced(form, form.Items[0], lambda);
    }

    // A definition that runs gives its name a macro object, for the units that come later (§6.3).
    private SyntaxList RunTimeDefinition(SyntaxList form)
    {
        var head = new SyntaxBuilder(form).Symbol("#%" + form.Items[0].AsSymbol!.Name);
        if (form.Items[0].IsSymbol("define-syntax"))
        {
            SyntaxHeader(form);
            return Replace(form, 0, head);
        }
        var (_, parameters) = MacroHeader(form);
        return Replaced(form, head, Transformer(form, parameters));
    }

    private static SyntaxList Replaced(SyntaxList form, Syntax head, SyntaxList lambda) =>
        new(form.Source, form.Span, [head, form.Items[1], .. lambda.Items[1..]]) { Origin = form.Origin };

    private static (Symbol Name, SyntaxList Parameters) MacroHeader(SyntaxList form)
    {
        var items = form.Items;
        if (items.Length < 4) throw DiagnosticBag.FormArity(form, "defmacro", "3 or more", items.Length - 1);
        var name = items[1].AsSymbol
            ?? throw DiagnosticBag.Malformed(form, "defmacro", "defmacro: name must be a symbol", part: items[1]);
        if (items[2] is not SyntaxList parameters)
            throw DiagnosticBag.Malformed(form, "defmacro", "defmacro: params must be a list", part: items[2]);
        foreach (var parameter in parameters.Items)
            if (parameter.AsSymbol is null)
                throw DiagnosticBag.Malformed(form, "defmacro", "defmacro: parameter must be a symbol", part: parameter);
        return (name, parameters);
    }

    // A body may call the macros above it, but not the one it defines; its templates are left alone (§6.3, differences.md 1).
    private SyntaxList Transformer(SyntaxList form, SyntaxList parameters)
    {
        var lambda = new SyntaxBuilder(form).List("fn", parameters, form.Items[3..]);
        var (mark, outer) = (_locals.Count, _inTransformer);
        Bind(form.Items[1]);
        _inTransformer = true;
        var expanded = ExpandForm(lambda, "fn");
        _inTransformer = outer;
        Release(mark);
        return expanded;
    }

    private static Arity ArityOf(SyntaxList parameters)
    {
        var dot = Array.FindIndex(parameters.Items, static p => p.IsSymbol("."));
        return dot < 0 ? Arity.Exactly(parameters.Items.Length) : Arity.AtLeast(dot);
    }

    private void DefineSyntax(SyntaxList form)
    {
        var (name, rules) = SyntaxHeader(form);
        try
        {
            Define(SyntaxRules.Parse(name, rules, form));
        }
        catch (SemaException e)
        {
            throw DiagnosticBag.Malformed(form, "define-syntax", e.Condition.Message, part: rules);
        }
    }

    private static (Symbol Name, SyntaxList Rules) SyntaxHeader(SyntaxList form)
    {
        const string Form = "define-syntax";
        if (form.Items is not [_, var target, var transformer])
            throw DiagnosticBag.Malformed(form, Form, "define-syntax: expected (define-syntax name (syntax-rules ...))");
        var name = target.AsSymbol
            ?? throw DiagnosticBag.Malformed(form, Form, "define-syntax: name must be a symbol", part: target);
        if (transformer is not SyntaxList { Items: [var head, ..] } rules || !head.IsSymbol("syntax-rules"))
            throw DiagnosticBag.Malformed(form, Form, "define-syntax: transformer must be a (syntax-rules ...) form",
                part: transformer);
        return (name, rules);
    }

    private void Define(MacroDefinition macro)
    {
        macros.Define(macro);
        _replaced.Remove(macro.Name);
    }

    // ---- Macro calls

    private MacroDefinition? MacroOf(SyntaxList form)
    {
        if (form.Items[0].AsSymbol is not { } name || macros.Find(name) is not { } macro) return null;
        if (_localCounts.ContainsKey(name) || _unitDefinitions.Contains(name) || IsStructural(name.Name)) return null;
        return macro;
    }

    private Syntax Nested(MacroDefinition macro, SyntaxList call, Func<Syntax, Syntax> expandResult)
    {
        if (_depth >= DepthLimit)
            throw DiagnosticBag.ExpansionFailed(call, null, Raise.Eval("macro expansion exceeded depth limit"));
        Syntax expansion;
        try
        {
            expansion = macro.Expand(call, _data);
        }
        catch (SemaException e)
        {
            throw DiagnosticBag.ExpansionFailed(call, macro.Definition, e);
        }
        _depth++;
        var result = expandResult(expansion);
        _depth--;
        return result;
    }

    // ---- Forms

    private static bool IsStructural(string name) => name is "quote" or "define" or "fn" or "lambda" or "let" or "let*" or "letrec"
        or "let-values" or "let*-values" or "do" or "try" or "match" or "match*" or "define-values";

    private Syntax Expand(Syntax form)
    {
        StackGuard.Check();
        switch (form)
        {
            case SyntaxList { Items: [var head, ..] } list:
                return MacroOf(list) is { } macro ? Nested(macro, list, Expand) : ExpandForm(list, head.AsSymbol?.Name);
            case SyntaxVector vector:
                var items = Each(vector.Items, 0, Expand);
                return ReferenceEquals(items, vector.Items) ? vector : new SyntaxVector(form.Source, form.Span, items) { Origin = form.Origin };
            case SyntaxMap map:
                return MapEntries(map, Expand);
            default:
                return form;
        }
    }

    private SyntaxList ExpandForm(SyntaxList form, string? head)
    {
        var mark = _locals.Count;
        var items = form.Items;
        var result = head switch
        {
            "quote" => form,
            "defmacro" or "define-syntax" => RunTimeDefinition(form),
            "quasiquote" when _inTransformer => With(form, 1, template => Template(template, 1)),
            "fn" or "lambda" when items.Length > 2 => Lambda(form),
            "define" when items.Length > 2 => Definition(form),
            "define-values" when items.Length > 2 => With(form, 2, Expand),
            "let" or "let*" or "letrec" or "let-values" or "let*-values" when items.Length > 2 => Let(form, head),
            "do" when items.Length > 2 => Do(form),
            "match" or "match*" when items.Length > 2 => Match(form),
            "try" => With(form, 1, Protected),
            _ => With(form, 0, Expand),
        };
        Release(mark);
        return result;
    }

    private SyntaxList Lambda(SyntaxList form)
    {
        Bind(form.Items[1]);
        return Body(form, 2);
    }

    private SyntaxList Definition(SyntaxList form)
    {
        if (form.Items[1] is not SyntaxList { Items: [_, ..] } header) return With(form, 2, Expand);
        foreach (var parameter in header.Items.AsSpan(1)) Bind(parameter);
        return Body(form, 2);
    }

    // (let ((pattern init)…) body…), (let name ((pattern init)…) body…)
    private SyntaxList Let(SyntaxList form, string head)
    {
        var at = head == "let" && form.Items[1].AsSymbol is not null ? 2 : 1;
        var bindings = form.Items[at];
        if (head == "letrec") BindFirsts(bindings);
        var expanded = MapParts(bindings, binding =>
        {
            var result = MapParts(binding, 1, Expand);
            if (head is "let*" or "let*-values") BindFirst(binding);
            return result;
        });
        if (at == 2) Bind(form.Items[1]);
        if (head is "let" or "let-values") BindFirsts(bindings);
        return Body(Replace(form, at, expanded), at + 1);
    }

    // (do ((name init step)…) (test result…) body…)
    private SyntaxList Do(SyntaxList form)
    {
        var inits = MapParts(form.Items[1], binding => MapParts(binding, 1, Expand, 2));
        BindFirsts(inits);
        var steps = MapParts(inits, binding => MapParts(binding, 2, Expand));
        var test = MapParts(form.Items[2], Expand);
        return Body(Replace(Replace(form, 1, steps), 2, test), 3);
    }

    // (match e (pattern body…)…): a pattern is no code.
    private SyntaxList Match(SyntaxList form)
    {
        var subject = Replace(form, 1, Expand(form.Items[1]));
        return With(subject, 2, clause =>
        {
            var mark = _locals.Count;
            BindFirst(clause);
            var result = MapParts(clause, 1, Expand);
            Release(mark);
            return result;
        });
    }

    private Syntax Protected(Syntax part)
    {
        if (part is not SyntaxList { Items: [var head, var name, ..] } handler || !head.IsSymbol("catch")) return Expand(part);
        var mark = _locals.Count;
        Bind(name);
        var result = With(handler, 2, Expand);
        Release(mark);
        return result;
    }

    // In the body of a macro a template is data, but what it unquotes is code.
    private Syntax Template(Syntax form, int level)
    {
        StackGuard.Check();
        if (form is SyntaxList { Items: [var head, _] } list)
        {
            if (head.IsSymbol("unquote") || head.IsSymbol("unquote-splicing"))
                return With(list, 1, level == 1 ? Expand : part => Template(part, level - 1));
            if (head.IsSymbol("quasiquote")) return With(list, 1, part => Template(part, level + 1));
        }
        return form is SyntaxMap map ? MapEntries(map, part => Template(part, level)) : MapParts(form, part => Template(part, level));
    }

    // The names that a body defines shadow macros in all of it.
    private SyntaxList Body(SyntaxList form, int start)
    {
        for (var i = start; i < form.Items.Length; i++) BindDefined(form.Items[i]);
        return With(form, start, Expand);
    }

    private void BindDefined(Syntax form)
    {
        if (form is not SyntaxList { Items: [var head, var target, ..] } list) return;
        switch (head.AsSymbol?.Name)
        {
            case "define":
                Bind(target is SyntaxList { Items: [var function, ..] } ? function : target);
                break;
            case "define-values":
                Bind(target);
                break;
            case "begin" or "progn":
                foreach (var item in list.Items.AsSpan(1)) BindDefined(item);
                break;
        }
    }

    // ---- Local names

    private void Bind(Syntax pattern) => Binders.Symbols(pattern, name =>
    {
        _locals.Add(name);
        _localCounts[name] = _localCounts.GetValueOrDefault(name) + 1;
    });

    private void BindFirst(Syntax binding)
    {
        if (Binders.Parts(binding) is [var pattern, ..]) Bind(pattern);
    }

    private void BindFirsts(Syntax bindings)
    {
        foreach (var binding in Binders.Parts(bindings)) BindFirst(binding);
    }

    private void Release(int mark)
    {
        for (var i = _locals.Count - 1; i >= mark; i--)
        {
            var name = _locals[i];
            if (--_localCounts[name] == 0) _localCounts.Remove(name);
        }
        _locals.RemoveRange(mark, _locals.Count - mark);
    }

    // ---- Rebuilding: what did not change is not copied, so it keeps its identity.

    private static Syntax[] Each(Syntax[] items, int start, Func<Syntax, Syntax> map, int end = int.MaxValue)
    {
        var result = items;
        for (var i = start; i < Math.Min(items.Length, end); i++)
        {
            var item = map(items[i]);
            if (ReferenceEquals(item, items[i])) continue;
            if (ReferenceEquals(result, items)) result = (Syntax[])items.Clone();
            result[i] = item;
        }
        return result;
    }

    private static SyntaxList With(SyntaxList form, int start, Func<Syntax, Syntax> map, int end = int.MaxValue)
    {
        var items = Each(form.Items, start, map, end);
        return ReferenceEquals(items, form.Items) ? form : new SyntaxList(form.Source, form.Span, items) { Origin = form.Origin };
    }

    private static SyntaxList Replace(SyntaxList form, int index, Syntax item) => With(form, index, _ => item, index + 1);

    private static SyntaxMap MapEntries(SyntaxMap form, Func<Syntax, Syntax> map) =>
        new(form.Source, form.Span, Array.ConvertAll(form.Entries, e => KeyValuePair.Create(map(e.Key), map(e.Value))))
        {
            Origin = form.Origin,
            Repeated = form.Repeated,
        };

    private static Syntax MapParts(Syntax form, Func<Syntax, Syntax> map) => MapParts(form, 0, map);

    private static Syntax MapParts(Syntax form, int start, Func<Syntax, Syntax> map, int end = int.MaxValue)
    {
        if (form is SyntaxList list) return With(list, start, map, end);
        if (form is not SyntaxVector vector) return form;
        var items = Each(vector.Items, start, map, end);
        return ReferenceEquals(items, vector.Items) ? vector : new SyntaxVector(form.Source, form.Span, items) { Origin = form.Origin };
    }
}
