using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Builtins that make a string from another: trimming, replacing, cutting at a mark, repeating (strings.md).</summary>
[BuiltinGroup("strings")]
public static class StringTransforms
{
    [Builtin("string/trim", "string-trim", Parameters = "s", Doc = "s without white space at both ends.")]
    public static Value Trim(Value s) => Value.FromString(StringBuiltins.Argument("string/trim", 1, s).Trim());

    [Builtin("string/trim-left", Parameters = "s", Doc = "s without white space at its start.")]
    public static Value TrimLeft(Value s) => Value.FromString(Text(s).TrimStart());

    [Builtin("string/trim-right", Parameters = "s", Doc = "s without white space at its end.")]
    public static Value TrimRight(Value s) => Value.FromString(Text(s).TrimEnd());

    [Builtin("string/upper", "string-upcase", Parameters = "s", Doc = "s in upper case.")]
    public static Value Upper(Value s) => Value.FromString(Letters.Upper(StringBuiltins.Argument("string/upper", 1, s)));

    [Builtin("string/lower", "string-downcase", Parameters = "s", Doc = "s in lower case.")]
    public static Value Lower(Value s) => Value.FromString(Letters.Lower(StringBuiltins.Argument("string/lower", 1, s)));

    [Builtin("string/capitalize", Parameters = "s", Doc = "s with its first character in upper case, the rest in lower case.")]
    public static Value Capitalize(Value s) => Value.FromString(Letters.Capitalize(Text(s)));

