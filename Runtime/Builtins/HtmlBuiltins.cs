namespace Sema.Runtime.Builtins;

/// <summary>HTML (markup.md).</summary>
[BuiltinGroup("markup", Libraries = ["AngleSharp"])]
public static class HtmlBuiltins
{
    /// <summary>HTML as a parser understands it.</summary>
    [Builtin("html/parse", Parameters = "s", Doc = "The whole HTML document that a text stands for.")]
    public static Value Parse(Value s) => Value.FromString(HtmlText.Normalize(Text(s)));

    /// <summary>The elements that a CSS selector matches, as HTML.</summary>
    /// <exception cref="SemaException"><c>invalid selector: …</c></exception>
    [Builtin("html/select", Parameters = "s selector", Doc = "The HTML of each element that a CSS selector matches, in document order.")]
    public static Value Select(Value s, Value selector) => Strings(HtmlText.Select(Text(s), Text(selector)));

    /// <summary>All text of an HTML document.</summary>
    [Builtin("html/text", Parameters = "s", Doc = "The text of an HTML document, its runs joined by single spaces.")]
    public static Value PlainText(Value s) => Value.FromString(HtmlText.PlainText(Text(s)));

    /// <summary>The text of the elements that a CSS selector matches.</summary>
    /// <exception cref="SemaException"><c>invalid selector: …</c></exception>
    [Builtin("html/select-text", Parameters = "s selector", Doc = "The text of each element that a CSS selector matches, in document order.")]
    public static Value SelectText(Value s, Value selector) => Strings(HtmlText.SelectText(Text(s), Text(selector)));

    private static Value Strings(IEnumerable<string> texts) => Lists.From(texts.Select(Value.FromString));

    private static string Text(Value s) => s.Ref as string ?? throw Raise.Type("string", s);
}
