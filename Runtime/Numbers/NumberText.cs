using System.Globalization;

namespace Sema.Runtime.Numbers;

/// <summary>The text of numbers: <see cref="Format(Value)"/> prints (§2.5), <see cref="TryParse"/> reads (§1.4).</summary>
public static class NumberText
{
    /// <summary>Any number in write form.</summary>
    public static string Format(Value number) => number.Ref switch
    {
        null => number.Bits.ToString(CultureInfo.InvariantCulture),
        BigInteger big => big.ToString(CultureInfo.InvariantCulture),
        Rational r => $"{r.Numerator}/{r.Denominator}",
        Complex c => Format(c.Real) + (Format(c.Imaginary) is ['-', ..] negative ? negative : "+" + Format(c.Imaginary)) + "i",
        _ => Format(number.AsFlonum),
    };

    /// <summary>A float: shortest round-trip digits, never an exponent; whole values get <c>.0</c>.</summary>
    public static string Format(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        // A whole number has all its digits, beyond the precision of the type too, as the reference prints it.
        if (number == Math.Floor(number) && Math.Abs(number) >= 1e15) return new BigInteger(number).ToString(CultureInfo.InvariantCulture) + ".0";
        return Shortest(number);
    }

    /// <summary>As <see cref="Format(double)"/>, but zeros follow the digits that tell the number from its neighbours.</summary>
    public static string Shortest(double number)
    {
        if (!double.IsFinite(number)) return Format(number);
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E');
        if (e < 0) return text.Contains('.') ? text : text + ".0";
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var mantissa = text[sign.Length..e];
        var digits = mantissa.Replace(".", "");
        var point = 1 + exponent;
        return point <= 0 ? $"{sign}0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? $"{sign}{digits}{new string('0', point - digits.Length)}.0"
            : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>
    /// A number literal by the reader's grammar, which must fill the whole text; in another radix than 10 an integer. Special
    /// float names are not numbers here.
    /// </summary>
    public static bool TryParse(string text, int radix, out Value number)
    {
        if (radix != 10)
        {
            var ok = NumberScanner.TryInteger(text, radix, out var integer);
            number = ok ? Value.FromBigInteger(integer) : default;
            return ok;
        }
        int length;
        string? error;
        if (text.StartsWith('#')) NumberScanner.TryScanPrefixed(text, out length, out number, out error);
        else if (!NumberScanner.TryScan(text, out length, out number, out error)) return false;
        return error is null && length == text.Length;
    }

    /// <summary>
    /// A number of at most 18 plain digits, or of 15 with a point between them: most texts are. False says nothing of other texts.
    /// </summary>
    public static bool TryShort(ReadOnlySpan<char> text, out Value number)
    {
        number = default;
        if (text.Length is 0 or > MaxShortLength) return false;
        var start = text[0] == '-' ? 1 : 0;
        var digits = 0L;
        var point = -1;
        for (var i = start; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i])) digits = digits * 10 + (text[i] - '0');
            else if (text[i] == '.' && point < 0 && i > start) point = i;
            else return false;
        }
        if (start == text.Length || point == text.Length - 1) return false;
        if (point < 0)
        {
            number = new Value(start > 0 ? -digits : digits);
            return true;
        }
        // Both numbers are exact, so the quotient is the float nearest to the text.
        if (text.Length - start - 1 > MaxExactDigits) return false;
        var value = digits / PowersOfTen[text.Length - point - 1];
        number = new Value(start > 0 ? -value : value);
        return true;
    }

    private const int MaxShortLength = 18;
    private const int MaxExactDigits = 15;

    private static ReadOnlySpan<double> PowersOfTen => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];

    /// <summary>An integer in a radix of 2…36, in lower case.</summary>
    public static string Format(BigInteger integer, int radix)
    {
        if (integer.IsZero) return "0";
        var digits = new Stack<char>();
        for (var rest = BigInteger.Abs(integer); !rest.IsZero;)
        {
            rest = BigInteger.DivRem(rest, radix, out var digit);
            digits.Push("0123456789abcdefghijklmnopqrstuvwxyz"[(int)digit]);
        }
        return (integer.Sign < 0 ? "-" : "") + string.Concat(digits);
    }

    /// <summary>The names by which the reader knows the floats that have no digits (§1.4).</summary>
    public static bool TrySpecialFloat(string text, out double number)
    {
        number = text switch
        {
            "inf" or "+inf" or "Inf" or "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-inf" or "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return !double.IsNaN(number) || text is "nan" or "NaN" or "NAN" or "+nan" or "-nan";
    }

    /// <summary>
    /// A float in the wider grammar of <c>(float "…")</c>: optional sign, digits with an optional point, optional exponent,
    /// or <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case. No blanks.
    /// </summary>
    public static bool TryParseFloat(string text, out double number)
    {
        number = 0;
        var sign = text is ['-', ..] ? -1.0 : 1.0;
        var body = text[(text is ['-' or '+', ..] ? 1 : 0)..];
        if (body.Equals("inf", StringComparison.OrdinalIgnoreCase) || body.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            number = double.PositiveInfinity;
        else if (body.Equals("nan", StringComparison.OrdinalIgnoreCase)) number = double.NaN;
        else if (body is not [(>= '0' and <= '9') or '.', ..]
            || !double.TryParse(body, Decimal, CultureInfo.InvariantCulture, out number)) return false;
        number *= sign;
        return true;
    }

    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
}
