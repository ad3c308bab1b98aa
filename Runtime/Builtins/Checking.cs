using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Runtime.Builtins;

/// <summary>Programs as data: formatting, checking, tracing (reflect.md).</summary>
[BuiltinGroup("reflect")]
public static class Checking
{
    /// <summary>A form as source text.</summary>
    [Builtin("format/form", Parameters = "form", Doc = "A form as laid-out source text.")]
    public static Value Format(Value form) => Value.FromString(Formatter.Format(form));

    /// <summary>Compiles a text without running it.</summary>
    /// <exception cref="SemaException">The program was built without the compiler.</exception>
    [Builtin("sema/check-string", Parameters = "s", Doc = "Whether a text is a program: a map of :ok and :diagnostics.")]
    public static Value CheckString(Value s) => Check(new SourceText(Text(s)), "sema/check-string");

    /// <summary>Compiles a file without running it; one that cannot be read is a diagnostic with the code <c>io</c>.</summary>
    /// <exception cref="SemaException">As <see cref="CheckString"/>.</exception>
    [Builtin("sema/check-file", Parameters = "path", Doc = "Whether a file is a program: a map of :ok and :diagnostics.",
        Capability = Capabilities.FsRead)]
    public static Value CheckFile(Value path)
    {
        var name = Host.Current.PathText("sema/check-file", Capabilities.FsRead, path);
        string text;
        try
        {
            text = Text(FileText.ReadText("sema/check-file", name));
        }
        catch (SemaException e) when (e.Condition.Type == "io")
        {
            return Report(Diagnostic("io", e.Condition.Headline));
        }
        return Check(new SourceText(text, name), "sema/check-file");
    }

    /// <summary>Shows a value on standard error.</summary>
    [Builtin("spy", Parameters = "label x", Doc = "Prints [label] and x to standard error; returns x.")]
    public static Value Spy(Value label, Value x)
    {
        var text = Text(label);
        SemaContext.Current.Output.Flush();
        SemaContext.Current.Error.WriteLine($"[{text}] {Printer.Write(x)}");
        return x;
    }

    private static Value Check(SourceText source, string name)
    {
        var evaluator = SemaContext.Current.Evaluator ?? throw Raise.Eval($"{name} is not available in this program");
        if (evaluator.Check(source) is not { } fault) return Report(null);
        var (code, prefix) = fault.Condition.Type switch
        {
            "arity" => ("arity", "Arity error: "),
            "type-error" => ("error", "Type error: "),
            _ => ("error", "Eval error: "),
        };
        if (fault.At is not { } span) return Report(Diagnostic(code, prefix + fault.Condition.Message));
        var at = source.Locate(span.Start);
        var isBracket = span.Start < source.Text.Length && "()[]{}".Contains(source.Text[span.Start]);
        var diagnostic = Diagnostic("syntax", $"Reader error at {at.Line}:{at.Column}: {fault.Condition.Message}");
        return Report(diagnostic.With(Key("span"), new Value(SortedMap.Empty
            .With(Key("line"), new Value(at.Line)).With(Key("col"), new Value(at.Column))
            .With(Key("end-line"), new Value(at.Line)).With(Key("end-col"), new Value(at.Column + (isBracket ? 1 : 0))))));
    }

    private static Map Diagnostic(string code, string message) => SortedMap.Empty
        .With(Key("level"), Key("error")).With(Key("code"), Value.FromString(code)).With(Key("message"), Value.FromString(message));

    private static Value Report(Map? diagnostic) => new(SortedMap.Empty
        .With(Key("ok"), Value.FromBool(diagnostic is null))
        .With(Key("diagnostics"), diagnostic is null ? Value.EmptyList : Lists.FromArray([new Value(diagnostic)])));

    private static Value Key(string name) => new(Keyword.Intern(name));

    private static string Text(Value s) => s.Ref as string ?? throw Raise.Type("string", s);
}
