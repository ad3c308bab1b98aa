using System.Runtime.CompilerServices;
using System.Diagnostics;
using System.Globalization;
using Sema.Runtime.Hosting;
using Sema.Runtime.Times;

namespace Sema.Runtime.Builtins;

/// <summary>The clock, dates as text and as parts, waiting (datetime.md). A timestamp is the number of seconds since 1970, in UTC.</summary>
[BuiltinGroup("datetime")]
public static class Clock
{
    [Builtin("time/now", Doc = "The time now as a timestamp with milliseconds.")]
    public static Value Now() => new(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);

    [Builtin("time-ms", "time/now-ms", Doc = "The milliseconds since 1970.")]
    public static Value NowInMilliseconds() => new(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    [Builtin("time/format", Parameters = "ts fmt", Doc = "The text of a timestamp by a strftime pattern.")]
    public static Value Format(Value ts, Value pattern)
    {
        var seconds = Seconds(ts);
        var format = StringBuiltins.Text(pattern);
        return TimeFormatter.Format(At(seconds), format) is { } text ? Value.FromString(text)
            : throw Raise.Eval($"time/format: invalid format string: {Printer.Write(pattern)}", Hint("time/format"));
    }

    [Builtin("time/parse", Parameters = "s fmt", Doc = "The timestamp that a text tells by a strftime pattern: date and time.")]
    public static Value Parse(Value s, Value pattern)
    {
        string text = StringBuiltins.Text(s), format = StringBuiltins.Text(pattern);
        try
        {
            return new Value((double)TimeParser.Parse(text, format).Seconds);
        }
        catch (TimeParseException error)
        {
            throw Raise.Eval($"time/parse: parse error: {error.Message}", Hint("time/parse"));
        }
    }

    [Builtin("time/date-parts", Parameters = "ts", Doc = "The map of :year :month :day :hour :minute :second :weekday.")]
    public static Value DateParts(Value ts)
    {
        var time = At(Seconds(ts));
        var date = time.Date;
        Map parts = SortedMap.Empty;
        Add("year", new Value(date.Year));
        Add("month", new Value(date.Month));
        Add("day", new Value(date.Day));
        Add("hour", new Value(time.Hour));
        Add("minute", new Value(time.Minute));
        Add("second", new Value(time.Second));
        Add("weekday", Value.FromString(TimeNames.Weekdays[date.Weekday]));
        return new Value((object)parts);

        void Add(string name, Value value) => parts = parts.With(new Value(Keyword.Intern(name)), value);
    }

    [Builtin("time/add", Parameters = "ts seconds", Doc = "The timestamp so many seconds later.")]
    public static Value Add(Value ts, Value seconds) => new(Seconds(ts) + Seconds(seconds));

    [Builtin("time/diff", Parameters = "a b", Doc = "The seconds from b to a.")]
    public static Value Difference(Value a, Value b) => new(Seconds(a) - Seconds(b));

    [Builtin("time", Parameters = "thunk", Doc = "What thunk returns; prints to standard error how long it took.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Time(Value thunk)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Callable.Argument(thunk).Invoke0();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("F3", CultureInfo.InvariantCulture);
        SemaContext.Current.Error.Write($"Elapsed: {elapsed}ms\n");
        return result;
    }

    [Builtin("time/ms", Parameters = "thunk", Doc = "The milliseconds that thunk took.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Milliseconds(Value thunk)
    {
        var start = Stopwatch.GetTimestamp();
        Callable.Argument(thunk).Invoke0();
        return new Value(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    [Builtin("sleep", Parameters = "ms", Doc = "Waits so many milliseconds; returns nil. A negative number waits not at all.")]
    public static void Sleep(Value ms)
    {
        var rest = Indices.Int(ms);
        SemaContext.Current.Output.Flush();
        for (; rest > 0; rest -= int.MaxValue) Thread.Sleep((int)Math.Min(rest, int.MaxValue));
    }

    private static double Seconds(Value ts) =>
        ts.IsFixnum ? ts.Bits : ts.IsFlonum ? ts.AsFlonum : throw Raise.Type("number", ts);

    private static Instant At(double timestamp) =>
        Instant.TryCreate(timestamp, out var instant) ? instant : throw Raise.Eval("time: invalid timestamp");

    private static string Hint(string name) => $"{name} uses chrono format specifiers like %Y-%m-%d %H:%M:%S "
        + "(see https://docs.rs/chrono/latest/chrono/format/strftime/index.html)";
}
