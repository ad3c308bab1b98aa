using System.Globalization;

namespace Sema.Runtime.Text;

/// <summary>Reads a TOML date, time or both, with or without an offset, and gives it in its normal spelling.</summary>
internal sealed class TomlDates
{
    private readonly string _text;
    private readonly Func<string, TomlSyntaxException> _error;
    private int _position;

    private TomlDates(string text, Func<string, TomlSyntaxException> error)
    {
        _text = text;
        _error = error;
    }

    /// <summary>The normal spelling: <c>T</c> and <c>Z</c> in upper case, the fraction cut to nanoseconds without final zeros.</summary>
    public static string Read(string text, Func<string, TomlSyntaxException> error)
    {
        var reader = new TomlDates(text, error);
        var result = text.IndexOf('-') is > 0 and var dash && text.AsSpan(0, dash).IndexOf(':') < 0 ? reader.Date() : reader.Time();
        return reader._position == text.Length ? result : throw error("invalid datetime, expected end of value");
    }

    private char Peek => _position < _text.Length ? _text[_position] : '\0';

    private string Date()
    {
        var year = Number(4, "invalid date, expected a four-digit year (YYYY)");
        Separator('-', "invalid date, expected `-` (MM-DD)");
        var month = Number(2, "invalid date, expected a two-digit month (MM)");
        if (month is < 1 or > 12) throw _error("invalid date, expected month between 01 and 12");
        Separator('-', "invalid date, expected `-` (MM-DD)");
        var day = Number(2, "invalid date, expected a two-digit day (DD)");
        var days = DateTime.DaysInMonth(year == 0 ? 4 : year, month);
        if (day < 1 || day > days) throw _error($"invalid date, expected day between 01 and {days}");
        var date = _text[.._position];
        if (Peek is not ('T' or 't' or ' ')) return date;
        _position++;
        return $"{date}T{Time()}{Offset()}";
    }

    private string Time()
    {
        var start = _position;
        if (start == _text.Length) throw _error("invalid time, expected hour");
        if (Number(2, "invalid time, expected a two-digit hour (HH)") > 23) throw _error("invalid time, expected hour between 00 and 23");
        Separator(':', "invalid time, expected `:` (HH:MM)");
        if (Number(2, "invalid time, expected a two-digit minute (MM)") > 59) throw _error("invalid time, expected minute between 00 and 59");
        if (Peek == ':')
        {
            _position++;
            if (Number(2, "invalid time, expected a two-digit second (SS)") > 60) throw _error("invalid time, expected second between 00 and 60");
        }
        var time = _text[start.._position];
        if (Peek != '.') return time;
        var fraction = ++_position;
        while (char.IsAsciiDigit(Peek)) _position++;
        if (fraction == _position) throw _error("invalid time, expected nanosecond");
        var digits = _text[fraction.._position];
        digits = digits[..Math.Min(9, digits.Length)].TrimEnd('0');
        return digits.Length > 0 ? $"{time}.{digits}" : time;
    }

    private string Offset()
    {
        var sign = Peek;
        if (sign is not ('Z' or 'z' or '+' or '-')) return "";
        _position++;
        if (sign is 'Z' or 'z') return "Z";
        var hours = Number(2, "invalid offset, expected a two-digit hour (HH)");
        if (hours > 23) throw _error("invalid offset, expected hours between 00 and 23");
        Separator(':', "invalid offset, expected `:` (HH:MM)");
        var minutes = Number(2, "invalid offset, expected a two-digit minute (MM)");
        if (minutes > 59) throw _error("invalid offset, expected minutes between 00 and 59");
        return $"{(hours + minutes == 0 ? '+' : sign)}{hours:00}:{minutes:00}";
    }

    private int Number(int digits, string message)
    {
        var start = _position;
        while (_position - start < digits && char.IsAsciiDigit(Peek)) _position++;
        return _position - start == digits ? int.Parse(_text.AsSpan(start, digits), CultureInfo.InvariantCulture) : throw _error(message);
    }

    private void Separator(char separator, string message)
    {
        if (Peek != separator) throw _error(message);
        _position++;
    }
}
