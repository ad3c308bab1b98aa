using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Sema.Runtime.Text;

/// <summary>HTML5 through AngleSharp: parsing, CSS selectors, serialization.</summary>
internal static class HtmlText
{
    /// <summary>The deepest nesting that is handled: the library serializes by recursion.</summary>
    private const int MaxDepth = 20_000;

    /// <summary>The document that a text stands for, as HTML.</summary>
    public static string Normalize(string html) => Parse("html/parse", html).ToHtml();

    /// <summary>The HTML of the elements that a selector matches.</summary>
    public static List<string> Select(string html, string selector) =>
        [.. Matches("html/select", html, selector).Select(static element => element.OuterHtml)];

    /// <summary>The collapsed text of the elements that a selector matches.</summary>
    public static List<string> SelectText(string html, string selector) =>
        [.. Matches("html/select-text", html, selector).Select(static element => PlainText(element))];

    /// <summary>The collapsed text of a document.</summary>
    public static string PlainText(string html) => PlainText((INode)Parse("html/text", html));

    private static IHtmlCollection<IElement> Matches(string name, string html, string selector)
    {
        var document = Parse(name, html);
        try
        {
            return document.QuerySelectorAll(selector);
        }
        catch (DomException)
        {
            throw Raise.Eval($"invalid selector: {Printer.Write(Value.FromString(selector))}");
        }
    }

    private static string PlainText(INode root)
    {
        var text = new StringBuilder();
        for (INode? node = root; node is not null; node = After(node, root))
            if (node is IText run) text.Append(run.Data).Append(' ');
        return Strings.Collapse(text.ToString());
    }

    /// <summary>The next node below a root, in document order: without recursion, for documents may be deep.</summary>
    private static INode? After(INode node, INode root)
    {
        if (node.FirstChild is { } child) return child;
        for (; node != root; node = node.Parent!)
            if (node.NextSibling is { } sibling) return sibling;
        return null;
    }

    private static IDocument Parse(string name, string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        var depth = 0;
        for (INode node = document; ;)
        {
            if (depth > MaxDepth) throw Raise.Eval($"{name}: the document is nested too deeply");
            if (node.FirstChild is { } child)
            {
                depth++;
                node = child;
                continue;
            }
            while (node != document && node.NextSibling is null)
            {
                depth--;
                node = node.Parent!;
            }
            if (node == document) return document;
            node = node.NextSibling!;
        }
    }
}
