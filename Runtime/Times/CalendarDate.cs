namespace Sema.Runtime.Times;

/// <summary>
/// A day of the proleptic Gregorian calendar, by its number since 1970-01-01. Years go far beyond those of
/// <see cref="DateTime"/>: from -262143 to 262142.
/// </summary>
public readonly struct CalendarDate : IEquatable<CalendarDate>
{
    /// <summary>The first year.</summary>
    public const int MinYear = -262143;

    /// <summary>The last year.</summary>
    public const int MaxYear = 262142;

    private const int DaysPerEra = 146097;

    /// <summary>The date of a day number.</summary>
    public CalendarDate(long dayNumber)
    {
        DayNumber = dayNumber;
        // Eras of 400 years whose years begin on 1 March, so that the leap day is the last of a year.
        var shifted = dayNumber + 719468;
        var era = Math.DivRem(shifted, DaysPerEra, out var dayOfEra);
        if (dayOfEra < 0)
        {
            era--;
            dayOfEra += DaysPerEra;
        }
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var month = (5 * dayOfYear + 2) / 153;
        Day = (int)(dayOfYear - (153 * month + 2) / 5 + 1);
        Month = (int)(month < 10 ? month + 3 : month - 9);
        Year = (int)(yearOfEra + era * 400) + (Month <= 2 ? 1 : 0);
    }

    /// <summary>Days since 1970-01-01.</summary>
    public long DayNumber { get; }

    public int Year { get; }

    /// <summary>1…12.</summary>
    public int Month { get; }

    /// <summary>1…31.</summary>
    public int Day { get; }

    /// <summary>1…366.</summary>
    public int DayOfYear => (int)(DayNumber - FirstOf(Year)) + 1;

    /// <summary>0 for Sunday … 6.</summary>
    public int Weekday => (int)Modulo(DayNumber + 4, 7);

    /// <summary>1 for Monday … 7.</summary>
    public int IsoWeekday => Weekday == 0 ? 7 : Weekday;

    /// <summary>The week of the year when weeks begin on Sunday; 0 before the first Sunday.</summary>
    public int WeekFromSunday => (DayOfYear + 6 - Weekday) / 7;

    /// <summary>The week of the year when weeks begin on Monday; 0 before the first Monday.</summary>
    public int WeekFromMonday => (DayOfYear + 7 - IsoWeekday) / 7;

    /// <summary>The year that most of the week of ISO 8601 lies in: that of its Thursday.</summary>
    public int IsoYear => Thursday.Year;

    /// <summary>The week of ISO 8601, 1…53.</summary>
    public int IsoWeek => (Thursday.DayOfYear + 6) / 7;

    private CalendarDate Thursday => new(DayNumber + 4 - IsoWeekday);

    /// <summary>The date of a year, month and day; false when there is none.</summary>
    public static bool TryCreate(long year, int month, int day, out CalendarDate date)
    {
        date = default;
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day is < 1 or > 31) return false;
        var first = month > 2 ? year : year - 1;
        var era = (first - Modulo(first, 400)) / 400;
        var yearOfEra = first - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        date = new CalendarDate(era * DaysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468);
        return date.Month == month && date.Day == day;
    }

    /// <summary>The day number of 1 January.</summary>
    public static long FirstOf(long year) => TryCreate(year, 1, 1, out var first) ? first.DayNumber : throw new ArgumentOutOfRangeException(nameof(year));

    /// <summary>The remainder that is never negative.</summary>
    public static long Modulo(long value, long modulus) => value % modulus is var r && r < 0 ? r + modulus : r;

    /// <inheritdoc/>
    public bool Equals(CalendarDate other) => DayNumber == other.DayNumber;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CalendarDate other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => DayNumber.GetHashCode();
}
