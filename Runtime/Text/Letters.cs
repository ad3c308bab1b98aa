using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>
/// Case mappings of whole texts and properties of characters, without a locale. Beyond the simple mappings of .NET they are
/// Unicode's full ones, which may lengthen a text: <c>ß</c> becomes <c>SS</c>.
/// </summary>
public static class Letters
{
    /// <summary>Upper case.</summary>
    public static string Upper(string text)
    {
        if (Ascii.IsValid(text)) return text.ToUpperInvariant();
        var special = text.AsSpan().IndexOfAny(SpecialCases.UpperKeys);
        if (special < 0) return text.ToUpperInvariant();
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
            if (SpecialCases.Upper.TryGetValue(c, out var mapping)) result.Append(mapping);
            else result.Append(c);
        // What the special mappings gave is in upper case already.
        return result.ToString().ToUpperInvariant();
    }

    /// <summary>Lower case; a sigma at the end of a word becomes <c>ς</c>, and <c>İ</c> two code points.</summary>
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var source = text.Replace("İ", "i\u0307", StringComparison.Ordinal);
        var lower = source.ToLowerInvariant();
        var at = source.IndexOf('Σ');
        if (at < 0) return lower;
        var result = new StringBuilder(lower);
        for (; at >= 0; at = source.IndexOf('Σ', at + 1))
            if (IsFinal(source, at)) result[at] = 'ς';
        return result.ToString();
    }

    /// <summary>The first code point in upper case, the rest in lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = text.Length > 1 && char.IsSurrogatePair(text, 0) ? 2 : 1;
        return Upper(text[..first]) + Lower(text[first..]);
    }

    /// <summary>
    /// Full default case folding. It is the lower case of the upper case, but for two letters and the Cherokee ones, which fold
    /// to upper case.
    /// </summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case < 128: result.Append(char.ToLowerInvariant((char)rune.Value)); break;
                case 'ı': result.Append(rune); break;
                case 'ẞ': result.Append("ss"); break;
                case >= 0x13A0 and <= 0x13FD or >= 0xAB70 and <= 0xABBF: result.Append(Rune.ToUpperInvariant(rune)); break;
                default: result.Append(Lower(Upper(rune.ToString()))); break;
            }
        return result.ToString();
    }

    /// <summary>The property Alphabetic.</summary>
    public static bool IsAlphabetic(Rune c) =>
        Rune.IsLetter(c) || Rune.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber
        || CharacterRanges.Contains(CharacterRanges.OtherAlphabetic, c.Value);

    /// <summary>One of the categories of numbers.</summary>
    public static bool IsNumeric(Rune c) => Rune.IsNumber(c) || CharacterRanges.Contains(CharacterRanges.OtherNumeric, c.Value);

    /// <summary>The property Uppercase.</summary>
    public static bool IsUpper(Rune c) => Rune.IsUpper(c) || CharacterRanges.Contains(CharacterRanges.OtherUppercase, c.Value);

    /// <summary>The property Lowercase. U+0295 has lost it, which .NET does not know yet.</summary>
    public static bool IsLower(Rune c) =>
        Rune.IsLower(c) && c.Value != 0x295 || CharacterRanges.Contains(CharacterRanges.OtherLowercase, c.Value);

    /// <summary>Whether a sigma ends a word: a cased letter stands before it and none behind, ignorable characters apart.</summary>
    private static bool IsFinal(string text, int sigma)
    {
        var before = text.AsSpan(0, sigma);
        var isCased = false;
        while (Rune.DecodeLastFromUtf16(before, out var c, out var width) == OperationStatus.Done)
        {
            if (!IsCaseIgnorable(c))
            {
                isCased = IsCased(c);
                break;
            }
            before = before[..^width];
        }
        if (!isCased) return false;
        foreach (var c in text.AsSpan(sigma + 1).EnumerateRunes())
            if (!IsCaseIgnorable(c)) return !IsCased(c);
        return true;
    }

    private static bool IsCased(Rune c) => IsUpper(c) || IsLower(c) || Rune.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(Rune c) => Rune.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || c.IsBmp && "'.:··՟״‘’․‧︓﹒﹕＇．：".Contains((char)c.Value);

    /// <summary>Set up when a text beyond ASCII is first put in upper case.</summary>
    private static class SpecialCases
    {
        /// <summary>Each letter, followed by its upper case.</summary>
        private const string Mappings =
            "ßSS ıI ŉʼN ſS ǰJ\u030C ΐΙ\u0308\u0301 ΰΥ\u0308\u0301 ևԵՒ ẖH\u0331 ẗT\u0308 ẘW\u030A ẙY\u030A ẚAʾ"
            + " ὐΥ\u0313 ὒΥ\u0313\u0300 ὔΥ\u0313\u0301 ὖΥ\u0313\u0342 ᾀἈΙ ᾁἉΙ ᾂἊΙ ᾃἋΙ ᾄἌΙ ᾅἍΙ ᾆἎΙ ᾇἏΙ ᾈἈΙ ᾉἉΙ ᾊἊΙ"
            + " ᾋἋΙ ᾌἌΙ ᾍἍΙ ᾎἎΙ ᾏἏΙ ᾐἨΙ ᾑἩΙ ᾒἪΙ ᾓἫΙ ᾔἬΙ ᾕἭΙ ᾖἮΙ ᾗἯΙ ᾘἨΙ ᾙἩΙ ᾚἪΙ ᾛἫΙ ᾜἬΙ ᾝἭΙ ᾞἮΙ ᾟἯΙ ᾠὨΙ ᾡὩΙ ᾢὪΙ ᾣὫΙ"
            + " ᾤὬΙ ᾥὭΙ ᾦὮΙ ᾧὯΙ ᾨὨΙ ᾩὩΙ ᾪὪΙ ᾫὫΙ ᾬὬΙ ᾭὭΙ ᾮὮΙ ᾯὯΙ ᾲᾺΙ ᾳΑΙ ᾴΆΙ ᾶΑ\u0342 ᾷΑ\u0342Ι ᾼΑΙ ῂῊΙ ῃΗΙ ῄΉΙ"
            + " ῆΗ\u0342 ῇΗ\u0342Ι ῌΗΙ ῒΙ\u0308\u0300 ΐΙ\u0308\u0301 ῖΙ\u0342 ῗΙ\u0308\u0342 ῢΥ\u0308\u0300"
            + " ΰΥ\u0308\u0301 ῤΡ\u0313 ῦΥ\u0342 ῧΥ\u0308\u0342 ῲῺΙ ῳΩΙ ῴΏΙ ῶΩ\u0342 ῷΩ\u0342Ι ῼΩΙ ﬀFF ﬁFI ﬂFL ﬃFFI"
            + " ﬄFFL ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ";

        public static readonly Dictionary<char, string> Upper = Mappings.Split(' ').ToDictionary(static m => m[0], static m => m[1..]);

        public static readonly SearchValues<char> UpperKeys = SearchValues.Create(Upper.Keys.ToArray());
    }
}
