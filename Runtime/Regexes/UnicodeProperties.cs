using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>The sets behind <c>\d \w \s</c>, <c>[:alpha:]</c> and <c>\p{…}</c>, each made when first asked for.</summary>
public static class UnicodeProperties
{
    private static readonly ConcurrentDictionary<string, CharSet> Sets = new(StringComparer.Ordinal);

    /// <summary>The long names of the categories, without the underscores, in the order of .NET's enumeration.</summary>
    private static readonly string[] Categories =
    [
        "lu uppercaseletter", "ll lowercaseletter", "lt titlecaseletter", "lm modifierletter", "lo otherletter",
        "mn nonspacingmark", "mc spacingmark", "me enclosingmark", "nd decimalnumber digit", "nl letternumber", "no othernumber",
        "zs spaceseparator", "zl lineseparator", "zp paragraphseparator", "cc control cntrl", "cf format", "cs surrogate",
        "co privateuse", "pc connectorpunctuation", "pd dashpunctuation", "ps openpunctuation", "pe closepunctuation",
        "pi initialpunctuation", "pf finalpunctuation", "po otherpunctuation", "sm mathsymbol", "sc currencysymbol",
        "sk modifiersymbol", "so othersymbol", "cn unassigned",
    ];

    /// <summary>The set of <c>\d</c>, <c>\s</c> or <c>\w</c>.</summary>
    public static CharSet Perl(char letter, bool unicode) => Sets.GetOrAdd((unicode ? "" : "ascii ") + letter, _ => letter switch
    {
        _ when unicode => FromBounds(PerlRanges.Of(letter)),
        'd' => Posix("digit")!,
        's' => Posix("space")!,
        _ => Posix("word")!,
    });

    /// <summary>Whether a character is one of <c>\w</c>.</summary>
    public static bool IsWord(Rune c) => Letters.IsAlphabetic(c) || c.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    /// <summary>The ASCII class of a POSIX name, or null.</summary>
    public static CharSet? Posix(string name) => name switch
    {
        "alnum" => Ascii("09AZaz"),
        "alpha" => Ascii("AZaz"),
        "ascii" => Ascii("\0\x7F"),
        "blank" => Ascii("\t\t  "),
        "cntrl" => Ascii("\0\x1F\x7F\x7F"),
        "digit" => Ascii("09"),
        "graph" => Ascii("!~"),
        "lower" => Ascii("az"),
        "print" => Ascii(" ~"),
        "punct" => Ascii("!/:@[`{~"),
        "space" => Ascii("\t\r  "),
        "upper" => Ascii("AZ"),
        "word" => Ascii("09AZ__az"),
        "xdigit" => Ascii("09AFaf"),
        _ => null,
    };

    /// <summary>The set of a category, script or binary property by any of its names, or null when there is none.</summary>
    public static CharSet? Property(string name)
    {
        var (key, text) = ("", name);
        if (name.IndexOfAny(['=', ':']) is var at and > 0)
        {
            key = Normal(name[..at]);
            text = name[(at + 1)..];
        }
        text = Normal(text);
        return key switch
        {
            "" => Find(text) ?? (text.StartsWith("is", StringComparison.Ordinal) ? Find(text[2..]) : null),
            "gc" or "generalcategory" => Category(text),
            "sc" or "script" or "scx" or "scriptextensions" => Script(text),
            _ => null,
        };
    }

    private static CharSet? Find(string text)
    {
        if (Sets.TryGetValue(text, out var known)) return known;
        var set = text switch
        {
            "any" => CharSet.All,
            "ascii" => CharSet.Range(0, 0x7F),
            "assigned" => Category("cn")!.Complement(),
            "alphabetic" or "alpha" => CharSet.Where(Letters.IsAlphabetic),
            "uppercase" or "upper" => CharSet.Where(Letters.IsUpper),
            "lowercase" or "lower" => CharSet.Where(Letters.IsLower),
            "whitespace" or "space" => CharSet.Where(Rune.IsWhiteSpace),
            _ => Category(text) ?? Script(text),
        };
        if (set is not null) Sets.TryAdd(text, set);
        return set;
    }

    private static CharSet? Category(string text)
    {
        var group = text switch
        {
            "l" or "letter" => "l",
            "m" or "mark" or "combiningmark" => "m",
            "n" or "number" => "n",
            "p" or "punctuation" or "punct" => "p",
            "s" or "symbol" => "s",
            "z" or "separator" => "z",
            "c" or "other" => "c",
            "lc" or "casedletter" => "lc",
            _ => null,
        };
        var wanted = new bool[Categories.Length];
        for (var i = 0; i < Categories.Length; i++)
            wanted[i] = group is null ? Categories[i].Split(' ').Contains(text)
                : group == "lc" ? i <= (int)UnicodeCategory.TitlecaseLetter : Categories[i][0] == group[0];
        return wanted.Contains(true) ? CharSet.Where(c => wanted[(int)Rune.GetUnicodeCategory(c)]) : null;
    }

    private static CharSet? Script(string text)
    {
        var bounds = ScriptRanges.Find(text);
        return bounds.IsEmpty ? null : FromBounds(bounds);
    }

    private static CharSet FromBounds(ReadOnlySpan<int> bounds)
    {
        var ranges = new List<(int, int)>();
        for (var i = 0; i < bounds.Length; i += 2) ranges.Add((bounds[i], bounds[i + 1]));
        return CharSet.From(ranges);
    }

    private static CharSet Ascii(string bounds) =>
        CharSet.From(bounds.Chunk(2).Select(static pair => ((int)pair[0], (int)pair[1])).ToList());

    /// <summary>Names compare without case, spaces, hyphens and underscores.</summary>
    private static string Normal(string name) => string.Concat(name.Where(static c => c is not ('_' or '-' or ' '))).ToLowerInvariant();
}
