using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>
/// The normalisation forms of Unicode (UAX 15). .NET has them from ICU only, which programs run without
/// (<c>InvariantGlobalization</c>): there <see cref="string.Normalize()"/> returns the text as it is.
/// </summary>
public static class Normalizer
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172, Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;

    /// <summary>The text in a form.</summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        if (Ascii.IsValid(text)) return text;
        var points = new List<int>(text.Length);
        var isCompatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, isCompatible, points);
        Reorder(points);
        if (form is NormalizationForm.FormC or NormalizationForm.FormKC) Compose(points);
        var result = new StringBuilder(points.Count);
        foreach (var c in points) result.Append(new Rune(c));
        return result.ToString();
    }

    private static void Decompose(int c, bool isCompatible, List<int> output)
    {
        if (c - HangulFirst is >= 0 and < HangulCount and var syllable)
        {
            output.Add(Leading + syllable / (VowelCount * TrailingCount));
            output.Add(Vowel + syllable / TrailingCount % VowelCount);
            if (syllable % TrailingCount > 0) output.Add(Trailing + syllable % TrailingCount);
        }
        else if (c >= 0xA0 && Data.Decompositions.TryGetValue(c, out var mapping) && (isCompatible || !mapping.IsCompatible))
            foreach (var part in mapping.Parts) Decompose(part, isCompatible, output);
        else output.Add(c);
    }

    /// <summary>Sorts each run of marks by combining class; marks of one class keep their order.</summary>
    private static void Reorder(List<int> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var start = i;
            while (i < points.Count && Class(points[i]) != 0) i++;
            if (i - start < 2) continue;
            var sorted = points.GetRange(start, i - start).OrderBy(Class).ToList();
            for (var k = 0; k < sorted.Count; k++) points[start + k] = sorted[k];
        }
    }

    private static void Compose(List<int> points)
    {
        var (starter, length, lastClass) = (-1, 0, 0);
        foreach (var c in points.ToArray())
        {
            var combining = Class(c);
            // A mark is blocked from its starter by one of the same or a higher class between them.
            var isNext = starter == length - 1;
            if (starter >= 0 && (isNext || lastClass < combining) && Pair(points[starter], c) is var composite and >= 0)
            {
                points[starter] = composite;
                continue;
            }
            if (combining == 0) starter = length;
            lastClass = combining;
            points[length++] = c;
        }
        points.RemoveRange(length, points.Count - length);
    }

    /// <summary>What two code points compose to, or -1.</summary>
    private static int Pair(int first, int second)
    {
        if (first - Leading is >= 0 and < LeadingCount and var l && second - Vowel is >= 0 and < VowelCount and var v)
            return HangulFirst + (l * VowelCount + v) * TrailingCount;
        if (first - HangulFirst is >= 0 and < HangulCount and var lv && lv % TrailingCount == 0
            && second - Trailing is > 0 and < TrailingCount and var t) return first + t;
        return Data.Compositions.GetValueOrDefault((first, second), -1);
    }

    private static int Class(int c) => c < 0x300 ? 0 : Data.Classes.GetValueOrDefault(c);

    private readonly record struct Mapping(int[] Parts, bool IsCompatible);

    /// <summary>
    /// Read when a text beyond ASCII is first normalised. A line of the resource maps a code point: <c>=</c> to what composes to
    /// it again, <c>!</c> to what does not, <c>~</c> to what is only compatible; or gives with <c>:</c> the class of a range.
    /// </summary>
    private static class Data
    {
        public static readonly Dictionary<int, Mapping> Decompositions = [];
        public static readonly Dictionary<(int, int), int> Compositions = [];
        public static readonly Dictionary<int, int> Classes = [];

        static Data()
        {
            using var reader = new StreamReader(typeof(Normalizer).Assembly.GetManifestResourceStream("normalization.txt")!);
            while (reader.ReadLine() is { } line)
            {
                var at = line.AsSpan().IndexOfAny("=!~:");
                if (line[at] == ':') AddClass(line[..at].Split('-'), int.Parse(line.AsSpan(at + 1), CultureInfo.InvariantCulture));
                else Add(Hex(line[..at]), line[at], line[(at + 1)..].Split(' ').Select(Hex).ToArray());
            }
        }

        private static void Add(int c, char kind, int[] parts)
        {
            Decompositions.Add(c, new Mapping(parts, kind == '~'));
            if (kind == '=') Compositions.Add((parts[0], parts[1]), c);
        }

        private static void AddClass(string[] range, int combining)
        {
            for (var c = Hex(range[0]); c <= Hex(range[^1]); c++) Classes.Add(c, combining);
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
