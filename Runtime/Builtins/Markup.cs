namespace Sema.Runtime.Builtins;

/// <summary>Markdown and HTML (markup.md). The libraries' types stay inside <see cref="MarkdownText"/> and <see cref="HtmlText"/>.</summary>
[BuiltinGroup("markup", Libraries = ["AngleSharp", "Markdig"])]
public static class Markup
{
    /// <summary>Markdown as HTML.</summary>
    /// <exception cref="SemaException">The text is nested too deeply.</exception>
    [Builtin("markdown/to-html", Parameters = "md", Doc = "The HTML of a CommonMark text; raw HTML passes through.")]
    public static Value ToHtml(Value md) => Value.FromString(MarkdownText.ToHtml(Text(md)));

    /// <summary>The headings of a Markdown text.</summary>
    /// <exception cref="SemaException">The text is nested too deeply.</exception>
    [Builtin("markdown/headings", Parameters = "md", Doc = "The headings of a CommonMark text, in order: maps of :level and plain :text.")]
    public static Value Headings(Value md) => Lists.From(MarkdownText.Headings(Text(md)).Select(static heading => new Value(SortedMap.Empty
        .With(new Value(Keyword.Intern("level")), new Value(heading.Level))
        .With(new Value(Keyword.Intern("text")), Value.FromString(heading.Text)))));

    /// <summary>The block between <c>---</c> lines at the start of a text, and the rest.</summary>
    [Builtin("markdown/frontmatter", Parameters = "md", Doc = "A map of the raw :frontmatter between --- lines, or nil, and the :body after it.")]
    public static Value FrontMatter(Value md)
    {
        var (block, body) = MarkdownText.FrontMatter(Text(md));
        return new Value(SortedMap.Empty
            .With(new Value(Keyword.Intern("frontmatter")), block is null ? Value.Nil : Value.FromString(block))
            .With(new Value(Keyword.Intern("body")), Value.FromString(body)));
    }

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
