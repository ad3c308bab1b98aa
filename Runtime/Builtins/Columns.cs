using System.Globalization;
using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Text set in the columns of a terminal (strings.md).</summary>
[BuiltinGroup("strings")]
public static class Columns
{
    [Builtin("string/width", Parameters = "s", Doc = "The terminal columns of s; ANSI escapes take none, wide characters two.")]
    public static Value Width(Value s) => new((long)DisplayWidth.OfText(StringBuiltins.Text(s)));

    [Builtin("string/pad-left", Parameters = "s width [pad]", Doc = "s filled up to width columns at its start with pad (a space).")]
    public static Value PadLeft(Value s, Value width) => PadLeft(s, width, Value.FromString(" "));

    public static Value PadLeft(Value s, Value width, Value pad) => Strings.Concat(Padding(s, width, pad), s);

    [Builtin("string/pad-right", Parameters = "s width [pad]", Doc = "s filled up to width columns at its end with pad (a space).")]
    public static Value PadRight(Value s, Value width) => PadRight(s, width, Value.FromString(" "));

    public static Value PadRight(Value s, Value width, Value pad) => Strings.Concat(s, Padding(s, width, pad));

    [Builtin("string/truncate-width", Parameters = "s width [ellipsis]", Doc = "s cut to width columns, ellipsis included.")]
    public static Value TruncateWidth(Value s, Value width) => TruncateWidth(s, width, Value.FromString(""));

    public static Value TruncateWidth(Value s, Value width, Value ellipsis)
    {
        var text = StringBuiltins.Text(s);
        var limit = Indices.NonNegative("string/truncate-width", width);
        var end = StringBuiltins.Text(ellipsis);
        if (DisplayWidth.OfText(text) <= limit) return s;
        var room = limit - DisplayWidth.OfText(end);
        return Value.FromString(room < 0 ? end[..Fitting(end, limit)] : string.Concat(text.AsSpan(0, Fitting(text, room)), end));
    }

    [Builtin("string/word-wrap", Parameters = "s width", Doc = "The list of the lines of s, broken at spaces to at most width columns.")]
    public static Value WordWrap(Value s, Value width)
    {
        var text = StringBuiltins.Text(s);
        var limit = Math.Max(1, Indices.NonNegative("string/word-wrap", width));
        var lines = new ListBuilder(0);
        foreach (var paragraph in text.Split('\n')) Wrap(paragraph, limit, ref lines);
        return lines.ToList();
    }

    private static void Wrap(string paragraph, int limit, ref ListBuilder lines)
    {
        var line = new StringBuilder();
        var used = 0;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            var width = DisplayWidth.OfText(rest);
            if (line.Length > 0 && used + 1 + (long)width > limit)
            {
                lines.Add(Value.FromString(line.ToString()));
                line.Clear();
                used = 0;
            }
            if (width > limit)
            {
                // A character wider than the line stands alone.
                while (Math.Max(Fitting(rest, limit), StringInfo.GetNextTextElementLength(rest)) is var cut && cut < rest.Length)
                {
                    lines.Add(Value.FromString(rest[..cut]));
                    rest = rest[cut..];
                }
                width = DisplayWidth.OfText(rest);
            }
            if (line.Length > 0)
            {
                line.Append(' ');
                used++;
            }
            line.Append(rest);
            used += width;
        }
        lines.Add(Value.FromString(line.ToString()));
    }

    /// <summary>The length of the longest beginning of a text that fits. Escape sequences count as what their characters take.</summary>
    private static int Fitting(string text, int limit)
    {
        var (length, used) = (0, 0);
        foreach (var element in DisplayWidth.Elements(text))
        {
            used += element is "\e" ? 1 : DisplayWidth.OfElement(element);
            if (used > limit) break;
            length += element.Length;
        }
        return length;
    }

    private static Value Padding(Value s, Value width, Value pad)
    {
        var text = StringBuiltins.Text(s);
        var columns = Indices.NonNegative("string/pad", width);
        var filler = StringBuiltins.Text(pad).Length == 0 ? " " : (string)Strings.Substring(pad, 0, 1).Ref!;
        var missing = columns - DisplayWidth.OfText(text);
        return missing <= 0 ? Value.FromString("") : StringTransforms.Repeat(filler, missing / Math.Max(1, DisplayWidth.OfText(filler)));
    }
}
