namespace Sema.Runtime.Times;

/// <summary>What a text said about a moment, field by field. A field told twice must be told the same.</summary>
public sealed class TimeFields
{
    public long? Year, Century, YearOfCentury, IsoYear, IsoYearOfCentury, Quarter, Month, Day, DayOfYear, Weekday;
    public long? WeekFromSunday, WeekFromMonday, IsoWeek, Half, HourOfHalf, Minute, Second, Nanosecond, Timestamp;

    /// <summary>Sets a field.</summary>
    /// <exception cref="TimeParseException">The value is out of range, or another than before.</exception>
    public void Set(ref long? field, long value, long min, long max)
    {
        InRange(value, min, max);
        if (field is { } before && before != value) throw Impossible();
        field = value;
    }

    /// <summary>The value itself, when it lies between the bounds.</summary>
    public static long InRange(long value, long min, long max) => value >= min && value <= max ? value : throw OutOfRange();

    /// <summary>The moment that the fields tell: by a timestamp, or by a date and a time that are both complete.</summary>
    /// <exception cref="TimeParseException">They tell none, or contradict each other.</exception>
    public Instant Resolve()
    {
        if (Timestamp is { } timestamp)
        {
            if (!Instant.TryCreate(timestamp, out var stamped)) throw OutOfRange();
            Require(Agrees(stamped.Date) && AgreesInTime(stamped));
            return stamped;
        }
        var date = Date();
        Require(Agrees(date));
        return Instant.At(date, SecondOfDay());
    }

    internal static TimeParseException OutOfRange() => new("input is out of range");

    private static TimeParseException Impossible() => new("no possible date and time matching input");

    private static TimeParseException NotEnough() => new("input is not enough for unique date and time");

    private static void Require(bool isConsistent)
    {
        if (!isConsistent) throw Impossible();
    }

    private CalendarDate Date()
    {
        var year = WholeYear(Year, Century, YearOfCentury);
        var isoYear = WholeYear(IsoYear, null, IsoYearOfCentury);
        if (year is { } y)
        {
            if (Month is { } month && Day is { } day)
                return CalendarDate.TryCreate(y, (int)month, (int)day, out var date) ? date : throw OutOfRange();
            if (y is < CalendarDate.MinYear or > CalendarDate.MaxYear) throw OutOfRange();
            var first = new CalendarDate(CalendarDate.FirstOf(y));
            if (DayOfYear is { } ordinal) return InYear(first, ordinal - 1);
            if (WeekFromSunday is { } sundays && Weekday is { } weekday)
                return InYear(first, 7 * sundays - first.Weekday + weekday - (first.Weekday == 0 ? 7 : 0));
            if (WeekFromMonday is { } mondays && Weekday is { } isoDay)
                return InYear(first, 7 * mondays - (first.IsoWeekday - 1) + (isoDay + 6) % 7 - (first.IsoWeekday == 1 ? 7 : 0));
        }
        if (isoYear is { } iso && IsoWeek is { } week && Weekday is { } dayOfWeek)
        {
            if (!CalendarDate.TryCreate(iso, 1, 4, out var fourth)) throw OutOfRange();
            var date = new CalendarDate(fourth.DayNumber - (fourth.IsoWeekday - 1) + 7 * (week - 1) + (dayOfWeek + 6) % 7);
            return date.IsoYear == iso ? date : throw OutOfRange();
        }
        throw NotEnough();
    }

    private static CalendarDate InYear(CalendarDate first, long offset)
    {
        var date = new CalendarDate(first.DayNumber + offset);
        return date.Year == first.Year ? date : throw OutOfRange();
    }

    private static long? WholeYear(long? year, long? century, long? yearOfCentury)
    {
        if (year is { } y)
        {
            Require((century ?? yearOfCentury) is null || y >= 0);
            Require((century ?? y / 100) == y / 100 && (yearOfCentury ?? y % 100) == y % 100);
            return y;
        }
        if (yearOfCentury is not { } rest) return century is null ? null : throw NotEnough();
        return century is { } c ? c * 100 + rest : rest + (rest < 70 ? 2000 : 1900);
    }

    private bool Agrees(CalendarDate date) =>
        Same(Year, date.Year) && Same(Century, date.Year / 100) && Same(YearOfCentury, date.Year % 100)
        && Same(IsoYear, date.IsoYear) && Same(IsoYearOfCentury, date.IsoYear % 100)
        && Same(Quarter, (date.Month + 2) / 3) && Same(Month, date.Month) && Same(Day, date.Day) && Same(DayOfYear, date.DayOfYear)
        && Same(Weekday, date.Weekday) && Same(WeekFromSunday, date.WeekFromSunday)
        && Same(WeekFromMonday, date.WeekFromMonday) && Same(IsoWeek, date.IsoWeek);

    private bool AgreesInTime(Instant time) =>
        Same(Half, time.Hour / 12) && Same(HourOfHalf, time.Hour % 12) && Same(Minute, time.Minute) && Same(Second, time.Second);

    private static bool Same(long? field, long value) => field is null || field == value;

    /// <summary>Seconds may lack; the leap second counts as the one before it.</summary>
    private int SecondOfDay()
    {
        if (Half is not { } half || HourOfHalf is not { } hour || Minute is not { } minute) throw NotEnough();
        if (Second is null && Nanosecond is not null) throw NotEnough();
        return (int)((half * 12 + hour) * 3600 + minute * 60 + Math.Min(Second ?? 0, 59));
    }
}
