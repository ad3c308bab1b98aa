using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Texts with ANSI styles. Whether anybody sees them is not asked.</summary>
[BuiltinGroup("terminal")]
public static class TerminalStyles
{
    private const string Reset = "\e[0m";

    /// <summary>A text in the styles that keywords name.</summary>
    [Builtin("term/style", Parameters = "text style ...", Doc = "The text in styles: :bold :dim :italic :underline :inverse :strikethrough, and colours.")]
    public static Value Style(Value text, params Value[] rest)
    {
        var plain = Text(text);
        if (rest.Length == 0) return text;
        var codes = rest.Select(static s => Code(s.Ref as Keyword ?? throw Raise.Type("keyword", s)));
        return Value.FromString($"\e[{string.Join(';', codes)}m{plain}{Reset}");
    }

    /// <summary>A text in a colour of red, green and blue.</summary>
    [Builtin("term/rgb", Parameters = "text r g b", Doc = "The text in a colour of red, green and blue.")]
    public static Value Rgb(Value text, Value red, Value green, Value blue) =>
        Value.FromString($"\e[38;2;{Part(red)};{Part(green)};{Part(blue)}m{Text(text)}{Reset}");

    /// <summary>A text without escape sequences.</summary>
    [Builtin("term/strip", Parameters = "text", Doc = "The text without escape sequences.")]
    public static Value Strip(Value text)
    {
        var source = Text(text);
        var result = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '\e') result.Append(source[i]);
            else i = SequenceEnd(source, i);
        }
        return Value.FromString(result.ToString());
    }

    /// <summary>The text in bold.</summary>
    [Builtin("term/bold", Parameters = "text", Doc = "The text in bold.")]
    public static Value Bold(Value text) => Wrap("bold", text);

    /// <summary>The text in dim.</summary>
    [Builtin("term/dim", Parameters = "text", Doc = "The text in dim.")]
    public static Value Dim(Value text) => Wrap("dim", text);

    /// <summary>The text in italic.</summary>
    [Builtin("term/italic", Parameters = "text", Doc = "The text in italic.")]
    public static Value Italic(Value text) => Wrap("italic", text);

    /// <summary>The text in underline.</summary>
    [Builtin("term/underline", Parameters = "text", Doc = "The text in underline.")]
    public static Value Underline(Value text) => Wrap("underline", text);

    /// <summary>The text in inverse.</summary>
    [Builtin("term/inverse", Parameters = "text", Doc = "The text in inverse.")]
    public static Value Inverse(Value text) => Wrap("inverse", text);

    /// <summary>The text in strikethrough.</summary>
    [Builtin("term/strikethrough", Parameters = "text", Doc = "The text in strikethrough.")]
    public static Value Strikethrough(Value text) => Wrap("strikethrough", text);

    /// <summary>The text in black.</summary>
    [Builtin("term/black", Parameters = "text", Doc = "The text in black.")]
    public static Value Black(Value text) => Wrap("black", text);

    /// <summary>The text in red.</summary>
    [Builtin("term/red", Parameters = "text", Doc = "The text in red.")]
    public static Value Red(Value text) => Wrap("red", text);

    /// <summary>The text in green.</summary>
    [Builtin("term/green", Parameters = "text", Doc = "The text in green.")]
    public static Value Green(Value text) => Wrap("green", text);

    /// <summary>The text in yellow.</summary>
    [Builtin("term/yellow", Parameters = "text", Doc = "The text in yellow.")]
    public static Value Yellow(Value text) => Wrap("yellow", text);

    /// <summary>The text in blue.</summary>
    [Builtin("term/blue", Parameters = "text", Doc = "The text in blue.")]
    public static Value Blue(Value text) => Wrap("blue", text);

    /// <summary>The text in magenta.</summary>
    [Builtin("term/magenta", Parameters = "text", Doc = "The text in magenta.")]
    public static Value Magenta(Value text) => Wrap("magenta", text);

    /// <summary>The text in cyan.</summary>
    [Builtin("term/cyan", Parameters = "text", Doc = "The text in cyan.")]
    public static Value Cyan(Value text) => Wrap("cyan", text);

    /// <summary>The text in white.</summary>
    [Builtin("term/white", Parameters = "text", Doc = "The text in white.")]
    public static Value White(Value text) => Wrap("white", text);

    /// <summary>The text in gray.</summary>
    [Builtin("term/gray", Parameters = "text", Doc = "The text in gray.")]
    public static Value Gray(Value text) => Wrap("gray", text);

    private static Value Wrap(string style, Value text) => Value.FromString($"\e[{Codes(style)}m{Text(text)}{Reset}");

    private static int Code(Keyword style) =>
        Codes(style.Name) is > 0 and var code ? code : throw Raise.Eval($"term/style: unknown style keyword :{style.Name}");

    /// <summary>The code of a style; 0 for a name that is none.</summary>
    private static int Codes(string style) => style switch
    {
        "bold" => 1,
        "dim" => 2,
        "italic" => 3,
        "underline" => 4,
        "inverse" => 7,
        "strikethrough" => 9,
        "black" => 30,
        "red" => 31,
        "green" => 32,
        "yellow" => 33,
        "blue" => 34,
        "magenta" => 35,
        "cyan" => 36,
        "white" => 37,
        "gray" => 90,
        _ => 0,
    };

    /// <summary>The index of the last character of the sequence that the escape character at <paramref name="start"/> begins.</summary>
    private static int SequenceEnd(string text, int start)
    {
        var i = start + 1;
        if (i >= text.Length) return start;
        switch (text[i])
        {
            case '[':
                for (i++; i < text.Length && text[i] is not (>= '@' and <= '~');) i++;
                return i;
            case ']':
                for (i++; i < text.Length && text[i] != '\a'; i++)
                    if (text[i] == '\e' && i + 1 < text.Length && text[i + 1] == '\\') return i + 1;
                return i;
            default:
                return char.IsHighSurrogate(text[i]) ? i + 1 : i;
        }
    }

    private static long Part(Value value) => value.IsFixnum ? value.Bits : throw Raise.Type("integer", value);

    private static string Text(Value text) => text.Ref as string ?? throw Raise.Type("string", text);
}
