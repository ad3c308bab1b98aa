using Sema.Compiler.Expansion;
using Sema.Runtime.Errors;

namespace Sema.Compiler.Diagnostics;

/// <summary>
/// Collects the diagnostics of a compilation. Every diagnostic of every pass is worded here and nowhere else: the static
/// methods make errors to throw (the pass goes on with the next top-level form), the <c>Warn…</c> methods add warnings.
/// </summary>
public sealed class DiagnosticBag(WarningPolicy? policy = null)
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>Everything reported, in order.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether an error was reported that keeps the next pass from its work.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether the program is not to be built: there are errors, or warnings that the policy makes errors.</summary>
    public bool IsFailure => _items.Exists(static d => d.Severity == Severity.Error);

    /// <summary>Adds a diagnostic; a warning as the policy wants it.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error) HasErrors = true;
        else if (policy is not null)
        {
            if (policy.Silenced.Contains(diagnostic.Code)) return;
            if (policy.IsStrict) diagnostic = diagnostic with { Severity = Severity.Error };
        }
        _items.Add(diagnostic);
    }

    /// <summary>SEMA0001: the text cannot be read (§1).</summary>
    public static CompileException Unreadable(ReaderException e) =>
        new(new Diagnostic("SEMA0001", Severity.Error, new SourceSpan(e.Text, e.Span), new Condition("reader", e.Message, e.Hint)));

    /// <summary>SEMA0002: <c>NAME expects COUNT arguments, got K</c> of a special form.</summary>
    public static CompileException FormArity(Syntax form, string name, string expected, int got, Syntax? part = null)
    {
        var phrase = expected == "1" ? "1 argument" : expected + " arguments";
        return Error("SEMA0002", form, name, Raise.Arity(name, expected, phrase, got).Condition, part);
    }

    /// <summary>SEMA0003: <c>expected EXPECTED, got TYPE</c> of a form's part.</summary>
    public static CompileException FormType(Syntax form, string name, string expected, Syntax got, string? hint = null) =>
        Error("SEMA0003", form, name, Raise.Type(expected, got.ToDatum(), hint).Condition, got);

    /// <summary>SEMA0004: any other malformed special form; <paramref name="part"/> is the offending part.</summary>
    public static CompileException Malformed(Syntax form, string name, string message, string? hint = null, Syntax? part = null) =>
        Error("SEMA0004", form, name, new Condition("eval", message, hint), part);

    /// <summary>SEMA0005: the text is nested too deeply for the compiler's stack.</summary>
    public static CompileException TooDeep(SourceText source, Condition condition) =>
        new(new Diagnostic("SEMA0005", Severity.Error, new SourceSpan(source, new TextSpan(0, 0)), condition));

    /// <summary>SEMA0006: the source file cannot be read, or is not UTF-8.</summary>
    public static Diagnostic BadFile(SourceText source, int offset, string message) =>
        new("SEMA0006", Severity.Error, new SourceSpan(source, new TextSpan(offset, 0)), new Condition("io", message));

    /// <summary>SEMA0010: a macro failed; <paramref name="definition"/> is its definition, where known (§6.2).</summary>
    public static CompileException ExpansionFailed(Syntax call, SyntaxList? definition, SemaException e)
    {
        var related = definition is null ? [] : new[] { new RelatedPlace(RaisedAt(definition, e), "raised by this macro") };
        return new(new Diagnostic("SEMA0010", Severity.Error, SourceSpan.Of(call), e.Condition) { Related = related });
    }

    /// <summary>SEMA0011: files import each other in a circle; <paramref name="path"/> begins and ends with the same one (§7.2).</summary>
    public static CompileException CyclicImport(Syntax form, IReadOnlyList<string> path) =>
        Error("SEMA0011", form, "import", new Condition("eval", $"cyclic import detected: {string.Join(" -> ", path)}"));

    /// <summary>SEMA0101: an import or load whose file is not there now; it is looked for again when the program runs.</summary>
    public void WarnMissingFile(Syntax path, string spec) =>
        Warn("SEMA0101", SourceSpan.Of(path), $"no file '{spec}': it will be looked for when the program runs", null);

    /// <summary>SEMA0102: an import of a name that the module does not export: a condition when the program runs (§7.3).</summary>
    public void WarnMissingExport(Syntax name, string export) => Warn("SEMA0102", SourceSpan.Of(name), $"import: module does not export '{export}'", null);

    /// <summary>SEMA0103: a name that nothing can have defined.</summary>
    public void WarnUnknownName(SourceSpan where, string name, string? hint) => Warn("SEMA0103", where, $"unknown name '{name}'", hint);

    /// <summary>SEMA0104: an assignment that creates a global.</summary>
    public void WarnUndefinedTarget(SourceSpan where, string name, string? hint) =>
        Warn("SEMA0104", where, $"set! of '{name}', which no definition creates", hint ?? $"to create a variable, write (define {name} …)");

    /// <summary>SEMA0105: a call that its procedure does not accept; <paramref name="definition"/> is the procedure's place, where there is one.</summary>
    public void WarnArity(SourceSpan where, string name, Arity arity, int got, SourceSpan? definition) =>
        Warn("SEMA0105", where, Raise.Arity(name, arity, got).Message, null, Related(definition, $"{name} is defined here"));

    /// <summary>SEMA0106: a call of what is no procedure.</summary>
    public void WarnNotCallable(SourceSpan where, Value value)
    {
        var condition = Raise.NotCallable(value).Condition;
        Warn("SEMA0106", where, condition.Message, condition.Hint);
    }

    /// <summary>SEMA0107: an internal definition that nothing reads.</summary>
    public void WarnUnusedDefinition(Syntax name) =>
        Warn("SEMA0107", SourceSpan.Of(name), $"'{name}' is defined but never used", "remove it, or begin its name with _");

    /// <summary>SEMA0108: a map literal with the same key twice.</summary>
    public void WarnRepeatedKey(Syntax key) => Warn("SEMA0108", SourceSpan.Of(key), $"the key {key} stands twice in this map", "the last value counts");

    /// <summary>SEMA0109: a clause that can never be reached; <paramref name="catchAll"/> is the clause that takes everything.</summary>
    public void WarnUnreachable(Syntax clause, Syntax catchAll) =>
        Warn("SEMA0109", SourceSpan.Of(clause), "this clause is never reached", null, Related(SourceSpan.Of(catchAll), "this clause takes everything"));

    /// <summary>SEMA0110: a datum of <c>case</c>, or a pattern of <c>match</c>, that an earlier clause takes.</summary>
    public void WarnRepeatedCase(Syntax datum, Syntax first) =>
        Warn("SEMA0110", SourceSpan.Of(datum), $"{datum} is taken by an earlier clause", null, Related(SourceSpan.Of(first), "this clause takes it"));

    /// <summary>SEMA0111: two parameters of one procedure with one name.</summary>
    public void WarnRepeatedParameter(Syntax name) =>
        Warn("SEMA0111", SourceSpan.Of(name), $"the parameter '{name}' stands twice", "the last one counts");

    /// <summary>SEMA0112: an expression whose value is thrown away and that does nothing else.</summary>
    public void WarnUselessExpression(Syntax expression) => Warn("SEMA0112", SourceSpan.Of(expression), "the value of this expression is not used", null);

    /// <summary>SEMA0113: a second procedure of a name at top level; <paramref name="first"/> is the place of the first.</summary>
    public void WarnRedefinition(SourceSpan where, string name, SourceSpan first) =>
        Warn("SEMA0113", where, $"'{name}' is defined again", "the later definition replaces the earlier one", Related(first, "first defined here"));

    private static RelatedPlace[] Related(SourceSpan? where, string text) => where is { } place ? [new RelatedPlace(place, text)] : [];

    private void Warn(string code, SourceSpan where, string message, string? hint, IReadOnlyList<RelatedPlace>? related = null) =>
        Add(new Diagnostic(code, Severity.Warning, where, new Condition("eval", message, hint)) { Related = related ?? [] });

    private static CompileException Error(string code, Syntax form, string name, Condition condition, Syntax? part = null) =>
        new(new Diagnostic(code, Severity.Error, SourceSpan.Of(part ?? form), condition)
        {
            Form = (form as SyntaxList)?.Items is [var head, ..] && head.AsSymbol is { } symbol ? symbol.Name : name,
            FormAt = SourceSpan.Of(form),
            Related = WrittenBy(form) is { } origin ? [new RelatedPlace(SourceSpan.Of(origin), "the macro wrote it here")] : [],
        });

    /// <summary>The place in a macro that wrote a form, as far as it can be told; null for a form that was read.</summary>
    private static Syntax? WrittenBy(Syntax form)
    {
        if (form.Origin is not { } origin || origin.Span == form.Span) return null;
        if (origin is not SyntaxList { Items: [var keyword, _, _, .. var body] } || !keyword.IsSymbol("defmacro")) return origin;
        // The procedure that made the form left no trace in it: look for the one template that has its head.
        var candidates = new List<SyntaxList>();
        if (form is SyntaxList { Items: [var head, ..] } && head.AsSymbol is { } symbol)
            foreach (var part in body) FindForms(part, symbol, candidates);
        return candidates.Count == 1 ? candidates[0] : origin;
    }

    private static void FindForms(Syntax part, Symbol head, List<SyntaxList> found)
    {
        StackGuard.Check();
        if (part is SyntaxList { Items: [var first, ..] } list && first.AsSymbol == head) found.Add(list);
        foreach (var inner in Binders.Parts(part)) FindForms(inner, head, found);
    }

    /// <summary>The place in a macro's definition where it raised, the definition as a whole where that is not known.</summary>
    private static SourceSpan RaisedAt(SyntaxList definition, SemaException e)
    {
        var whole = SourceSpan.Of(definition);
        foreach (var frame in StackTraces.Of(e))
        {
            if (frame.Line <= 0 || frame.File != definition.Source.Name || frame.Line > definition.Source.LineCount) continue;
            var offset = definition.Source.Offset(new TextLocation(frame.Line, frame.Column));
            if (offset >= whole.Span.Start && offset < whole.Span.End) return new SourceSpan(definition.Source, new TextSpan(offset, 1));
        }
        return whole;
    }
}
