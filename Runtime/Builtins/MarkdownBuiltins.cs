namespace Sema.Runtime.Builtins;

/// <summary>Markdown (markup.md).</summary>
[BuiltinGroup("markup", Libraries = ["Markdig"])]
public static class MarkdownBuiltins
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

    private static string Text(Value s) => s.Ref as string ?? throw Raise.Type("string", s);
}
