using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>The columns that text takes in a terminal: East Asian wide characters and emoji take two, marks none.</summary>
public static class DisplayWidth
{
    private const int Escape = 0x1B;
    private const int Joiner = 0x200D;
    private const int EmojiVariation = 0xFE0F;

    /// <summary>The columns of a text without its ANSI escape sequences.</summary>
    public static int OfText(string text)
    {
        var width = 0;
        foreach (var element in Elements(text.Contains((char)Escape) ? WithoutEscapes(text) : text)) width += OfElement(element);
        return width;
    }

    /// <summary>The columns of one user-perceived character.</summary>
    public static int OfElement(ReadOnlySpan<char> element)
    {
        if (element.Length == 1) return OfCodePoint(element[0]);
        if (element is "\r\n") return 0;
        var (width, previous) = (0, 0);
        foreach (var rune in element.EnumerateRunes())
        {
            var c = rune.Value;
            // Behind a joiner, and for a skin tone, an emoji shows as one picture with what stands before it.
            if (c == EmojiVariation) width = IsEmojiBase(previous) ? 2 : width;
            else if (!(width == 2 && (previous == Joiner || c is >= 0x1F3FB and <= 0x1F3FF))) width += OfCodePoint(c);
            previous = c;
        }
        return width;
    }

    /// <summary>The user-perceived characters of a text (UAX 29).</summary>
    public static ElementEnumerator Elements(string text) => new(text);

    private static int OfCodePoint(int c)
    {
        if (c is >= 0x20 and < 0x7F) return 1;
        if (c == '\n') return 0;
        if (c == 0x17D8) return 3;
        return CharacterRanges.Contains(CharacterRanges.ZeroWidth, c) ? 0 : CharacterRanges.Contains(CharacterRanges.Wide, c) ? 2 : 1;
    }

    /// <summary>What a variation selector can make an emoji of: digits and symbols.</summary>
    private static bool IsEmojiBase(int c) => c is '#' or '*' or (>= '0' and <= '9') or 0xA9 or 0xAE
        || c > 0xFF && Rune.GetUnicodeCategory(new Rune(c)) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol
            or UnicodeCategory.OtherPunctuation;

    private static string WithoutEscapes(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Escape) result.Append(text[i]);
            else if (++i < text.Length && text[i] == '[')
            {
                do i++;
                while (i < text.Length && text[i] is < '@' or > '~');
            }
            else if (i < text.Length && text[i] == ']')
            {
                for (i++; i < text.Length && text[i] != '\a'; i++)
                {
                    if (text[i] != Escape) continue;
                    if (i + 1 < text.Length && text[i + 1] == '\\') i++;
                    break;
                }
            }
        }
        return result.ToString();
    }

    /// <summary>A walk over user-perceived characters that allocates nothing.</summary>
    public ref struct ElementEnumerator(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        /// <summary>The character reached.</summary>
        public ReadOnlySpan<char> Current { get; private set; }

        /// <summary>This walk itself, for <c>foreach</c>.</summary>
        public readonly ElementEnumerator GetEnumerator() => this;

        /// <summary>Goes on to the next character.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var length = StringInfo.GetNextTextElementLength(_rest);
            Current = _rest[..length];
            _rest = _rest[length..];
            return true;
        }
    }
}