    [Builtin("string/title-case", Parameters = "s", Doc = "The words of s, capitalised, with single spaces between them.")]
    public static Value TitleCase(Value s) => Value.FromString(string.Join(' ',
        Text(s).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Letters.Capitalize)));

    [Builtin("string/replace", Parameters = "s from to", Doc = "s with every from replaced.")]
    public static Value Replace(Value s, Value from, Value to)
    {
        string text = Text(s), old = Text(from), replacement = Text(to);
        if (old.Length > 0)
        {
            if (replacement.Length > old.Length) Strings.CheckLength(text.Length + (long)text.AsSpan().Count(old) * (replacement.Length - old.Length));
            return Value.FromString(text.Replace(old, replacement, StringComparison.Ordinal));
        }
        Strings.CheckLength(text.Length + (Strings.Length(s) + 1) * replacement.Length);
        var result = new StringBuilder(replacement);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune).Append(replacement);
        return Value.FromString(result.ToString());
    }

    [Builtin("string/replace-first", Parameters = "s from to", Doc = "s with the first from replaced.")]
    public static Value ReplaceFirst(Value s, Value from, Value to) =>
        ReplaceAt(s, Text(s).IndexOf(Text(from), StringComparison.Ordinal), Text(from), Text(to));

    [Builtin("string/replace-last", Parameters = "s from to", Doc = "s with the last from replaced.")]
    public static Value ReplaceLast(Value s, Value from, Value to) =>
        ReplaceAt(s, StringBuiltins.LastIndex(Text(s), Text(from)), Text(from), Text(to));

    [Builtin("string/remove", Parameters = "s sub", Doc = "s without any sub.")]
    public static Value Remove(Value s, Value sub) => Replace(s, sub, Value.FromString(""));

    [Builtin("string/repeat", "make-string", Parameters = "s n", Doc = "n times s.")]
    public static Value Repeat(Value s, Value n) => Repeat(Text(s), Indices.NonNegative("string/repeat", n));

    [Builtin("string/reverse", Parameters = "s", Doc = "The code points of s in reverse order.")]
    public static Value Reverse(Value s)
    {
        var text = Text(s);
        var result = new StringBuilder(text.Length);
        for (var i = text.Length; i > 0;)
        {
            var width = i > 1 && char.IsSurrogatePair(text, i - 2) ? 2 : 1;
            i -= width;
            result.Append(text, i, width);
        }
        return new Value(result.ToString(), s.Bits);
    }

    [Builtin("string/take", Parameters = "s n", Doc = "The first n code points; the last ones when n is negative.")]
    public static Value Take(Value s, Value n)
    {
        Text(s);
        var length = Strings.Length(s);
        var count = Math.Clamp(Indices.Int(n), -length, length);
        return count >= 0 ? Strings.Substring(s, 0, count) : Strings.Substring(s, length + count, length);
    }

    [Builtin("string/after", Parameters = "s sub", Doc = "What follows the first sub; s when there is none.")]
    public static Value After(Value s, Value sub) =>
        Text(s).IndexOf(Text(sub), StringComparison.Ordinal) is var i and >= 0 ? From(s, i + Text(sub).Length) : s;

    [Builtin("string/after-last", Parameters = "s sub", Doc = "What follows the last sub; s when there is none.")]
    public static Value AfterLast(Value s, Value sub) =>
        StringBuiltins.LastIndex(Text(s), Text(sub)) is var i and >= 0 ? From(s, i + Text(sub).Length) : s;

    [Builtin("string/before", Parameters = "s sub", Doc = "What precedes the first sub; s when there is none.")]
    public static Value Before(Value s, Value sub) =>
        Text(s).IndexOf(Text(sub), StringComparison.Ordinal) is var i and >= 0 ? Value.FromString(Text(s)[..i]) : s;

    [Builtin("string/before-last", Parameters = "s sub", Doc = "What precedes the last sub; s when there is none.")]
    public static Value BeforeLast(Value s, Value sub) =>
        StringBuiltins.LastIndex(Text(s), Text(sub)) is var i and >= 0 ? Value.FromString(Text(s)[..i]) : s;

    [Builtin("string/between", Parameters = "s left right", Doc = "What stands between the first left and the next right.")]
    public static Value Between(Value s, Value left, Value right)
    {
        string text = Text(s), open = Text(left), close = Text(right);
        var start = text.IndexOf(open, StringComparison.Ordinal);
        if (start < 0) return Value.FromString("");
        var inner = text[(start + open.Length)..];
        var end = inner.IndexOf(close, StringComparison.Ordinal);
        return Value.FromString(end < 0 ? inner : inner[..end]);
    }

    [Builtin("string/chop-start", Parameters = "s prefix", Doc = "s without prefix.")]
    public static Value ChopStart(Value s, Value prefix) => HasPrefix(s, prefix) ? From(s, Text(prefix).Length) : s;

    [Builtin("string/chop-end", Parameters = "s suffix", Doc = "s without suffix.")]
    public static Value ChopEnd(Value s, Value suffix) =>
        HasSuffix(s, suffix) ? Value.FromString(Text(s)[..^Text(suffix).Length]) : s;

    [Builtin("string/ensure-start", Parameters = "s prefix", Doc = "s, with prefix in front unless it is there.")]
    public static Value EnsureStart(Value s, Value prefix) => HasPrefix(s, prefix) ? s : Strings.Concat(prefix, s);

    [Builtin("string/ensure-end", Parameters = "s suffix", Doc = "s, with suffix behind unless it is there.")]
    public static Value EnsureEnd(Value s, Value suffix) => HasSuffix(s, suffix) ? s : Strings.Concat(s, suffix);

    [Builtin("string/wrap", Parameters = "s left [right]", Doc = "s between left and right (left).")]
    public static Value Wrap(Value s, Value left) => Wrap(s, left, left);

    public static Value Wrap(Value s, Value left, Value right) => Value.FromString(Text(left) + Text(s) + Text(right));

    [Builtin("string/unwrap", Parameters = "s left [right]", Doc = "s without left and right around it.")]
    public static Value Unwrap(Value s, Value left) => Unwrap(s, left, left);

    public static Value Unwrap(Value s, Value left, Value right)
    {
        var inner = Text(s).Length - Text(left).Length - Text(right).Length;
        return HasPrefix(s, left) && HasSuffix(s, right) && inner >= 0
            ? Value.FromString(Text(s).Substring(Text(left).Length, inner)) : s;
    }

    /// <summary>Copies of a text.</summary>
    internal static Value Repeat(string text, int count)
    {
        Strings.CheckLength((long)text.Length * count);
        return Value.FromString(string.Create(text.Length * count, text, static (all, part) =>
        {
            if (part.Length == 1) all.Fill(part[0]);
            else for (var rest = all; !rest.IsEmpty; rest = rest[part.Length..]) part.CopyTo(rest);
        }));
    }

    private static string Text(Value value) => StringBuiltins.Text(value);

    private static bool HasPrefix(Value s, Value prefix) => Text(s).StartsWith(Text(prefix), StringComparison.Ordinal);

    private static bool HasSuffix(Value s, Value suffix) => Text(s).EndsWith(Text(suffix), StringComparison.Ordinal);

    private static Value From(Value s, int offset) => Value.FromString(Text(s)[offset..]);

    private static Value ReplaceAt(Value s, int at, string from, string to) =>
        at < 0 ? s : Value.FromString(string.Concat(Text(s).AsSpan(0, at), to, Text(s).AsSpan(at + from.Length)));
}
