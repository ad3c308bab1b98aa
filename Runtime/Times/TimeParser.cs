using System.Globalization;

namespace Sema.Runtime.Times;

/// <summary>Reads moments by strftime patterns: the text becomes fields, and the fields, checked against each other, a moment.</summary>
public ref struct TimeParser
{
    private ReadOnlySpan<char> _rest;
    private TimeFields _fields;

    /// <summary>The moment that a text tells.</summary>
    /// <exception cref="TimeParseException">The text does not fit the pattern, or tells no moment.</exception>
    public static Instant Parse(string text, string pattern)
    {
        var parser = new TimeParser { _rest = text, _fields = new TimeFields() };
        foreach (var part in TimePattern.Parse(pattern)) parser.Read(part);
        return parser._rest.IsEmpty ? parser._fields.Resolve() : throw new TimeParseException("trailing input");
    }

    private void Read(TimePart part)
    {
        switch (part.Name)
        {
            case TimePart.Error: throw new TimeParseException("bad or unsupported format string");
            case TimePart.Space: _rest = _rest.TrimStart(); break;
            case TimePart.Text: Literal(part.Literal); break;
            case "Y": _fields.Set(ref _fields.Year, Signed(4), int.MinValue, int.MaxValue); break;
            case "C": _fields.Set(ref _fields.Century, Number(2), 0, int.MaxValue); break;
            case "y": _fields.Set(ref _fields.YearOfCentury, Number(2), 0, 99); break;
            case "G": _fields.Set(ref _fields.IsoYear, Signed(4), int.MinValue, int.MaxValue); break;
            case "g": _fields.Set(ref _fields.IsoYearOfCentury, Number(2), 0, 99); break;
            case "q": _fields.Set(ref _fields.Quarter, Number(1), 1, 4); break;
            case "m": _fields.Set(ref _fields.Month, Number(2), 1, 12); break;
            case "d" or "e": _fields.Set(ref _fields.Day, Number(2), 1, 31); break;
            case "U": _fields.Set(ref _fields.WeekFromSunday, Number(2), 0, 53); break;
            case "W": _fields.Set(ref _fields.WeekFromMonday, Number(2), 0, 53); break;
            case "V": _fields.Set(ref _fields.IsoWeek, Number(2), 1, 53); break;
            case "w": _fields.Set(ref _fields.Weekday, Number(1), 0, 6); break;
            case "u": _fields.Set(ref _fields.Weekday, TimeFields.InRange(Number(1), 1, 7) % 7, 0, 6); break;
            case "j": _fields.Set(ref _fields.DayOfYear, Number(3), 1, 366); break;
            case "H" or "k":
                var hour = TimeFields.InRange(Number(2), 0, 23);
                _fields.Set(ref _fields.Half, hour / 12, 0, 1);
                _fields.Set(ref _fields.HourOfHalf, hour % 12, 0, 11);
                break;
            case "I" or "l": _fields.Set(ref _fields.HourOfHalf, TimeFields.InRange(Number(2), 1, 12) % 12, 0, 11); break;
            case "p" or "P": HalfOfDay(); break;
            case "M": _fields.Set(ref _fields.Minute, Number(2), 0, 59); break;
            case "S": _fields.Set(ref _fields.Second, Number(2), 0, 60); break;
            case "f": _fields.Set(ref _fields.Nanosecond, Number(9), 0, 999_999_999); break;
            case "s": _fields.Set(ref _fields.Timestamp, Number(int.MaxValue), long.MinValue, long.MaxValue); break;
            case "b" or "B": _fields.Set(ref _fields.Month, Name(TimeNames.Months, part.Name == "B") + 1, 1, 12); break;
            case "a" or "A": _fields.Set(ref _fields.Weekday, Name(TimeNames.Weekdays, part.Name == "A"), 0, 6); break;
            case ".f" or ".3f" or ".6f" or ".9f": Fraction(); break;
            case "3f" or "6f" or "9f": FixedFraction(part.Name[0] - '0'); break;
            case "Z": _rest = _rest[WordLength()..]; break;
            case "z" or ":z" or "::z" or ":::z" or "#z": Offset(part.Name == "#z"); break;
            case "+": Rfc3339(); break;
        }
    }

    private void Literal(string literal)
    {
        if (_rest.Length < literal.Length) throw TooShort();
        if (!_rest.StartsWith(literal)) throw Invalid();
        _rest = _rest[literal.Length..];
    }

    /// <summary>A number of at most so many digits.</summary>
    private long Number(int width)
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty) throw TooShort();
        var length = 0;
        while (length < _rest.Length && length < width && char.IsAsciiDigit(_rest[length])) length++;
        if (length == 0) throw Invalid();
        if (!long.TryParse(_rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw TimeFields.OutOfRange();
        _rest = _rest[length..];
        return number;
    }

    /// <summary>A number which, when it has a sign, has any count of digits.</summary>
    private long Signed(int width)
    {
        _rest = _rest.TrimStart();
        if (_rest is not ['+' or '-', ..]) return Number(width);
        var isNegative = _rest[0] == '-';
        _rest = _rest[1..];
        if (_rest is [var c, ..] && !char.IsAsciiDigit(c)) throw Invalid();
        return isNegative ? -Number(int.MaxValue) : Number(int.MaxValue);
    }

    private int Name(string[] names, bool mayBeLong)
    {
        if (_rest.Length < 3) throw TooShort();
        for (var i = 0; i < names.Length; i++)
        {
            if (!_rest.StartsWith(names[i].AsSpan(0, 3), StringComparison.OrdinalIgnoreCase)) continue;
            var isLong = mayBeLong && _rest.StartsWith(names[i], StringComparison.OrdinalIgnoreCase);
            _rest = _rest[(isLong ? names[i].Length : 3)..];
            return i;
        }
        throw Invalid();
    }

    private void HalfOfDay()
    {
        if (_rest.Length < 2) throw TooShort();
        var isAfternoon = _rest.StartsWith("pm", StringComparison.OrdinalIgnoreCase);
        if (!isAfternoon && !_rest.StartsWith("am", StringComparison.OrdinalIgnoreCase)) throw Invalid();
        _fields.Set(ref _fields.Half, isAfternoon ? 1 : 0, 0, 1);
        _rest = _rest[2..];
    }

    /// <summary>An optional fraction with its point; digits beyond nanoseconds are passed over.</summary>
    private void Fraction()
    {
        if (_rest is not ['.', ..]) return;
        _rest = _rest[1..];
        var length = 0;
        while (length < _rest.Length && char.IsAsciiDigit(_rest[length])) length++;
        if (length == 0) throw _rest.IsEmpty ? TooShort() : Invalid();
        FixedFraction(Math.Min(9, length));
        _rest = _rest[Math.Max(0, length - 9)..];
    }

    private void FixedFraction(int digits)
    {
        if (_rest.Length < digits) throw TooShort();
        if (_rest[..digits].ContainsAnyExceptInRange('0', '9')) throw Invalid();
        var value = long.Parse(_rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = digits; i < 9; i++) value *= 10;
        _fields.Set(ref _fields.Nanosecond, value, 0, 999_999_999);
        _rest = _rest[digits..];
    }

    private readonly int WordLength()
    {
        var length = 0;
        while (length < _rest.Length && !char.IsWhiteSpace(_rest[length])) length++;
        return length;
    }

    /// <summary>An offset from UTC, which is checked and then ignored: all times are read as UTC.</summary>
    private void Offset(bool mayLackMinutes)
    {
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty) throw TooShort();
        if (_rest[0] is not ('+' or '-')) throw Invalid();
        _rest = _rest[1..];
        TwoDigits();
        if (_rest is [':', ..]) _rest = _rest[1..];
        if (mayLackMinutes && (_rest.IsEmpty || !char.IsAsciiDigit(_rest[0]))) return;
        if (TwoDigits() > 59) throw TimeFields.OutOfRange();
    }

    private int TwoDigits()
    {
        if (_rest.Length < 2) throw TooShort();
        if (_rest[..2].ContainsAnyExceptInRange('0', '9')) throw Invalid();
        var number = (_rest[0] - '0') * 10 + _rest[1] - '0';
        _rest = _rest[2..];
        return number;
    }

    private void Rfc3339()
    {
        foreach (var part in TimePattern.Parse("%Y-%m-%d")) Read(part);
        if (_rest is ['t', ..]) Literal("t");
        else Literal("T");
        foreach (var part in TimePattern.Parse("%H:%M:%S%.f")) Read(part);
        if (_rest is ['Z' or 'z', ..]) _rest = _rest[1..];
        else Offset(mayLackMinutes: false);
    }

    private static TimeParseException TooShort() => new("premature end of input");

    private static TimeParseException Invalid() => new("input contains invalid characters");
}
