using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>A set of code points: disjoint ranges in order, not adjacent, without surrogates.</summary>
public sealed class CharSet
{
    private const int Max = 0x10FFFF;

    /// <summary>First and last code points, one pair a range.</summary>
    private readonly int[] _bounds;

    private CharSet(int[] bounds) => _bounds = bounds;

    /// <summary>The set of no code point.</summary>
    public static CharSet None { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CharSet All { get; } = new([0, 0xD7FF, 0xE000, Max]);

    public bool IsEmpty => _bounds.Length == 0;

    /// <summary>The code point of a set of one; else -1.</summary>
    public int Single => _bounds is [var first, var last] && first == last ? first : -1;

    /// <summary>The set of one range.</summary>
    public static CharSet Range(int first, int last) => From([(first, last)]);

    /// <summary>The set of ranges in any order, which may overlap.</summary>
    public static CharSet From(List<(int First, int Last)> ranges)
    {
        ranges.Sort();
        var bounds = new List<int>();
        foreach (var (first, last) in ranges)
        {
            if (first > last) continue;
            if (bounds.Count > 0 && first <= bounds[^1] + 1) bounds[^1] = Math.Max(bounds[^1], last);
            else bounds.AddRange([first, last]);
        }
        return WithoutSurrogates(bounds);
    }

    /// <summary>The set of the code points with a property, found by asking for each one.</summary>
    public static CharSet Where(Func<Rune, bool> property)
    {
        var bounds = new List<int>();
        for (var c = 0; c <= Max; c++)
        {
            if (c == 0xD800) c = 0xE000;
            if (!property(new Rune(c))) continue;
            if (bounds.Count > 0 && bounds[^1] == c - 1) bounds[^1] = c;
            else bounds.AddRange([c, c]);
        }
        return new CharSet(bounds.ToArray());
    }

    public CharSet Union(CharSet other) => From([.. Ranges(), .. other.Ranges()]);

    public CharSet Complement()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (first, last) in Ranges())
        {
            gaps.Add((next, first - 1));
            next = last + 1;
        }
        gaps.Add((next, Max));
        return From(gaps);
    }

    public CharSet Intersect(CharSet other) => Complement().Union(other.Complement()).Complement();

    public CharSet Except(CharSet other) => Complement().Union(other).Complement();

    public bool Contains(int codePoint) => Text.CharacterRanges.Contains(_bounds, codePoint);

    /// <summary>The ranges.</summary>
    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (var i = 0; i < _bounds.Length; i += 2) yield return (_bounds[i], _bounds[i + 1]);
    }

    /// <summary>The set with all the letters that differ from its own in case only.</summary>
    public CharSet IgnoringCase()
    {
        var ranges = Ranges().ToList();
        foreach (var (key, variants) in CaseVariants.All)
        {
            if (!Contains(key) && !variants.Exists(Contains)) continue;
            ranges.Add((key, key));
            foreach (var c in variants) ranges.Add((c, c));
        }
        return From(ranges);
    }

    /// <summary>
    /// Appends what matches one of the set in .NET's syntax. Characters beyond U+FFFF are pairs there: they are left out unless
    /// <paramref name="astral"/> says that the text has some.
    /// </summary>
    public void AppendTo(StringBuilder pattern, bool astral)
    {
        var bmp = new StringBuilder();
        var lows = new SortedDictionary<int, StringBuilder>();
        foreach (var (first, last) in Ranges())
        {
            if (first <= 0xFFFF) AppendRange(bmp, first, Math.Min(last, 0xFFFF));
            if (astral && last > 0xFFFF) AddPairs(lows, Math.Max(first, 0x10000), last);
        }
        // High surrogates with the same low ones go together: few alternatives make a pattern quick to compile.
        var pairs = new StringBuilder();
        foreach (var same in lows.GroupBy(static l => l.Value.ToString(), static l => l.Key, StringComparer.Ordinal))
        {
            pairs.Append("|[");
            foreach (var (first, last) in From(same.Select(static high => (high - 0xD800, high - 0xD800)).ToList()).Ranges())
                AppendRange(pairs, first + 0xD800, last + 0xD800);
            pairs.Append("][").Append(same.Key).Append(']');
        }
        if (bmp.Length == 0 && pairs.Length == 0) pattern.Append("[^\\s\\S]");
        else if (pairs.Length == 0) pattern.Append('[').Append(bmp).Append(']');
        else if (bmp.Length == 0) pattern.Append("(?:").Append(pairs, 1, pairs.Length - 1).Append(')');
        else pattern.Append("(?:[").Append(bmp).Append(']').Append(pairs).Append(')');
    }

    private static CharSet WithoutSurrogates(List<int> bounds)
    {
        var result = new List<int>();
        for (var i = 0; i < bounds.Count; i += 2)
        {
            var (first, last) = (bounds[i], bounds[i + 1]);
            if (last < 0xD800 || first > 0xDFFF) result.AddRange([first, last]);
            else
            {
                if (first < 0xD800) result.AddRange([first, 0xD7FF]);
                if (last > 0xDFFF) result.AddRange([0xE000, last]);
            }
        }
        return new CharSet(result.ToArray());
    }

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        text.Append($"\\u{first:X4}");
        if (last > first) text.Append($"-\\u{last:X4}");
    }

    /// <summary>
    /// Adds a range beyond U+FFFF to the low surrogates of each high one: all but the first and the last have them all.
    /// </summary>
    private static void AddPairs(SortedDictionary<int, StringBuilder> lows, int first, int last)
    {
        for (; first <= last; first = (first | 0x3FF) + 1)
        {
            var high = 0xD800 + ((first - 0x10000) >> 10);
            if (!lows.TryGetValue(high, out var low)) lows.Add(high, low = new StringBuilder());
            AppendRange(low, 0xDC00 + (first & 0x3FF), 0xDC00 + (Math.Min(last, first | 0x3FF) & 0x3FF));
        }
    }
}
