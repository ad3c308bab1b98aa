using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Makes key events, as maps, of the bytes that a terminal sends.</summary>
/// <param name="read">The next byte within so many milliseconds (-1: without limit), or -1 when there is none.</param>
internal sealed class KeyDecoder(Func<int, int> read)
{
    /// <summary>How long the rest of a sequence may take; an escape character alone is the key Escape.</summary>
    private const int SequenceTimeout = 50;
    private const int MaxParameters = 4096;
    private const string PasteEnd = "\e[201~";

    private static readonly string[] ModifierNames = ["shift", "alt", "ctrl", "super", "hyper", "meta"];

    private int _pending = -1;

    /// <summary>Whether the next <c>CSI … R</c> is the answer to a question for the cursor, and not the key F3.</summary>
    public bool ExpectsCursor { get; set; }

    /// <summary>The next event; null when none begins in the time given.</summary>
    public Map? Next(int timeout)
    {
        var first = Byte(timeout);
        return first switch
        {
            < 0 => null,
            0x1B => Escaped(),
            '\r' or '\n' => Key("enter"),
            '\t' => Key("tab"),
            0x7F or 0x08 => Key("backspace"),
            0 => Ctrl(" "),
            < 0x1B => Ctrl(((char)(first + 'a' - 1)).ToString()),
            < 0x20 => Ctrl(((char)(first + '@')).ToString()),
            _ => Event("char", ("char", Value.FromString(Character(first)))),
        };
    }

    private Map? Escaped()
    {
        var next = Byte(SequenceTimeout);
        switch (next)
        {
            case < 0: return Key("escape");
            case '[': return Control();
            case 'O': return Byte(SequenceTimeout) is >= 0 and var final ? Letter((char)final, 0) ?? Unknown() : Alt("O");
            case 0x1B:
                _pending = next;
                return Key("escape");
            case '\r' or '\n': return Key("enter", 2);
            case '\t': return Key("tab", 2);
            case 0x7F or 0x08: return Key("backspace", 2);
            case < 0x20: return Event("ctrl", ("char", Value.FromString(((char)(next + 'a' - 1)).ToString())), ("mods", Modifiers(2)));
            default: return Alt(Character(next));
        }
    }

    private Map? Control()
    {
        var text = new StringBuilder();
        int final;
        while ((final = Byte(SequenceTimeout)) is >= 0x20 and < 0x40 && text.Length < MaxParameters) text.Append((char)final);
        if (final < 0) return text.Length == 0 ? Alt("[") : Unknown();
        var prefix = text.Length > 0 && text[0] is '?' or '>' or '<' ? text[0] : '\0';
        var numbers = (prefix == '\0' ? text.ToString() : text.ToString(1, text.Length - 1)).Split(';')
            .Select(static p => int.TryParse(p.Split(':')[0], out var n) ? n : 0).ToArray();
        var modifiers = numbers.Length > 1 ? Math.Max(0, numbers[1] - 1) : 0;
        switch (prefix, (char)final)
        {
            case ('<', 'M' or 'm') when numbers.Length == 3: return Mouse(numbers[0], numbers[1], numbers[2], final == 'M');
            case ('?', 'c'): return Attributes("primary", numbers);
            case ('>', 'c'): return Attributes("secondary", numbers);
            case ('?', 'u'): return Event("kitty-flags", ("flags", new Value(numbers[0])));
            case ('\0', 'I' or 'O'): return Event("focus", ("focused", Value.FromBool(final == 'I')));
            case ('\0', 'Z'): return Key("tab", 1);
            case ('\0', 'R') when ExpectsCursor && numbers.Length == 2:
                ExpectsCursor = false;
                return Event("cpr", ("row", new Value(numbers[0])), ("col", new Value(numbers[1])));
            case ('\0', 'u'): return Kitty(numbers[0], modifiers);
            case ('\0', '~') when numbers[0] == 200: return Paste();
            case ('\0', '~'): return Numbered(numbers[0]) is { } name ? Key(name, modifiers) : Unknown();
            case ('\0', _): return Letter((char)final, modifiers) ?? Unknown();
            default: return Unknown();
        }
    }

    private static Map? Letter(char final, int modifiers)
    {
        var name = final switch
        {
            'A' => "up",
            'B' => "down",
            'C' => "right",
            'D' => "left",
            'H' => "home",
            'F' => "end",
            'P' => "f1",
            'Q' => "f2",
            'R' => "f3",
            'S' => "f4",
            'M' => "enter",
            _ => null,
        };
        return name is null ? null : Key(name, modifiers);
    }

