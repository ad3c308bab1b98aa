using System.Text;

namespace Sema.Runtime.Values;

/// <summary>Code-point arithmetic on strings, whose values carry their number of surrogate pairs.</summary>
public static class Strings
{
    /// <summary>What a string of .NET can hold.</summary>
    private const int MaxLength = 0x3FFFFFDF;

    /// <summary>Refuses a string that would be longer than one can be. Whoever makes strings longer than its operands asks here.</summary>
    /// <exception cref="SemaException">The length is too large.</exception>
    public static void CheckLength(long length)
    {
        if (length > MaxLength) throw TooLarge();
    }

    /// <summary>The string of what was collected.</summary>
    /// <exception cref="SemaException">It is too long for one.</exception>
    public static Value From(StringBuilder text)
    {
        CheckLength(text.Length);
        return Value.FromString(text.ToString());
    }

    /// <summary>The number of surrogate pairs in <paramref name="text"/>; 0 is found with one vectorised search.</summary>
    public static long CountAstral(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyInRange('\uD800', '\uDBFF');
        if (first < 0) return 0;
        var count = 0L;
        for (var i = first; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i])) count++;
        return count;
    }

    /// <summary>The length of a string value in code points.</summary>
    public static long Length(Value text) => ((string)text.Ref!).Length - text.Bits;

    /// <summary>The UTF-16 offset of a code point index (0…length). O(1) unless the string has astral characters.</summary>
    public static int Offset(Value text, long index)
    {
        if (text.Bits == 0) return (int)index;
        var s = (string)text.Ref!;
        var offset = 0;
        for (; index > 0; index--) offset += char.IsHighSurrogate(s[offset]) ? 2 : 1;
        return offset;
    }

    /// <summary>The code point at an index (0…length-1).</summary>
    public static int ScalarAt(Value text, long index)
    {
        var s = (string)text.Ref!;
        if (text.Bits == 0) return s[(int)index];
        return char.ConvertToUtf32(s, Offset(text, index));
    }

    /// <summary>Part of a string value by code point indices; the caller has checked the range.</summary>
    public static Value Substring(Value text, long start, long end)
    {
        var from = Offset(text, start);
        var to = Offset(text, end);
        var part = ((string)text.Ref!)[from..to];
        return text.Bits == 0 ? new Value(part, 0) : Value.FromString(part);
    }

    /// <summary>The last code points of a string value, so many or all.</summary>
    public static string Last(Value text, long count) =>
        ((string)text.Ref!)[Offset(text, Math.Max(0, Length(text) - count))..];

    /// <summary>Concatenation; the surrogate pairs are added up, not counted again.</summary>
    public static Value Concat(Value left, Value right)
    {
        var (first, second) = ((string)left.Ref!, (string)right.Ref!);
        if ((uint)(first.Length + second.Length) > MaxLength) throw TooLarge();
        return new(string.Concat(first, second), left.Bits + right.Bits);
    }

    private static SemaException TooLarge() => Raise.Eval("string too large");

    /// <summary>Code-point order, which differs from UTF-16 order above U+D800.</summary>
    public static int Compare(string left, string right)
    {
        var n = Math.Min(left.Length, right.Length);
        var i = left.AsSpan(0, n).CommonPrefixLength(right.AsSpan(0, n));
        if (i == n) return left.Length.CompareTo(right.Length);
        char a = left[i], b = right[i];
        bool sa = char.IsSurrogate(a), sb = char.IsSurrogate(b);
        return sa == sb ? a.CompareTo(b) : sa ? 1 : -1;
    }

    /// <summary>A text with each run of white space as one space, and none at its ends.</summary>
    public static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
