using System.Globalization;
using System.Text.RegularExpressions;

namespace Sema.Runtime.Text;

/// <summary>Numbers, booleans and bare keys of a TOML text; strings and dates have readers of their own.</summary>
internal sealed partial class TomlScalars(string text)
{
    private const string NotBetweenDigits = "`_` may only go between digits, expected nothing";
    private const string NotQuoted = "string values must be quoted, expected literal string";

    /// <summary>Whether a character may not stand in strings and comments.</summary>
    public static bool IsControl(char c) => c is (< ' ' and not '\t') or '\u007F';

    /// <summary>A key is missing at a place.</summary>
    public static TomlSyntaxException EmptyKey(string text, int at) =>
        new(text, new TextSpan(at, Math.Min(1, text.Length - at)), "unquoted keys cannot be empty, expected letters, numbers, `-`, `_`");

    /// <summary>The name that a part of a key gives.</summary>
    public string Key(TextSpan span)
    {
        if (span.Length == 0) throw EmptyKey(text, span.Start);
        if (text[span.Start] is '"' or '\'')
        {
            var reader = new TomlStrings(text, span);
            return !reader.IsMultiline ? reader.Read() : throw new TomlSyntaxException(text, span,
                $"keys cannot be multi-line {(text[span.Start] == '"' ? "basic" : "literal")} strings, expected basic string, literal string");
        }
        for (var i = span.Start; i < span.End; i++)
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('-' or '_'))
                throw Error(i, char.IsHighSurrogate(text[i]) ? 2 : 1, "invalid unquoted key, expected letters, numbers, `-`, `_`");
        return text.Substring(span.Start, span.Length);
    }

    /// <summary>The value of a scalar, and the name of its type.</summary>
    public (Value Value, string Type) Read(TextSpan span)
    {
        if (span.Length == 0) throw Error(span.Start, 1, NotQuoted);
        var written = text.Substring(span.Start, span.Length);
        switch (written[0])
        {
            case '"' or '\'': return (Value.FromString(new TomlStrings(text, span).Read()), "string");
            case 't' or 'T': return (Word(span, written, "true", Value.True, "boolean"), "boolean");
            case 'f' or 'F': return (Word(span, written, "false", Value.False, "boolean"), "boolean");
            case 'i' or 'I': return (Word(span, written, "inf", new Value(double.PositiveInfinity), "float"), "float");
            case 'n' or 'N': return (Word(span, written, "nan", new Value(double.NaN), "float"), "float");
            case '_': throw Error(span.Start, 1, NotBetweenDigits);
            case '.': throw Error(span.Start, 1, "invalid mantissa, expected digits");
        }
        if (DateStart().IsMatch(written))
            return (Value.FromString(TomlDates.Read(written, message => new TomlSyntaxException(text, span, message))), "datetime");
        return Number(span, written);
    }

    private Value Word(TextSpan span, string written, string word, Value value, string type) =>
        written == word ? value : throw new TomlSyntaxException(text, span, $"invalid {type}, expected `{word}`");

    private (Value Value, string Type) Number(TextSpan span, string written)
    {
        var sign = written[0] is '+' or '-' ? 1 : 0;
        var body = written[sign..];
        if (body is "inf" or "nan")
            return (new Value(body == "nan" ? double.NaN : written[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity), "float");
        if (sign > 0 && body is ['+' or '-', ..]) throw Error(span.Start + 1, 1, "redundant numeric sign, expected nothing");
        if (Radix(body) is { } radix) return (RadixInteger(span, sign, body, radix), "integer");
        if (!NumberCharacters().IsMatch(body)) throw new TomlSyntaxException(text, span, NotQuoted);
        var start = span.Start + sign;
        CheckUnderscores(start, body, char.IsAsciiDigit);
        if (body is ['0', >= '0' and <= '9', ..]) throw Error(start, 1, "unexpected leading zero, expected nothing");
        var digits = body.Replace("_", "");
        if (digits.All(char.IsAsciiDigit))
            return (Integer(span, (written[0] == '-' ? -1 : 1) * BigInteger.Parse(digits, CultureInfo.InvariantCulture)), "integer");
        CheckFloat(start, body);
        var number = double.Parse((written[0] == '-' ? "-" : "") + digits, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? (new Value(number), "float") : throw new TomlSyntaxException(text, span, "floating-point number overflowed");
    }

    private static int? Radix(string body) => body switch
    {
        ['0', 'x' or 'X', ..] => 16,
        ['0', 'o' or 'O', ..] => 8,
        ['0', 'b' or 'B', ..] => 2,
        _ => null,
    };

    private Value RadixInteger(TextSpan span, int sign, string body, int radix)
    {
        if (sign > 0) throw Error(span.Start, 1, "integers with a radix cannot be signed, expected nothing");
        if (char.IsAsciiLetterUpper(body[1]))
            throw Error(span.Start, 2, $"radix must be lowercase, expected `0{char.ToLowerInvariant(body[1])}`");
        CheckUnderscores(span.Start, body, char.IsAsciiHexDigit, from: 2);
        var digits = body[2..].Replace("_", "");
        var name = radix switch { 16 => "hexadecimal", 8 => "octal", _ => "binary" };
        for (var i = 2; i < body.Length; i++)
            if (body[i] != '_' && !NumberScanner.TryInteger(body.AsSpan(i, 1), radix, out _)) throw Error(span.Start + i, 1, $"invalid {name} number");
        return NumberScanner.TryInteger(digits, radix, out var integer) ? Integer(span, integer)
            : throw new TomlSyntaxException(text, span, "integer number overflowed");
    }

    private Value Integer(TextSpan span, BigInteger integer)
    {
        if (integer >= long.MinValue && integer <= long.MaxValue) return new Value((long)integer);
        throw new TomlSyntaxException(text, span,
            integer > 0 && integer <= ulong.MaxValue ? "u64 value was too large"
            : integer >= (BigInteger)Int128.MinValue && integer <= (BigInteger)Int128.MaxValue
                ? $"invalid type: integer `{integer}` as i128, expected any valid TOML value"
            : "integer number overflowed");
    }

    private void CheckUnderscores(int start, string body, Func<char, bool> isDigit, int from = 0)
    {
        for (var i = from; i < body.Length; i++)
            if (body[i] == '_' && (i == from || !isDigit(body[i - 1]) || i + 1 == body.Length || !isDigit(body[i + 1])))
                throw Error(start + i, 1, NotBetweenDigits);
    }

    private void CheckFloat(int start, string body)
    {
        var i = 0;
        int Digits()
        {
            var first = i;
            while (i < body.Length && (char.IsAsciiDigit(body[i]) || body[i] == '_')) i++;
            return i - first;
        }
        Digits();
        if (i < body.Length && body[i] == '.')
        {
            i++;
            if (Digits() == 0) throw Error(start + i, 1, "invalid fraction, expected digits");
        }
        if (i < body.Length && body[i] is 'e' or 'E')
        {
            i++;
            if (i < body.Length && body[i] is '+' or '-') i++;
            if (Digits() == 0) throw Error(start + i, 1, "invalid exponent, expected digits");
        }
        if (i < body.Length) throw Error(start + i, body.Length - i, "invalid float, expected nothing");
    }

    private TomlSyntaxException Error(int at, int length, string message) =>
        new(text, new TextSpan(at, Math.Min(length, text.Length - at)), message);

    [GeneratedRegex(@"\A[0-9]+(-|:)", RegexOptions.CultureInvariant)]
    private static partial Regex DateStart();

    [GeneratedRegex(@"\A[0-9][0-9_]*([.eE][0-9_.eE+-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberCharacters();
}
