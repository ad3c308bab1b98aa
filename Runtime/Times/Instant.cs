namespace Sema.Runtime.Times;

/// <summary>A moment in UTC: whole seconds since 1970, and nanoseconds on top of them.</summary>
public readonly record struct Instant(long Seconds, int Nanoseconds)
{
    private const long SecondsPerDay = 86400;

    /// <summary>The moments of the years that <see cref="CalendarDate"/> knows.</summary>
    private const long MinSeconds = -8334601228800, MaxSeconds = 8210266876799;

    public CalendarDate Date => new((Seconds - SecondOfDay) / SecondsPerDay);

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    /// <summary>Seconds since midnight.</summary>
    public int SecondOfDay => (int)CalendarDate.Modulo(Seconds, SecondsPerDay);

    /// <summary>The moment at so many seconds since midnight of a day.</summary>
    public static Instant At(CalendarDate date, int secondOfDay) => new(date.DayNumber * SecondsPerDay + secondOfDay, 0);

    /// <summary>The moment of a timestamp; false for one beyond the calendar, or no number.</summary>
    public static bool TryCreate(double timestamp, out Instant instant)
    {
        instant = default;
        if (!(timestamp >= MinSeconds && timestamp < MaxSeconds + 1.0)) return false;
        var seconds = Math.Floor(timestamp);
        instant = new Instant((long)seconds, (int)Math.Min(999_999_999, (timestamp - seconds) * 1e9));
        return true;
    }
}
