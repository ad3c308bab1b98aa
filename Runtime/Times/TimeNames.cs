namespace Sema.Runtime.Times;

/// <summary>The English names of months and weekdays; each one's first three letters are its short form.</summary>
public static class TimeNames
{
    /// <summary>From January on.</summary>
    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>From Sunday on.</summary>
    public static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
}
