using Sema.Runtime.Errors;

namespace Sema.Compiler.Diagnostics;

/// <summary>
/// Collects the diagnostics of a compilation. Every diagnostic of every pass is worded here and nowhere else: the static
/// methods make errors to throw (the pass goes on with the next top-level form), the <c>Warn…</c> methods add warnings.
/// </summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>Everything reported, in order.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether any error was reported.</summary>
    public bool HasErrors => _items.Exists(static d => d.Severity == Severity.Error);

    /// <summary>Adds a diagnostic.</summary>
    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    /// <summary>SEMA0001: the text cannot be read (§1).</summary>
    public static CompileException Unreadable(ReaderException e) =>
        new(new Diagnostic("SEMA0001", Severity.Error, new SourceSpan(e.Text, e.Span), new Condition("reader", e.Message, e.Hint)));

    /// <summary>SEMA0002: <c>NAME expects COUNT arguments, got K</c> of a special form.</summary>
    public static CompileException FormArity(Syntax form, string name, string expected, int got)
    {
        var phrase = expected == "1" ? "1 argument" : expected + " arguments";
        return Error("SEMA0002", form, name, Raise.Arity(name, expected, phrase, got).Condition);
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

    /// <summary>SEMA0010: a macro failed; <paramref name="name"/> is the form that complains, if any (§6.2).</summary>
    public static CompileException ExpansionFailed(Syntax call, string? name, Condition condition) =>
        new(new Diagnostic("SEMA0010", Severity.Error, SourceSpan.Of(call), condition) { Form = name });

    /// <summary>SEMA0011: files import each other in a circle; <paramref name="path"/> begins and ends with the same one (§7.2).</summary>
    public static CompileException CyclicImport(Syntax form, IReadOnlyList<string> path) =>
        Error("SEMA0011", form, "import", new Condition("eval", $"cyclic import detected: {string.Join(" -> ", path)}"));

    /// <summary>SEMA0101: an import or load whose file is not there now; it is looked for again when the program runs.</summary>
    public void WarnMissingFile(Syntax path, string spec) =>
        Warn("SEMA0101", path, $"no file '{spec}': it will be looked for when the program runs");

    /// <summary>SEMA0102: an import of a name that the module does not export: a condition when the program runs (§7.3).</summary>
    public void WarnMissingExport(Syntax name, string export) => Warn("SEMA0102", name, $"import: module does not export '{export}'");

    private void Warn(string code, Syntax at, string message) =>
        _items.Add(new Diagnostic(code, Severity.Warning, SourceSpan.Of(at), new Condition("eval", message)));

    private static CompileException Error(string code, Syntax form, string name, Condition condition, Syntax? part = null) =>
        new(new Diagnostic(code, Severity.Error, SourceSpan.Of(part ?? form), condition)
        {
            Form = (form as SyntaxList)?.Items is [var head, ..] && head.AsSymbol is { } symbol ? symbol.Name : name,
            FormAt = SourceSpan.Of(form),
        });
}
