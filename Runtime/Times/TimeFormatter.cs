using System.Globalization;
using System.Text;

namespace Sema.Runtime.Times;

/// <summary>Writes moments by strftime patterns.</summary>
public static class TimeFormatter
{
    /// <summary>The text of a moment; null when the pattern has a directive that does not exist.</summary>
    public static string? Format(Instant instant, string pattern)
    {
        var text = new StringBuilder();
        var date = instant.Date;
        foreach (var part in TimePattern.Parse(pattern))
            if (!Append(text, part, instant, date)) return null;
        return text.ToString();
    }

    private static bool Append(StringBuilder text, TimePart part, Instant t, CalendarDate date)
    {
        var nanoseconds = t.Nanoseconds;
        var hour12 = t.Hour % 12 == 0 ? 12 : t.Hour % 12;
        switch (part.Name)
        {
            case TimePart.Text or TimePart.Space: text.Append(part.Literal); return true;
            case "Y": return Year(date.Year);
            case "G": return Year(date.IsoYear);
            case "C": return Number((date.Year - (int)CalendarDate.Modulo(date.Year, 100)) / 100, 2);
            case "y": return Number(CalendarDate.Modulo(date.Year, 100), 2);
            case "g": return Number(CalendarDate.Modulo(date.IsoYear, 100), 2);
            case "q": return Number((date.Month + 2) / 3, 1);
            case "m": return Number(date.Month, 2);
            case "d": return Number(date.Day, 2);
            case "e": return Number(date.Day, 2, ' ');
            case "j": return Number(date.DayOfYear, 3);
            case "U": return Number(date.WeekFromSunday, 2);
            case "W": return Number(date.WeekFromMonday, 2);
            case "V": return Number(date.IsoWeek, 2);
            case "u": return Number(date.IsoWeekday, 1);
            case "w": return Number(date.Weekday, 1);
            case "H": return Number(t.Hour, 2);
            case "k": return Number(t.Hour, 2, ' ');
            case "I": return Number(hour12, 2);
            case "l": return Number(hour12, 2, ' ');
            case "M": return Number(t.Minute, 2);
            case "S": return Number(t.Second, 2);
            case "s": return Number(t.Seconds, 1);
            case "f": return Number(nanoseconds, 9);
            case "b": return Add(TimeNames.Months[date.Month - 1][..3]);
            case "B": return Add(TimeNames.Months[date.Month - 1]);
            case "a": return Add(TimeNames.Weekdays[date.Weekday][..3]);
            case "A": return Add(TimeNames.Weekdays[date.Weekday]);
            case "p": return Add(t.Hour < 12 ? "AM" : "PM");
            case "P": return Add(t.Hour < 12 ? "am" : "pm");
            case "Z": return Add("UTC");
            case "z": return Add("+0000");
            case ":z": return Add("+00:00");
            case "::z": return Add("+00:00:00");
            case ":::z": return Add("+00");
            case ".f": return Add(Fraction(nanoseconds));
            case ".3f" or ".6f" or ".9f": return Add("." + Digits(nanoseconds, part.Name[1] - '0'));
            case "3f" or "6f" or "9f": return Add(Digits(nanoseconds, part.Name[0] - '0'));
            case "+": return Add(Format(t, "%Y-%m-%dT%H:%M:%S%.f%:z")!);
            default: return false;
        }

        bool Add(string s)
        {
            text.Append(s);
            return true;
        }

        bool Number(long value, int width, char fill = '0')
        {
            if (part.Padding != Padding.Default) fill = part.Padding == Padding.Space ? ' ' : '0';
            var digits = value.ToString(CultureInfo.InvariantCulture);
            return Add(part.Padding == Padding.None ? digits : digits.PadLeft(width, fill));
        }

        // Years of more than four digits, and those before the year 0, show their sign.
        bool Year(int year)
        {
            if (year is >= 0 and <= 9999) return Number(year, 4);
            var digits = Math.Abs(year).ToString(CultureInfo.InvariantCulture);
            var sign = year < 0 ? "-" : "+";
            return Add(part.Padding switch
            {
                Padding.None => sign + digits,
                Padding.Space => (sign + digits).PadLeft(5),
                _ => sign + digits.PadLeft(4, '0'),
            });
        }
    }

    private static string Digits(int nanoseconds, int count) => nanoseconds.ToString("D9", CultureInfo.InvariantCulture)[..count];

    private static string Fraction(int nanoseconds) => nanoseconds == 0 ? ""
        : "." + Digits(nanoseconds, nanoseconds % 1_000_000 == 0 ? 3 : nanoseconds % 1000 == 0 ? 6 : 9);
}
