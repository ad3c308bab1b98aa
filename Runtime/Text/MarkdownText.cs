using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Sema.Runtime.Text;

/// <summary>CommonMark through Markdig, without its extensions.</summary>
internal static class MarkdownText
{
    /// <summary>The HTML of a text.</summary>
    public static string ToHtml(string text) => Guarded("markdown/to-html", () => Markdown.ToHtml(text));

    /// <summary>The levels and plain texts of the headings, in order.</summary>
    public static List<(int Level, string Text)> Headings(string text) => Guarded("markdown/headings", () =>
    {
        var headings = new List<(int, string)>();
        foreach (var heading in Markdown.Parse(text).Descendants<HeadingBlock>())
        {
            var plain = new StringBuilder();
            if (heading.Inline is { } content)
                foreach (var inline in content.Descendants())
                    plain.Append(inline switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        CodeInline code => code.Content,
                        HtmlEntityInline entity => entity.Transcoded.ToString(),
                        AutolinkInline link => link.Url,
                        LineBreakInline => " ",
                        _ => "",
                    });
            headings.Add((heading.Level, Strings.Collapse(plain.ToString())));
        }
        return headings;
    });

    /// <summary>The lines between a first line <c>---</c> and the next such line, and the text after it; null and the whole text when there are none.</summary>
    public static (string? Block, string Body) FrontMatter(string text)
    {
        if (FenceLength(text, 0) is not (> 0 and var start)) return (null, text);
        for (var line = start; line < text.Length;)
        {
            if (FenceLength(text, line) is > 0 and var length) return (text[start..line], text[(line + length)..]);
            var end = text.IndexOf('\n', line);
            line = end < 0 ? text.Length : end + 1;
        }
        return (null, text);
    }

    /// <summary>The length of the line at an index, its end included, when it is a fence; else 0.</summary>
    private static int FenceLength(string text, int index)
    {
        var rest = text.AsSpan(index);
        return rest is "---" ? 3 : rest.StartsWith("---\n") ? 4 : rest.StartsWith("---\r\n") ? 5 : 0;
    }

    /// <summary>Markdig refuses text that is nested too deeply with an exception of its own.</summary>
    private static T Guarded<T>(string name, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ArgumentException)
        {
            throw Raise.Eval($"{name}: the text is nested too deeply");
        }
    }
}
