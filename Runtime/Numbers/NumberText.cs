using System.Globalization;

namespace Sema.Runtime.Numbers;

/// <summary>The text of numbers: <see cref="Format(Value)"/> prints (§2.5), <see cref="TryParse"/> reads (§1.4).</summary>
public static class NumberText
{
    /// <summary>Any number in write form.</summary>
    public static string Format(Value number) => number.Ref switch
    {
        null => number.Bits.ToString(CultureInfo.InvariantCulture),
        Rational r => $"{r.Numerator}/{r.Denominator}",
        Complex c => throw new NotSupportedException(c.ToString()),
        _ => Format(number.AsFlonum),
    };

    /// <summary>A float: shortest round-trip digits, never an exponent; whole values get <c>.0</c>.</summary>
    public static string Format(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    /// <summary>A number literal by the reader's grammar, which must fill the whole text; radix 2…36 for integers.</summary>
    public static bool TryParse(string text, int radix, out Value number)
    {
        var ok = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && radix == 10;
        number = new Value(n);
        return ok;
    }
}
