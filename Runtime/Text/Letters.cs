using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Case mappings of whole texts, without a locale. Beyond the simple mappings of .NET: ß, İ and the final sigma.</summary>
public static class Letters
{
    /// <summary>Upper case; ß becomes SS.</summary>
    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    /// <summary>Lower case; a sigma at the end of a word becomes ς, and İ two code points.</summary>
    public static string Lower(string text)
    {
        var lower = text.Replace("İ", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
        if (!text.Contains('Σ')) return lower;
        var source = text.Replace("İ", "i\u0307", StringComparison.Ordinal);
        var result = new StringBuilder(lower);
        for (var i = 1; i < source.Length; i++)
            if (source[i] == 'Σ' && char.IsLetter(source[i - 1]) && (i + 1 == source.Length || !char.IsLetter(source[i + 1])))
                result[i] = 'ς';
        return result.ToString();
    }

    /// <summary>The first code point in upper case, the rest in lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = text.Length > 1 && char.IsSurrogatePair(text, 0) ? 2 : 1;
        return Upper(text[..first]) + Lower(text[first..]);
    }
}
