using System.Globalization;
using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>Reads escape sequences that stand for a character or a set, in brackets and outside.</summary>
public readonly struct EscapeReader(string pattern, bool unicode, bool extended)
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>What an escape stands for: a set, or when there is none, a code point.</summary>
    public readonly record struct Item(CharSet? Set, int CodePoint);

    /// <summary>Reads the sequence at a position, where its backslash stands, and goes behind it.</summary>
    public Item Read(ref int at, int start)
    {
        at++;
        if (at >= pattern.Length) throw TooShort(start, at);
        var c = pattern[at++];
        switch (c)
        {
            case 'n': return new(null, '\n');
            case 't': return new(null, '\t');
            case 'r': return new(null, '\r');
            case 'f': return new(null, '\f');
            case 'v': return new(null, '\v');
            case 'a': return new(null, '\a');
            case 'x' or 'u' or 'U': return new(null, Hex(ref at, c == 'x' ? 2 : c == 'u' ? 4 : 8));
            case 'd' or 's' or 'w': return new(UnicodeProperties.Perl(c, unicode), 0);
            case 'D' or 'S' or 'W': return new(UnicodeProperties.Perl(char.ToLowerInvariant(c), unicode).Complement(), 0);
            case 'p' or 'P':
                var set = Property(ref at, start);
                return new(c == 'p' ? set : set.Complement(), 0);
            case >= '0' and <= '9': throw PatternException.At(pattern, start, at, "backreferences are not supported");
            case ' ' when extended: return new(null, ' ');
        }
        if (Punctuation.Contains(c)) return new(null, c);
        if (char.IsHighSurrogate(c) && at < pattern.Length) at++;
        throw PatternException.At(pattern, start, at, "unrecognized escape sequence");
    }

    private int Hex(ref int at, int width)
    {
        var from = at;
        int end;
        if (at < pattern.Length && pattern[at] == '{')
        {
            from++;
            end = pattern.IndexOf('}', from);
            if (end < 0) throw TooShort(pattern.Length, pattern.Length);
            if (end == from) throw PatternException.At(pattern, from - 1, from + 1, "hexadecimal literal empty");
            at = end + 1;
        }
        else
        {
            end = from + width;
            if (end > pattern.Length) throw TooShort(pattern.Length, pattern.Length);
            at = end;
        }
        for (var i = from; i < end; i++)
            if (!char.IsAsciiHexDigit(pattern[i])) throw PatternException.At(pattern, i, i + 1, "invalid hexadecimal digit");
        return long.TryParse(pattern.AsSpan(from, end - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= 0x10FFFF && Rune.IsValid((int)value)
            ? (int)value : throw PatternException.At(pattern, from, end, "hexadecimal literal is not a Unicode scalar value");
    }

    private CharSet Property(ref int at, int start)
    {
        if (at >= pattern.Length) throw TooShort(at, at);
        string name;
        if (pattern[at] == '{')
        {
            var end = pattern.IndexOf('}', at);
            if (end < 0) throw TooShort(pattern.Length, pattern.Length);
            name = pattern[(at + 1)..end];
            at = end + 1;
        }
        else name = pattern[at++].ToString();
        var isNegated = name.Contains("!=", StringComparison.Ordinal);
        var set = UnicodeProperties.Property(isNegated ? name.Replace("!=", "=", StringComparison.Ordinal) : name)
            ?? throw PatternException.At(pattern, start, at, "Unicode property not found");
        return isNegated ? set.Complement() : set;
    }

    private PatternException TooShort(int start, int end) =>
        PatternException.At(pattern, start, end, "incomplete escape sequence, reached end of pattern prematurely");
}
