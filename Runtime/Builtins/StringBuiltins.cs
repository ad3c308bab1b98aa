using System.Runtime.CompilerServices;
using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Strings as sequences of code points: construction, access, search and conversion (strings.md).</summary>
[BuiltinGroup("strings")]
public static class StringBuiltins
{
    [Builtin("string-append", "string/append", "str", Parameters = "x ...", Doc = "The display forms of the arguments, joined.")]
    public static Value Append(params Value[] rest) => Primitives.Concatenate(rest);

    public static Value Append(Value left, Value right) => Strings.Concat(Displayed(left), Displayed(right));

    [Builtin("string-length", "string/length", Parameters = "s", Doc = "The number of code points.", IsPure = true)]
    public static Value Length(Value s) =>
        s.Ref is string ? new Value(Strings.Length(s)) : throw Raise.TypeIn("string-length", "string", s);

    [Builtin("string-ref", "string/ref", Parameters = "s i", Doc = "The char at a 0-based code point index.")]
    public static Value Ref(Value s, Value i)
    {
        if (s.Ref is not string) throw Raise.TypeIn("string-ref", "string", s);
        if (!i.IsFixnum) throw Raise.TypeIn("string-ref", "int", i);
        if ((ulong)i.Bits < (ulong)Strings.Length(s)) return Value.FromChar(Strings.ScalarAt(s, i.Bits));
        if (i.Bits < 0) throw Raise.EvalIn("string-ref", $"string-ref: index {i.Bits} must be non-negative");
        throw Raise.EvalIn("string-ref", $"string-ref: index {i.Bits} out of bounds (string length {Strings.Length(s)})",
            "indices are 0-based");
    }

    [Builtin("substring", "string/slice", Parameters = "s start [end]", Doc = "The code points from start up to, excluding, end.")]
    public static Value Substring(Value s, Value start)
    {
        Argument("substring", 1, s);
        return Substring(s, start, new Value(Strings.Length(s)));
    }

    public static Value Substring(Value s, Value start, Value end)
    {
        Argument("substring", 1, s);
        long from = SubstringIndex(2, start, "start"), to = SubstringIndex(3, end, "end");
        if (from > to || to > Strings.Length(s)) throw Raise.Eval("substring: index out of bounds");
        return Strings.Substring(s, from, to);
    }

    [Builtin("string/split", "string-split", Parameters = "s sep", Doc = "The list of the parts between occurrences of sep.")]
    public static Value Split(Value s, Value separator)
    {
        var text = Argument("string/split", 1, s);
        var sep = Argument("string/split", 2, separator);
        if (sep.Length > 0) return Parts(text, sep, isBasic: s.Bits == 0);
        var parts = new ListBuilder(text.Length + 2);
        parts.Add(Value.FromString(""));
        foreach (var rune in text.EnumerateRunes()) parts.Add(Value.FromString(rune.ToString()));
        parts.Add(Value.FromString(""));
        return parts.ToList();
    }

    [Builtin("string/lines", Parameters = "s", Doc = "The list of the lines, without their line ends.")]
    public static Value Lines(Value s)
    {
        var text = Argument("string/lines", 1, s);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
            if (lines[i].EndsWith('\r')) lines[i] = lines[i][..^1];
        return ListOf(lines[^1].Length == 0 ? lines.AsSpan(..^1) : lines);
    }

