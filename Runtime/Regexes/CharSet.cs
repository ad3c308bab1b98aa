using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>A set of code points: disjoint ranges in order, not adjacent, without surrogates.</summary>
public sealed class CharSet : IEquatable<CharSet>
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

    /// <inheritdoc/>
    public bool Equals(CharSet? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as CharSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _bounds.Length == 0 ? 0 : HashCode.Combine(_bounds.Length, _bounds[0], _bounds[^1]);

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
}
