using System.Globalization;
using System.Text;

namespace Sema.Benchmarks;

/// <summary>The tables of all measurements, in Markdown.</summary>
internal sealed class Report(Options options, List<BenchmarkProgram> programs, List<Implementation> implementations)
{
    private readonly Dictionary<(string Program, string Implementation), List<Measurement>> _runs = [];

    /// <summary>What went wrong, a line each.</summary>
    public List<string> Failures { get; } = [];

    public void Add(string program, string implementation, Measurement run)
    {
        if (!_runs.TryGetValue((program, implementation), out var runs)) _runs[(program, implementation)] = runs = [];
        runs.Add(run);
    }

    /// <summary>Takes the runs of a program out that failed once: they are not compared.</summary>
    public void Fail(string program, string implementation, string failure)
    {
        _runs.Remove((program, implementation));
        Failures.Add($"{program}, {implementation}: {failure.ReplaceLineEndings(" ")}");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{(options.Small ? "Small sizes: no measurement. " : "")}{options.Runs} interleaved runs of each program; {Environment.ProcessorCount} cores.\n");
        foreach (var implementation in implementations) text.AppendLine($"- {implementation.Name}: {implementation.Version(options.Semac)}");
        Table(text, "Median user CPU, ms", run => run.UserSeconds * 1000);
        Table(text, "Median wall time, ms", run => run.WallSeconds * 1000);
        Table(text, "Median peak resident memory, MB", run => run.Megabytes);
        foreach (var other in implementations.Where(i => i.Name is "chez" or "csharp")) Ratios(text, other.Name);
        if (Failures.Count > 0) text.AppendLine("\n### Failures\n");
        foreach (var failure in Failures) text.AppendLine("- " + failure);
        return text.ToString();
    }

    private double? Median(string program, string implementation, Func<Measurement, double> figure)
    {
        if (!_runs.TryGetValue((program, implementation), out var runs)) return null;
        var sorted = runs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private void Table(StringBuilder text, string title, Func<Measurement, double> figure)
    {
        Head(text, title);
        foreach (var program in programs) Row(text, program.Name, implementations.Select(i => Cell(Median(program.Name, i.Name, figure), "F0")));
    }

    /// <summary>Ratios of user CPU; programs that only start count in no mean.</summary>
    private void Ratios(StringBuilder text, string other)
    {
        Head(text, $"Ratio of median user CPU to {other}, start-up included (below 1 is faster)");
        var ratios = implementations.ToDictionary(i => i.Name, _ => new List<double>());
        foreach (var program in programs)
            Row(text, program.Name, implementations.Select(i =>
            {
                var ratio = Median(program.Name, i.Name, User) / Median(program.Name, other, User);
                if (ratio is { } known && !program.IsStartUp) ratios[i.Name].Add(known);
                return Cell(ratio, "F2");
            }));
        Row(text, "**geometric mean**", implementations.Select(i =>
            ratios[i.Name] is { Count: > 0 } all ? $"**{Cell(Math.Exp(all.Average(Math.Log)), "F2")}** ({all.Count})" : "–"));

        static double User(Measurement run) => Math.Max(run.UserSeconds, 0.001);
    }

    private void Head(StringBuilder text, string title)
    {
        text.AppendLine($"\n### {title}\n");
        Row(text, "program", implementations.Select(i => i.Name));
        Row(text, "---", implementations.Select(_ => "---:"));
    }

    private static void Row(StringBuilder text, string first, IEnumerable<string> cells) => text.AppendLine($"| {first} | {string.Join(" | ", cells)} |");

    private static string Cell(double? value, string format) =>
        value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
