using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Characters, which are code points: properties, case, order, conversions (strings.md).</summary>
[BuiltinGroup("strings")]
public static class Characters
{
    [Builtin("string->char", "string/to-char", Parameters = "s", Doc = "The only character of s.")]
    public static Value FromText(Value s)
    {
        if (StringBuiltins.Text(s).Length == 0) throw Raise.Eval("string->char: empty string");
        return Strings.Length(s) == 1 ? Value.FromChar(Strings.ScalarAt(s, 0))
            : throw Raise.Eval("string->char: string must have exactly one character");
    }

    [Builtin("char->string", "char/to-string", Parameters = "c", Doc = "The string of one character.")]
    public static Value ToText(Value c) => Value.FromString(Char(c).ToString());

    [Builtin("char->integer", "char/to-integer", Parameters = "c", Doc = "The code point of a character.")]
    public static Value ToInteger(Value c) => new((long)Char(c).Value);

    [Builtin("integer->char", "integer/to-char", Parameters = "n", Doc = "The character of a code point.")]
    public static Value FromInteger(Value n) => Value.FromChar(CodePoint("integer->char", Indices.Int(n)).Value);

    [Builtin("char-alphabetic?", "char/alphabetic?", Parameters = "c", Doc = "Whether c has the property Alphabetic.")]
    public static bool IsAlphabetic(Value c) => Letters.IsAlphabetic(Char(c));

    [Builtin("char-numeric?", "char/numeric?", Parameters = "c", Doc = "Whether c is of one of the categories of numbers.")]
    public static bool IsNumeric(Value c) => Letters.IsNumeric(Char(c));

    [Builtin("char-whitespace?", "char/whitespace?", Parameters = "c", Doc = "Whether c is white space.")]
    public static bool IsWhitespace(Value c) => Rune.IsWhiteSpace(Char(c));

    [Builtin("char-upper-case?", "char/upper-case?", Parameters = "c", Doc = "Whether c has the property Uppercase.")]
    public static bool IsUpper(Value c) => Letters.IsUpper(Char(c));

    [Builtin("char-lower-case?", "char/lower-case?", Parameters = "c", Doc = "Whether c has the property Lowercase.")]
    public static bool IsLower(Value c) => Letters.IsLower(Char(c));

    [Builtin("char-upcase", "char/upcase", Parameters = "c", Doc = "The first character of c in upper case.")]
    public static Value Upcase(Value c) => First(Letters.Upper(Char(c).ToString()));

    [Builtin("char-downcase", "char/downcase", Parameters = "c", Doc = "The first character of c in lower case.")]
    public static Value Downcase(Value c) => First(Letters.Lower(Char(c).ToString()));

    [Builtin("char=?", Parameters = "a b", Doc = "Whether a and b are the same character.")]
    public static bool IsEqual(Value a, Value b) => Compare(a, b) == 0;

    [Builtin("char<?", Parameters = "a b", Doc = "Whether a comes before b in code point order.")]
    public static bool IsLess(Value a, Value b) => Compare(a, b) < 0;

    [Builtin("char>?", Parameters = "a b", Doc = "Whether a comes after b in code point order.")]
    public static bool IsGreater(Value a, Value b) => Compare(a, b) > 0;

    [Builtin("char<=?", Parameters = "a b", Doc = "Whether a does not come after b in code point order.")]
    public static bool IsAtMost(Value a, Value b) => Compare(a, b) <= 0;

    [Builtin("char>=?", Parameters = "a b", Doc = "Whether a does not come before b in code point order.")]
    public static bool IsAtLeast(Value a, Value b) => Compare(a, b) >= 0;

    [Builtin("char-ci=?", Parameters = "a b", Doc = "As char=?, on lower case.")]
    public static bool IsEqualIgnoringCase(Value a, Value b) => CompareLower(a, b) == 0;

    [Builtin("char-ci<?", Parameters = "a b", Doc = "As char<?, on lower case.")]
    public static bool IsLessIgnoringCase(Value a, Value b) => CompareLower(a, b) < 0;

    [Builtin("char-ci>?", Parameters = "a b", Doc = "As char>?, on lower case.")]
    public static bool IsGreaterIgnoringCase(Value a, Value b) => CompareLower(a, b) > 0;

    [Builtin("char-ci<=?", Parameters = "a b", Doc = "As char<=?, on lower case.")]
    public static bool IsAtMostIgnoringCase(Value a, Value b) => CompareLower(a, b) <= 0;

    [Builtin("char-ci>=?", Parameters = "a b", Doc = "As char>=?, on lower case.")]
    public static bool IsAtLeastIgnoringCase(Value a, Value b) => CompareLower(a, b) >= 0;

    /// <summary>The character argument, or <c>expected char, got TYPE</c>.</summary>
    internal static Rune Char(Value c) => c.IsChar ? new Rune((int)c.Bits) : throw Raise.Type("char", c);

    /// <summary>A code point that is a character: no surrogate, in range.</summary>
    internal static Rune CodePoint(string name, long n) =>
        n is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)n, out var c) ? c : throw Raise.Eval($"{name}: invalid codepoint {n}");

    private static int Compare(Value a, Value b) => Char(a).CompareTo(Char(b));

    private static int CompareLower(Value a, Value b)
    {
        Char(a);
        Char(b);
        return Downcase(a).Bits.CompareTo(Downcase(b).Bits);
    }

    private static Value First(string text) => Value.FromChar(char.ConvertToUtf32(text, 0));
}
