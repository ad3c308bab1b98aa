using System.Globalization;

namespace Sema.Runtime.Builtins;

/// <summary>Conversions between kinds of numbers, and between numbers and text (§3.6).</summary>
[BuiltinGroup("math")]
public static class NumberConversions
{
    /// <summary>Beyond this many decimals <c>math/format-fixed</c> refuses; no float has more than 1074.</summary>
    private const int MaxDecimals = 65535;

    /// <summary>The exact value; non-finite floats stay as they are.</summary>
    [Builtin("exact", "inexact->exact", Parameters = "x", Doc = "The exact value of a number.")]
    public static Value Exact(Value x) => Tower.ToExact(Operands.Number(x));

    /// <summary>The nearest float, part by part.</summary>
    [Builtin("inexact", "exact->inexact", Parameters = "x", Doc = "The nearest float of a number.")]
    public static Value Inexact(Value x) => Tower.ToInexact(Operands.Number(x));

    /// <summary>Conversion to an integer: real numbers are truncated, text is a signed 64-bit number.</summary>
    [Builtin("int", Parameters = "x", Doc = "An integer from a real number (truncated) or a string.")]
    public static Value Int(Value x)
    {
        if (x.Ref is string text)
            return IsInteger(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                ? new Value(n) : throw Raise.Eval($"cannot convert '{text}' to int");
        if (!Tower.IsNumber(x) || x.Ref is Complex) throw Raise.Type("number or string", x);
        if (!x.IsFlonum) return Arithmetics.Truncate(x);
        // -2⁶³ and 2⁶³ are floats; the greatest long is not.
        if (x.AsFlonum is >= long.MinValue and < 9223372036854775808.0) return new Value((long)x.AsFlonum);
        var shown = NumberText.Format(x.AsFlonum);
        if (shown.EndsWith(".0", StringComparison.Ordinal)) shown = shown[..^2];
        throw Raise.Eval($"int: cannot convert {shown} to an integer (not finite or out of i64 range)");
    }

    /// <summary>Conversion to a float: of a real number, or of text such as <c>1e5</c>, <c>.5</c>, <c>-inf</c>.</summary>
    [Builtin("float", Parameters = "x", Doc = "A float from a real number or a string.")]
    public static Value Float(Value x)
    {
        if (x.Ref is string text)
            return NumberText.TryParseFloat(text, out var parsed)
                ? new Value(parsed) : throw Raise.Eval($"cannot convert '{text}' to float");
        if (!Tower.IsNumber(x)) throw Raise.Type("number or string", x);
        return new Value(Operands.Double("float", x));
    }

    /// <summary>The float of a text or number.</summary>
    [Builtin("string->float", "string/to-float", Parameters = "text", Doc = "The float a text denotes.")]
    public static Value StringToFloat(Value text)
    {
        if (text.Ref is not string s) return text.IsFixnum || text.IsFlonum ? Float(text) : throw Raise.Type("string or number", text);
        return NumberText.TryParseFloat(s, out var parsed)
            ? new Value(parsed) : throw Raise.Eval($"cannot parse '{s}' as float");
    }

    /// <summary>The text of a number.</summary>
    [Builtin("number->string", "number/to-string", Parameters = "x [radix]", Doc = "The text of a number; radix 2, 8, 10 or 16.")]
    public static Value NumberToString(Value x) => Value.FromString(NumberText.Format(Operands.Number(x)));

    /// <summary>The text of an exact integer in a radix.</summary>
    public static Value NumberToString(Value x, Value radix)
    {
        Operands.Number(x);
        var digits = Radix("number->string", radix);
        if (digits == 10) return NumberToString(x);
        if (!Tower.IsInteger(x)) throw Raise.Type("exact integer", x);
        return Value.FromString(NumberText.Format(Tower.Integer(x), digits));
    }

    /// <summary>The number of a text by the reader's grammar; #f when it is none.</summary>
    [Builtin("string->number", "string/to-number", Parameters = "text [radix]", Doc = "The number a text denotes, or #f.")]
    public static Value StringToNumber(Value text) => Parse(Text(text), 10);

    /// <summary>The integer of a text in a radix; #f when it is none.</summary>
    public static Value StringToNumber(Value text, Value radix) => Parse(Text(text), Radix("string->number", radix));

    /// <summary>Rounding to decimal places, half away from zero; places may be negative.</summary>
    [Builtin("math/round-to", Parameters = "x places", Doc = "The float nearest to x with that many decimals.")]
    public static Value RoundTo(Value x, Value places)
    {
        var value = Tower.ToDouble(Operands.Scalar(x));
        var factor = Math.Pow(10, (double)Operands.Integer(places));
        var scaled = value * factor;
        if (!double.IsFinite(scaled)) return new Value(value);
        return new Value(factor == 0 ? 0.0 : Math.Round(scaled, MidpointRounding.AwayFromZero) / factor);
    }

    /// <summary>Text with a fixed number of decimals, rounded from the exact value, ties to even.</summary>
    [Builtin("math/format-fixed", Parameters = "x places", Doc = "The text of x with exactly that many decimals.")]
    public static Value FormatFixed(Value x, Value places)
    {
        Operands.Scalar(x);
        var decimals = Operands.Integer(places);
        if (decimals > MaxDecimals) throw Raise.Eval($"math/format-fixed: places must be at most {MaxDecimals}, got {decimals}");
        if (x.IsFlonum && !double.IsFinite(x.AsFlonum)) return Value.FromString(NumberText.Format(x.AsFlonum));
        return Value.FromString(Fixed(x, decimals.Sign < 0 ? 0 : (int)decimals));
    }

    private static string Fixed(Value x, int decimals)
    {
        var scale = Value.FromBigInteger(BigInteger.Pow(10, decimals));
        var scaled = Tower.Integer(Arithmetics.RoundEven(Arithmetic.Multiply(Tower.ToExact(x), scale)));
        var digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var isNegative = x.IsFlonum ? double.IsNegative(x.AsFlonum) : Arithmetic.Less(x, new Value(0L));
        var sign = isNegative ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    private static string Text(Value text) => text.Ref as string ?? throw Raise.Type("string", text);

    private static Value Parse(string text, int radix)
    {
        if (radix == 10 && NumberText.TryShort(text, out var plain)) return plain;
        text = text.Trim();
        if (radix == 10 && NumberText.TrySpecialFloat(text, out var special)) return new Value(special);
        if (radix != 10 && text is ['+', not '-', ..]) text = text[1..];
        return NumberText.TryParse(text, radix, out var number) ? number : Value.False;
    }

    private static int Radix(string name, Value radix)
    {
        var value = Operands.Integer(radix);
        return value == 2 || value == 8 || value == 10 || value == 16
            ? (int)value : throw Raise.Eval($"{name}: unsupported radix {value} (expected 2, 8, 10, or 16)");
    }

    private static bool IsInteger(string text)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
