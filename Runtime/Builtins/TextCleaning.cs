using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Plain text made tidy, cut short or searched (text-processing.md).</summary>
[BuiltinGroup("text-processing")]
public static class TextCleaning
{
    private const long DefaultRadius = 100;

    /// <summary>Entities in the order of their decoding: <c>&amp;amp;lt;</c> comes out as <c>&lt;</c>.</summary>
    private static readonly string[] Entities =
        ["&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&apos;", "'", "&nbsp;", " "];

    /// <summary>White space made single spaces.</summary>
    [Builtin("text/clean-whitespace", Parameters = "s", Doc = "s with each run of white space made one space, none at the ends.")]
    public static Value CleanWhitespace(Value s) => Value.FromString(string.Join(' ', Words(s)));

    /// <summary>A count of words.</summary>
    [Builtin("text/word-count", Parameters = "s", Doc = "The number of words between white space.")]
    public static Value WordCount(Value s) => new(Words(s).Length);

    /// <summary>Text between tags. No parser of HTML: a tag is what stands between <c>&lt;</c> and the next <c>&gt;</c>.</summary>
    [Builtin("text/strip-html", Parameters = "s", Doc = "s without tags, its common entities decoded.")]
    public static Value StripHtml(Value s)
    {
        var text = new StringBuilder();
        var isTag = false;
        foreach (var c in StringBuiltins.Text(s))
        {
            if (c is '<' or '>') isTag = c == '<';
            else if (!isTag) text.Append(c);
        }
        for (var i = 0; i < Entities.Length; i += 2) text.Replace(Entities[i], Entities[i + 1]);
        return Value.FromString(text.ToString());
    }

    /// <summary>Text cut to a length, with dots.</summary>
    [Builtin("text/truncate", Parameters = "s max [suffix]", Doc = "s cut to max code points, suffix (...) included.")]
    public static Value Truncate(Value s, Value max) => Truncate(s, max, Value.Nil);

    /// <summary>Text cut to a length; a suffix that is no string counts as <c>...</c>, a negative length as none.</summary>
    public static Value Truncate(Value s, Value max, Value suffix)
    {
        StringBuiltins.Text(s);
        var limit = max.IsFixnum ? max.Bits : throw Raise.Type("integer", max);
        if (limit < 0 || Strings.Length(s) <= limit) return s;
        var end = suffix.Ref is string ? suffix : Value.FromString("...");
        return Strings.Concat(Strings.Substring(s, 0, Math.Max(0, limit - Strings.Length(end))), end);
    }

    /// <summary>Lines moved to the left.</summary>
    [Builtin("text/trim-indent", Parameters = "s", Doc = "s with the indentation that its lines have in common removed.")]
    public static Value TrimIndent(Value s)
    {
        var lines = StringBuiltins.Text(s).Split('\n');
        var common = int.MaxValue;
        foreach (var line in lines)
            if (!string.IsNullOrWhiteSpace(line)) common = Math.Min(common, line.Length - line.AsSpan().TrimStart().Length);
        if (common == int.MaxValue) return s;
        return Value.FromString(string.Join('\n', lines.Select(line => line.Length < common ? "" : line[common..])));
    }

    /// <summary>A passage around a hit.</summary>
    [Builtin("text/excerpt", Parameters = "s query [opts]",
        Doc = "The first query in s with :radius (100) code points around it, :omission (...) where cut; nil when there is none.")]
    public static Value Excerpt(Value s, Value query) => Excerpt(s, query, Value.Nil);

    /// <summary>A passage around a hit, by options; an option of the wrong type counts as its default.</summary>
    public static Value Excerpt(Value s, Value query, Value options)
    {
        string text = Letters.Lower(StringBuiltins.Text(s)), wanted = Letters.Lower(StringBuiltins.Text(query));
        var at = text.IndexOf(wanted, StringComparison.Ordinal);
        if (at < 0) return Value.Nil;
        var radius = Math.Max(0, TextChunks.Option(options, "radius", DefaultRadius));
        var omission = TextChunks.Option(options, "omission").Ref as string ?? "...";
        // The place in lower case is taken as the place in s, as specified, though a few letters change their length.
        var length = Strings.Length(s);
        var hit = Math.Min(length, at - Strings.CountAstral(text.AsSpan(0, at)));
        var hitEnd = Math.Min(length, hit + wanted.Length - Strings.CountAstral(wanted));
        var start = Math.Max(0, hit - radius);
        var end = radius >= length - hitEnd ? length : hitEnd + radius;
        var passage = (string)Strings.Substring(s, start, end).Ref!;
        return Value.FromString((start > 0 ? omission : "") + passage + (end < length ? omission : ""));
    }

    /// <summary>Line ends made <c>\n</c>.</summary>
    [Builtin("text/normalize-newlines", Parameters = "s", Doc = "s with each \\r\\n and \\r made \\n.")]
    public static Value NormalizeNewlines(Value s) =>
        Value.FromString(StringBuiltins.Text(s).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));

    private static string[] Words(Value s) => StringBuiltins.Text(s).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
