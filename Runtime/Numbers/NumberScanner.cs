using System.Globalization;

namespace Sema.Runtime.Numbers;

/// <summary>
/// The number literals of §1.4. Matching is greedy and needs no delimiter behind, except that an imaginary <c>i</c> must be
/// followed by one.
/// </summary>
public static class NumberScanner
{
    /// <summary>Scans a literal without prefix at the start of the text. An error is the message for a literal that has no value.</summary>
    public static bool TryScan(ReadOnlySpan<char> text, out int length, out Value number, out string? error)
    {
        error = null;
        number = default;
        length = 0;
        if (text.IsEmpty) return false;
        var c = text[0];
        if (!char.IsAsciiDigit(c) && c is not ('+' or '-')) return false;
        if (TryImaginary(text, out length, out var imaginary))
        {
            number = Complex.Make(new Value(0L), imaginary);
            return true;
        }
        if (c == '+' || !TryReal(text, out length, out number, out var isRational, out error)) return false;
        if (error is not null || isRational) return true;
        if (length < text.Length && text[length] is '+' or '-' && TryImaginary(text[length..], out var more, out imaginary))
        {
            number = Complex.Make(number, imaginary);
            length += more;
        }
        return true;
    }

    /// <summary>Scans a literal that starts with <c>#x</c>, <c>#e</c> and the like; always gives a number or an error.</summary>
    public static void TryScanPrefixed(ReadOnlySpan<char> text, out int length, out Value number, out string? error)
    {
        int? radix = null;
        char? exactness = null;
        length = 0;
        number = default;
        error = null;
        while (length + 1 < text.Length && text[length] == '#')
        {
            var letter = char.ToLowerInvariant(text[length + 1]);
            if (letter is 'e' or 'i')
            {
                if (exactness is not null) error ??= "duplicate exactness prefix";
                exactness = letter;
            }
            else if (letter is 'x' or 'o' or 'b' or 'd')
            {
                if (radix is not null) error ??= "duplicate radix prefix";
                radix = letter switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
            }
            else break;
            length += 2;
        }
        if (error is not null) return;
        if (radix is 16 or 8 or 2) Radix(text, ref length, radix.Value, out number, ref error);
        else if (TryScan(text[length..], out var more, out number, out error)) length += more;
        else error = "expected a number after the `#` prefix";
        if (error is null && exactness is { } e) number = e == 'e' ? Tower.ToExact(number) : Tower.ToInexact(number);
    }

    private static void Radix(ReadOnlySpan<char> text, ref int length, int radix, out Value number, ref string? error)
    {
        var start = length;
        if (length < text.Length && text[length] == '-') length++;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length])) length++;
        var body = text[start..length].ToString();
        number = default;
        if (body.Length == 0 || body == "-") error = "expected a number after the `#` prefix";
        else if (!TryInteger(body, radix, out var integer)) error = $"invalid radix-{radix} literal: {body}";
        else number = Value.FromBigInteger(integer);
    }

    /// <summary>An integer in a radix of 2…36 with an optional minus sign.</summary>
    public static bool TryInteger(ReadOnlySpan<char> text, int radix, out BigInteger integer)
    {
        integer = BigInteger.Zero;
        var negative = text.StartsWith("-");
        if (negative) text = text[1..];
        if (text.IsEmpty) return false;
        if (radix == 10)
        {
            foreach (var c in text)
                if (!char.IsAsciiDigit(c)) return false;
            integer = BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        else
            foreach (var c in text)
            {
                var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : 99;
                if (digit >= radix) return false;
                integer = integer * radix + digit;
            }
        if (negative) integer = -integer;
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from])) from++;
        return from;
    }

    /// <summary><c>[+-] ureal? i</c>, or a real that ends in <c>i</c>.</summary>
    private static bool TryImaginary(ReadOnlySpan<char> text, out int length, out Value imaginary)
    {
        var sign = text[0] is '+' or '-' ? 1 : 0;
        length = sign;
        imaginary = new Value(1L);
        if (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            if (!TryReal(text[length..], out var more, out imaginary, out var isRational, out var error) || error is not null) return false;
            // A rational literal takes an imaginary unit only behind an explicit sign.
            if (isRational && sign == 0) return false;
            length += more;
        }
        else if (sign == 0) return false;
        if (length >= text.Length || text[length] != 'i' || !IsDelimiter(text, length + 1)) return false;
        length++;
        if (text[0] == '-') imaginary = Tower.Negate(imaginary);
        return true;
    }

    private static bool IsDelimiter(ReadOnlySpan<char> text, int at) =>
        at >= text.Length || text[at] is '#' || !Reader.IsSymbolPart(new System.Text.Rune(char.IsSurrogate(text[at]) ? 'x' : text[at]));

    private static bool TryReal(ReadOnlySpan<char> text, out int length, out Value number, out bool isRational, out string? error)
    {
        number = default;
        isRational = false;
        error = null;
        var start = text[0] == '-' ? 1 : 0;
        length = Digits(text, start);
        if (length == start) return false;
        if (length + 1 < text.Length && text[length] == '/' && char.IsAsciiDigit(text[length + 1]))
        {
            var numerator = BigInteger.Parse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var slash = length;
            length = Digits(text, length + 1);
            var denominator = BigInteger.Parse(text[(slash + 1)..length], NumberStyles.None, CultureInfo.InvariantCulture);
            isRational = true;
            if (denominator.IsZero) error = "rational literal has zero denominator";
            else number = Rational.Make(numerator, denominator);
            return true;
        }
        var isFloat = false;
        if (length + 1 < text.Length && text[length] == '.' && char.IsAsciiDigit(text[length + 1]))
        {
            isFloat = true;
            length = Digits(text, length + 1);
        }
        if (length < text.Length && text[length] is 'e' or 'E')
        {
            var exponent = length + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-') exponent++;
            if (Digits(text, exponent) is var end && end > exponent)
            {
                isFloat = true;
                length = end;
            }
        }
        number = isFloat ? new Value(double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture))
            : long.TryParse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? new Value(small)
            : Value.FromBigInteger(BigInteger.Parse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return true;
    }
}
