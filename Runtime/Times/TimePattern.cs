namespace Sema.Runtime.Times;

/// <summary>How a number is filled up to its width.</summary>
public enum Padding
{
    /// <summary>As its directive says.</summary>
    Default,

    /// <summary>Not at all: <c>%-d</c>.</summary>
    None,

    /// <summary>With spaces: <c>%_d</c>.</summary>
    Space,

    /// <summary>With zeros: <c>%0e</c>.</summary>
    Zero,
}

/// <summary>
/// A part of a pattern: a directive's name (<c>Y</c>, <c>.3f</c>, <c>:z</c> …), or text, whose name is <see cref="Text"/>, or
/// <see cref="Space"/> for white space, or <see cref="Error"/> where the pattern cannot be understood.
/// </summary>
public readonly record struct TimePart(string Name, Padding Padding, string Literal)
{
    public const string Text = "text", Space = "space", Error = "error";
}

/// <summary>The strftime patterns of <c>time/format</c> and <c>time/parse</c> (datetime.md).</summary>
public static class TimePattern
{
    /// <summary>Directives for numbers, which take a padding.</summary>
    private const string Numbers = "YCyGgmdeHkIlMSjUWVuwsfq";

    private const string Texts = "bBaApPZz+";

    private static readonly string[] Long = [".f", ".3f", ".6f", ".9f", "3f", "6f", "9f", ":z", "::z", ":::z", "#z"];

    /// <summary>The parts of a pattern, up to the first error.</summary>
    public static List<TimePart> Parse(string pattern)
    {
        var parts = new List<TimePart>();
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] != '%') i = Plain(pattern, i, parts);
            else if ((i = Directive(pattern, i + 1, parts)) < 0)
            {
                parts.Add(new TimePart(TimePart.Error, Padding.Default, ""));
                break;
            }
        }
        return parts;
    }

    private static int Plain(string pattern, int start, List<TimePart> parts)
    {
        var isSpace = char.IsWhiteSpace(pattern[start]);
        var end = start;
        while (end < pattern.Length && pattern[end] != '%' && char.IsWhiteSpace(pattern[end]) == isSpace) end++;
        parts.Add(new TimePart(isSpace ? TimePart.Space : TimePart.Text, Padding.Default, pattern[start..end]));
        return end;
    }

    /// <summary>Adds the directive at a position behind its percent sign; returns where it ends, or -1 when there is none.</summary>
    private static int Directive(string pattern, int at, List<TimePart> parts)
    {
        var rest = pattern.AsSpan(at);
        var padding = rest is ['-', ..] ? Padding.None : rest is ['_', ..] ? Padding.Space : rest is ['0', ..] ? Padding.Zero : Padding.Default;
        if (padding != Padding.Default)
        {
            if (rest.Length < 2 || !Numbers.Contains(rest[1])) return -1;
            parts.Add(new TimePart(rest[1].ToString(), padding, ""));
            return at + 2;
        }
        foreach (var name in Long)
            if (rest.StartsWith(name))
            {
                parts.Add(new TimePart(name, Padding.Default, ""));
                return at + name.Length;
            }
        if (rest.IsEmpty) return -1;
        if (rest[0] == '%') parts.Add(new TimePart(TimePart.Text, Padding.Default, "%"));
        else if (rest[0] is 't' or 'n') parts.Add(new TimePart(TimePart.Space, Padding.Default, rest[0] == 't' ? "\t" : "\n"));
        else if (Composite(rest[0]) is { } composite) parts.AddRange(Parse(composite));
        else if (Numbers.Contains(rest[0]) || Texts.Contains(rest[0])) parts.Add(new TimePart(rest[0].ToString(), Padding.Default, ""));
        else return -1;
        return at + 1;
    }

    private static string? Composite(char directive) => directive switch
    {
        'D' or 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'v' => "%e-%b-%Y",
        'R' => "%H:%M",
        'T' or 'X' => "%H:%M:%S",
        'r' => "%I:%M:%S %p",
        'c' => "%a %b %e %H:%M:%S %Y",
        'h' => "%b",
        _ => null,
    };
}
