using System.Globalization;

namespace Sema.Benchmarks;

/// <summary>Compiles the programs of the suite with each implementation, runs them in turn and compares.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["--measure", var figures, var limit, var file, .. var rest])
        {
            Measurement.MeasureOnlyChild(figures, double.Parse(limit, CultureInfo.InvariantCulture), file, rest);
            return 0;
        }
        if (arguments.Contains("--help"))
        {
            Console.WriteLine(Options.Usage);
            return 0;
        }
        try
        {
            return Run(Options.Parse(arguments));
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"{e.Message}\n{Options.Usage}");
            return 64;
        }
    }

    private static int Run(Options options)
    {
        var programs = BenchmarkProgram.In(options.Suite, options.Only);
        var all = Implementation.All(options.Semac);
        if (options.Implementations?.FirstOrDefault(n => all.All(i => i.Name != n)) is { } unknown) throw new UsageException($"no implementation {unknown}");
        all.RemoveAll(i => options.Implementations?.Contains(i.Name) == false);
        foreach (var implementation in all.Where(i => i.Tool is null)) Console.Error.WriteLine($"{implementation.Name} is not installed");
        all.RemoveAll(i => i.Tool is null);

        var report = new Report(options, programs, all);
        var commands = Prepare(options, programs, all, report);
        foreach (var program in programs) Measure(options, program, all, commands, report);

        var text = report.ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(options.Report)!);
        File.WriteAllText(options.Report, text);
        Console.Write(text);
        Console.Error.WriteLine($"written to {options.Report}");
        return report.Failures.Count == 0 ? 0 : 1;
    }

    private static Dictionary<(string Program, string Implementation), Command> Prepare(
        Options options, List<BenchmarkProgram> programs, List<Implementation> implementations, Report report)
    {
        var data = Path.Combine(options.Work, options.Small ? "small" : "full", "data");
        Directory.CreateDirectory(data);
        foreach (var program in programs.Where(p => p.Name == "brc")) Stations.Write(Path.Combine(data, "measurements.txt"), program.Size(options.Small));

        var commands = new Dictionary<(string, string), Command>();
        foreach (var implementation in implementations)
        {
            Console.Error.WriteLine($"compiling for {implementation.Name}");
            var workshop = new Workshop(options, implementation);
            foreach (var program in programs)
                try
                {
                    if (program.Text(implementation.Extension, options.Small) is { } text)
                        commands[(program.Name, implementation.Name)] = implementation.Prepare(workshop, program.Name, text) with { Folder = data };
                }
                catch (PreparationException e)
                {
                    report.Fail(program.Name, implementation.Name, "not compiled: " + e.Message);
                }
        }
        return commands;
    }

    /// <summary>Runs a program by all implementations in turn, so that what else the machine does falls on all of them.</summary>
    private static void Measure(
        Options options, BenchmarkProgram program, List<Implementation> implementations, Dictionary<(string, string), Command> commands, Report report)
    {
        Console.Error.WriteLine($"running {program.Name}");
        string? expected = null;
        var failed = new HashSet<string>();
        for (var i = 0; i < options.Runs; i++)
            foreach (var implementation in implementations)
            {
                if (failed.Contains(implementation.Name) || !commands.TryGetValue((program.Name, implementation.Name), out var command)) continue;
                var run = Measurement.Of(command, options.Limit);
                if (run.Failure is null) expected ??= run.Output;
                if ((run.Failure ?? (run.Output == expected ? null : $"printed '{run.Output}', not '{expected}'")) is { } failure)
                {
                    failed.Add(implementation.Name);
                    report.Fail(program.Name, implementation.Name, failure);
                }
                else report.Add(program.Name, implementation.Name, run);
            }
    }
}