    [Builtin("string/join", "string-join", Parameters = "seq sep", Doc = "The display forms of the items with sep between them.")]
    public static Value Join(Value seq, Value separator)
    {
        if (!seq.IsList && seq.Ref is not Vector) throw Raise.Type("list or vector", seq);
        var sep = Text(separator);
        var items = Sequence.Items(seq, "string/join");
        var parts = new string[items.Length];
        var length = Math.Max(0, items.Length - 1L) * sep.Length;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Printer.Display(items[i]);
            length += parts[i].Length;
        }
        Strings.CheckLength(length);
        return Value.FromString(string.Join(sep, parts));
    }

    [Builtin("string/contains?", Parameters = "s sub", Doc = "Whether sub occurs in s.")]
    public static bool Contains(Value s, Value sub) =>
        Argument("string/contains?", 1, s).Contains(Argument("string/contains?", 2, sub), StringComparison.Ordinal);

    [Builtin("string/starts-with?", Parameters = "s prefix", Doc = "Whether s starts with prefix.")]
    public static bool StartsWith(Value s, Value prefix) =>
        Argument("string/starts-with?", 1, s).StartsWith(Argument("string/starts-with?", 2, prefix), StringComparison.Ordinal);

    [Builtin("string/ends-with?", Parameters = "s suffix", Doc = "Whether s ends with suffix.")]
    public static bool EndsWith(Value s, Value suffix) =>
        Argument("string/ends-with?", 1, s).EndsWith(Argument("string/ends-with?", 2, suffix), StringComparison.Ordinal);

    [Builtin("string/empty?", Parameters = "s", Doc = "Whether s has no characters.")]
    public static bool IsEmpty(Value s) => Text(s).Length == 0;

    [Builtin("string/index-of", Parameters = "s sub [start]", Doc = "The code point index of the first sub, from start on; else nil.")]
    public static Value IndexOf(Value s, Value sub) => Index(s, Text(s).IndexOf(Text(sub), StringComparison.Ordinal));

    public static Value IndexOf(Value s, Value sub, Value start)
    {
        var (text, wanted, from) = (Text(s), Text(sub), Indices.NonNegative("string/index-of", start));
        return from > Strings.Length(s) ? Value.Nil : Index(s, text.IndexOf(wanted, Strings.Offset(s, from), StringComparison.Ordinal));
    }

    [Builtin("string/last-index-of", Parameters = "s sub", Doc = "The code point index of the last sub; else nil.")]
    public static Value LastIndexOf(Value s, Value sub) => Index(s, LastIndex(Text(s), Text(sub)));

    [Builtin("string->list", "string/to-list", "string/chars", Parameters = "s", Doc = "The list of the chars.")]
    public static Value ToList(Value s) => Runes(s, static rune => Value.FromChar(rune.Value));

    [Builtin("string/codepoints", Parameters = "s", Doc = "The list of the code points.")]
    public static Value Codepoints(Value s) => Runes(s, static rune => new Value(rune.Value));

    [Builtin("list->string", Parameters = "chars", Doc = "The string of a list of chars.")]
    public static Value FromList(Value chars)
    {
        if (!chars.IsList) throw Raise.Type("list", chars);
        var text = new StringBuilder();
        foreach (var c in Lists.Each(chars))
            text.Append(c.IsChar ? new Rune((int)c.Bits) : throw Raise.Type("char", c));
        return Value.FromString(text.ToString());
    }

    [Builtin("string/byte-length", Parameters = "s", Doc = "The number of bytes in UTF-8.")]
    public static Value ByteLength(Value s) => new(Encoding.UTF8.GetByteCount(Text(s)));

    [Builtin("string/intern", Parameters = "s", Doc = "The same string.")]
    public static Value Intern(Value s)
    {
        Text(s);
        return s;
    }

    [Builtin("string/map", Parameters = "f s", Doc = "The chars and strings that f returns for the chars of s, joined.",
        CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Map(Value f, Value s)
    {
        StackGuard.Check();
        var text = new StringBuilder();
        foreach (var rune in Text(s).EnumerateRunes())
        {
            var part = Callable.Argument(f).Invoke1(Value.FromChar(rune.Value));
            if (part.IsChar) text.Append(new Rune((int)part.Bits));
            else text.Append(part.Ref as string ?? throw Raise.Type("char or string", part));
            Strings.CheckLength(text.Length);
        }
        return Value.FromString(text.ToString());
    }

    [Builtin("format", Parameters = "fmt arg ...", Doc = "fmt with ~a (display), ~s (write), ~% and ~~ replaced.")]
    public static Value Format(Value format, params Value[] rest)
    {
        var pattern = Text(format);
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '~' || i + 1 == pattern.Length)
            {
                text.Append(pattern[i]);
                continue;
            }
            switch (pattern[++i])
            {
                case 'a' or 'A': if (next < rest.Length) text.Append(Printer.Display(rest[next++])); break;
                case 's' or 'S': if (next < rest.Length) text.Append(Printer.Write(rest[next++])); break;
                case '%': text.Append('\n'); break;
                case '~': text.Append('~'); break;
                case var other: text.Append('~').Append(other); break;
            }
            Strings.CheckLength(text.Length);
        }
        return Value.FromString(text.ToString());
    }

    [Builtin("string->symbol", "string/to-symbol", Parameters = "s", Doc = "The symbol of that name.")]
    public static Value ToSymbol(Value s) => new(Symbol.Intern(Text(s)));

    [Builtin("symbol->string", "symbol/to-string", Parameters = "sym", Doc = "The name of a symbol.")]
    public static Value FromSymbol(Value symbol) =>
        symbol.Ref is Symbol s ? Value.FromString(s.Name) : throw Raise.Type("symbol", symbol);

    [Builtin("string->keyword", "string/to-keyword", Parameters = "s", Doc = "The keyword of that name.")]
    public static Value ToKeyword(Value s) => new(Keyword.Intern(Text(s)));

    [Builtin("keyword->string", "keyword/to-string", Parameters = "kw", Doc = "The name of a keyword, without colon.")]
    public static Value FromKeyword(Value keyword) =>
        keyword.Ref is Keyword k ? Value.FromString(k.Name) : throw Raise.Type("keyword", keyword);

    /// <summary>The text of a string argument, or <c>expected string, got TYPE</c>.</summary>
    internal static string Text(Value value) => value.Ref as string ?? throw Raise.Type("string", value);

    /// <summary>The text of an argument of a builtin whose type errors name it and the position.</summary>
    internal static string Argument(string name, int position, Value value) =>
        value.Ref as string ?? throw Raise.Argument(name, position, "string", value);

    /// <summary>The UTF-16 offset of the last occurrence, that of the empty text being the end; -1 for none.</summary>
    internal static int LastIndex(string text, string sub) =>
        sub.Length == 0 ? text.Length : text.LastIndexOf(sub, StringComparison.Ordinal);

    private static Value Displayed(Value value) => value.Ref is string ? value : Value.FromString(Printer.Write(value));

    private static Value Index(Value s, int offset) => offset < 0 ? Value.Nil
        : new Value(s.Bits == 0 ? offset : offset - Strings.CountAstral(((string)s.Ref!).AsSpan(0, offset)));

    private static long SubstringIndex(int position, Value value, string which)
    {
        var index = value.IsFixnum ? value.Bits : throw Raise.Argument("substring", position, "int", value);
        return index >= 0 ? index : throw Raise.Eval($"substring: {which} index {index} must be non-negative");
    }

    /// <summary>The parts between occurrences of a separator; of a text without surrogate pairs they have none.</summary>
    private static Value Parts(string text, string separator, bool isBasic)
    {
        var parts = new Value[separator.Length == 1 ? text.AsSpan().Count(separator[0]) + 1 : text.AsSpan().Count(separator) + 1];
        var start = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 ? text.Length
                : separator.Length == 1 ? text.IndexOf(separator[0], start) : text.IndexOf(separator, start, StringComparison.Ordinal);
            var part = text[start..end];
            parts[i] = isBasic ? new Value(part, 0) : Value.FromString(part);
            start = end + separator.Length;
        }
        return Lists.FromArray(parts);
    }

    /// <summary>A list of strings.</summary>
    internal static Value ListOf(ReadOnlySpan<string> parts)
    {
        var items = new Value[parts.Length];
        for (var i = 0; i < items.Length; i++) items[i] = Value.FromString(parts[i]);
        return Lists.FromArray(items);
    }

    private static Value Runes(Value s, Func<Rune, Value> convert)
    {
        var text = Text(s);
        var items = new Value[Strings.Length(s)];
        var i = 0;
        foreach (var rune in text.EnumerateRunes()) items[i++] = convert(rune);
        return Lists.FromArray(items);
    }
}
