using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>
/// Reads a bracketed class with all that it may contain: ranges, classes in classes, <c>[:alpha:]</c>, and the operators
/// <c>&amp;&amp;</c> (both), <c>--</c> (without) and <c>~~</c> (one of both), which bind from left to right.
/// </summary>
public readonly struct ClassReader(string pattern, bool extended, bool unicode, bool ignoreCase)
{
    /// <summary>Reads the class at a position, where its bracket stands, and goes behind it.</summary>
    public CharSet Read(ref int at)
    {
        StackGuard.Check();
        var start = at++;
        SkipBlanks(ref at);
        var isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated) at++;
        SkipBlanks(ref at);
        var ranges = new List<(int, int)>();
        // Hyphens at the start, and a bracket that closes at once, are themselves.
        while (at < pattern.Length && pattern[at] == '-')
        {
            ranges.Add(('-', '-'));
            at++;
        }
        var openEnd = start + 1;
        if (ranges.Count == 0 && at < pattern.Length && pattern[at] == ']')
        {
            ranges.Add((']', ']'));
            openEnd = ++at;
        }
        CharSet? left = null;
        var operation = '\0';
        while (true)
        {
            SkipBlanks(ref at);
            if (at >= pattern.Length) throw PatternException.At(pattern, start, openEnd, "unclosed character class");
            if (pattern[at] == ']') break;
            if (at + 1 < pattern.Length && pattern[at] is '&' or '-' or '~' && pattern[at + 1] == pattern[at])
            {
                left = Apply(left, operation, CharSet.From(ranges));
                ranges.Clear();
                operation = pattern[at];
                at += 2;
            }
            else ranges.AddRange(Item(ref at).Ranges());
        }
        at++;
        var result = Apply(left, operation, CharSet.From(ranges));
        if (ignoreCase) result = result.IgnoringCase();
        return isNegated ? result.Complement() : result;
    }

    private static CharSet Apply(CharSet? left, char operation, CharSet right) => left is null ? right : operation switch
    {
        '&' => left.Intersect(right),
        '-' => left.Except(right),
        _ => left.Except(right).Union(right.Except(left)),
    };

    private CharSet Item(ref int at)
    {
        if (pattern[at] == '[') return Posix(ref at) ?? Read(ref at);
        var start = at;
        var (set, first) = Primitive(ref at);
        SkipBlanks(ref at);
        // A hyphen before the closing bracket, or doubled, makes no range.
        var isRange = at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] is not (']' or '-');
        if (!isRange) return set ?? CharSet.Range(first, first);
        if (set is not null) throw Boundary(start, at);
        at++;
        SkipBlanks(ref at);
        var second = at;
        if (at >= pattern.Length) throw PatternException.At(pattern, start, start + 1, "unclosed character class");
        var (other, last) = Primitive(ref at);
        if (other is not null) throw Boundary(second, at);
        if (first > last)
            throw PatternException.At(pattern, start, at, "invalid character class range, the start must be <= the end");
        return CharSet.Range(first, last);
    }

    private EscapeReader.Item Primitive(ref int at)
    {
        if (pattern[at] != '\\')
        {
            Rune.DecodeFromUtf16(pattern.AsSpan(at), out var c, out var width);
            at += width;
            return new(null, c.Value);
        }
        if (at + 1 < pattern.Length && pattern[at + 1] is 'b' or 'B' or 'A' or 'z' or '<' or '>')
            throw PatternException.At(pattern, at, at + 2, "invalid escape sequence found in character class");
        return new EscapeReader(pattern, unicode, extended).Read(ref at, at);
    }

    /// <summary>A class such as <c>[:alpha:]</c> or <c>[:^alpha:]</c>; null, and no move, when it is none.</summary>
    private CharSet? Posix(ref int at)
    {
        var rest = pattern.AsSpan(at);
        if (!rest.StartsWith("[:") || rest.IndexOf(":]") is not (> 1 and var end)) return null;
        var name = rest[2..end].ToString();
        var isNegated = name is ['^', ..];
        if (UnicodeProperties.Posix(isNegated ? name[1..] : name) is not { } set) return null;
        at += end + 2;
        return isNegated ? set.Complement() : set;
    }

    private PatternException Boundary(int start, int end) =>
        PatternException.At(pattern, start, end, "invalid range boundary, must be a literal");

    private void SkipBlanks(ref int at)
    {
        if (!extended) return;
        while (at < pattern.Length && (char.IsWhiteSpace(pattern[at]) || pattern[at] == '#'))
            at = pattern[at] != '#' ? at + 1 : pattern.IndexOf('\n', at) is var end and >= 0 ? end + 1 : pattern.Length;
    }
}
