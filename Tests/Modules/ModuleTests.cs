using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Tests.Modules;

/// <summary>
/// Programs of several files (§7), each run in two ways: its imports linked by the compiler, and all of them found at run time.
/// The examples stand in examples.sema: <c>;;;;</c> begins one, then come its files, its units and what the units yield.
/// </summary>
[TestFixture]
public sealed class ModuleTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("semac").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    public sealed record Part(string Kind, string Name, string Text);

    private static IEnumerable<(string Name, Part[] Parts)> All() =>
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Modules", "examples.sema")).Split(";;;; ").Skip(1)
            .Select(static example =>
            {
                var lines = example.Split('\n', 2);
                var parts = lines[1].Split("\n;; ").Select(static p => p.TrimStart('\n', ';', ' ').Split('\n', 2));
                return (lines[0], parts.Select(static p =>
                {
                    var title = p[0].Split(' ');
                    return new Part(title[0], title.Length > 1 ? title[1] : "", p.Length > 1 ? p[1] : "");
                }).ToArray());
            });

    private static IEnumerable<TestCaseData> Cases(string otherMode) => All().Where(e => e.Parts.All(p => p.Kind != otherMode))
        .Select(static e => new TestCaseData((object)e.Parts).SetArgDisplayNames(e.Name));

    private static IEnumerable<TestCaseData> Linked() => Cases("unlinked");

    private static IEnumerable<TestCaseData> AtRunTime() => Cases("linked");

    private void WriteFiles(IEnumerable<Part> parts)
    {
        foreach (var part in parts.Where(static p => p.Kind == "file"))
        {
            var path = Path.Combine(_folder, part.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, part.Text);
        }
        Directory.CreateDirectory(Path.Combine(_folder, "lib"));
    }

    private SourceText Main(string text) => new(text, "main.sema") { Path = Path.Combine(_folder, "main.sema") };

    private static string Expected(string text, string mark) =>
        text.Split('\n').FirstOrDefault(l => l.StartsWith("; " + mark, StringComparison.Ordinal))?[4..] ?? "";

    private static void Check(Part unit, string? value, string? error, string output)
    {
        Assert.That(error?.Split('\n')[0] ?? "", Is.EqualTo(Expected(unit.Text, "✗")));
        if (error is null) Assert.That(value, Is.EqualTo(Expected(unit.Text, "⇒")));
        Assert.That(output, Is.EqualTo(Expected(unit.Text, "▷")));
    }

    /// <summary>Here all units are one program, so a unit must not depend on where another ends.</summary>
    [TestCaseSource(nameof(Linked))]
    public void Linked_by_the_compiler(Part[] parts)
    {
        WriteFiles(parts);
        var units = parts.Where(static p => p.Kind is "main" or "next").ToArray();
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(Main(string.Join('\n', units.Select(static u => u.Text)))));
        Check(units[^1], result.Value, result.Error, string.Join('⏎', result.Output));
    }

    [TestCaseSource(nameof(AtRunTime))]
    public void Found_at_run_time(Part[] parts)
    {
        WriteFiles(parts);
        var evaluator = new RuntimeEvaluator();
        var globals = new Namespace();
        foreach (var unit in parts.Where(static p => p.Kind is "main" or "next"))
        {
            string? value = null, error = null;
            using var output = new StringWriter();
            StackGuard.RunOnLargeStack(() =>
            {
                SemaContext.Current = new SemaContext { Output = output, Error = output, Evaluator = evaluator, ProgramDirectory = _folder };
                try
                {
                    var program = RuntimeEvaluator.Unit(Main(unit.Text), globals).Resolve()!;
                    value = Printer.Write(UnitLoader.Run(program, globals, BackEnd.Il));
                }
                catch (SemaException e)
                {
                    error = ErrorText.Render(e);
                }
            });
            Check(unit, value, error, output.ToString().TrimEnd('\n').Replace('\n', '⏎'));
        }
    }
}