    private static string? Numbered(int code) => code switch
    {
        1 or 7 => "home",
        2 => "insert",
        3 => "delete",
        4 or 8 => "end",
        5 => "page-up",
        6 => "page-down",
        >= 11 and <= 15 => $"f{code - 10}",
        >= 17 and <= 21 => $"f{code - 11}",
        23 or 24 => $"f{code - 12}",
        _ => null,
    };

    /// <summary>A key of the kitty protocol: a code point with modifiers.</summary>
    private static Map? Kitty(int code, int modifiers)
    {
        var name = code switch
        {
            27 => "escape",
            13 => "enter",
            9 => "tab",
            127 or 8 => "backspace",
            _ => null,
        };
        if (name is not null) return Key(name, modifiers);
        if (!Rune.IsValid(code)) return Unknown();
        var text = Value.FromString(new Rune(code).ToString());
        var kind = (modifiers & 4) != 0 ? "ctrl" : (modifiers & 2) != 0 ? "alt" : "char";
        var rest = modifiers & ~(kind == "ctrl" ? 4 : kind == "alt" ? 2 : 0);
        return rest == 0 ? Event(kind, ("char", text)) : Event(kind, ("char", text), ("mods", Modifiers(rest)));
    }

    private static Map Mouse(int code, int x, int y, bool isPressed)
    {
        var (action, button) = (code & 0xC3, code & 32) switch
        {
            (64, _) => ("scroll-up", "none"),
            (65, _) => ("scroll-down", "none"),
            (66, _) => ("scroll-left", "none"),
            (67, _) => ("scroll-right", "none"),
            (3, _) => ("move", "none"),
            (var b, 32) => ("drag", Button(b)),
            (var b, _) => (isPressed ? "press" : "release", Button(b)),
        };
        return Event("mouse", ("action", Word(action)), ("x", new Value(x)), ("y", new Value(y)), ("button", Word(button)),
            ("mods", Modifiers((code >> 2) & 7)));
    }

    private static string Button(int code) => code switch { 0 => "left", 1 => "middle", 2 => "right", _ => "other" };

    private Map Paste()
    {
        var bytes = new List<byte>();
        var end = Encoding.ASCII.GetBytes(PasteEnd);
        while (Byte(-1) is >= 0 and var next)
        {
            bytes.Add((byte)next);
            if (next != '~' || !System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).EndsWith(end)) continue;
            bytes.RemoveRange(bytes.Count - end.Length, end.Length);
            break;
        }
        return Event("paste", ("text", Value.FromString(Encoding.UTF8.GetString([.. bytes]))));
    }

    private static Map Attributes(string device, int[] numbers) => Event("device-attributes",
        ("device", Word(device)), ("params", Lists.FromArray(Array.ConvertAll(numbers, static n => new Value(n)))));

    /// <summary>The character that a byte begins, with the bytes of UTF-8 that follow.</summary>
    private string Character(int first)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = (byte)first;
        var length = 1;
        for (var expected = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1; length < expected;)
        {
            var next = Byte(SequenceTimeout);
            if (next is < 0x80 or >= 0xC0)
            {
                _pending = next;
                break;
            }
            bytes[length++] = (byte)next;
        }
        return Encoding.UTF8.GetString(bytes[..length]);
    }

    private int Byte(int timeout)
    {
        if (_pending < 0) return read(timeout);
        var result = _pending;
        _pending = -1;
        return result;
    }

    private static Map Alt(string text) => Event("alt", ("char", Value.FromString(text)));

    private static Map Ctrl(string text) => Event("ctrl", ("char", Value.FromString(text)));

    private static Map Unknown() => Key("unknown");

    private static Map Key(string name, int modifiers = 0) =>
        modifiers == 0 ? Event("key", ("name", Word(name))) : Event("key", ("name", Word(name)), ("mods", Modifiers(modifiers)));

    private static Value Modifiers(int bits) =>
        Lists.From(ModifierNames.Where((_, i) => (bits & (1 << i)) != 0).Select(Word));

    private static Value Word(string name) => new(Keyword.Intern(name));

    private static Map Event(string kind, params ReadOnlySpan<(string Key, Value Value)> fields)
    {
        var result = SortedMap.Empty.With(Word("kind"), Word(kind));
        foreach (var (key, value) in fields) result = result.With(Word(key), value);
        return result;
    }
}
