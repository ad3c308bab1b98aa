using System.Text.Json;
using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Language;

/// <summary>The examples of the language specification: a program each, with its value, output or error.</summary>
[TestFixture(BackEnd.Il, OptimizationLevel.Full)]
[TestFixture(BackEnd.Il, OptimizationLevel.None)]
[TestFixture(BackEnd.Interpreter, OptimizationLevel.Full)]
public sealed partial class LanguageTests(BackEnd backEnd, OptimizationLevel level)
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Language");

    private static readonly Dictionary<string, string> NotCovered = File.ReadAllLines(Path.Combine(Folder, "not-covered.tsv")).Skip(1)
        .Select(static l => l.Split('\t')).ToDictionary(static p => p[0], static p => p[1]);

    public sealed record Example(string kind, string source, string expected);

    private static IEnumerable<TestCaseData> Examples()
    {
        var sections = JsonSerializer.Deserialize<Dictionary<string, Example[]>>(File.ReadAllText(Path.Combine(Folder, "examples.json")))!;
        foreach (var (section, examples) in sections)
            for (var i = 0; i < examples.Length; i++)
            {
                var name = $"{section}#{i + 1}";
                var data = new TestCaseData(examples[i]).SetArgDisplayNames(name);
                yield return NotCovered.TryGetValue(name, out var reason) ? data.Ignore(reason) : data;
            }
    }

    [TestCaseSource(nameof(Examples))]
    public void Program_does_what_the_specification_says(Example example)
    {
        var result = Programs.Run(example.source, backEnd, level);
        var error = result.Error?.Split('\n')[0];
        switch (example.kind)
        {
            case "value":
                Assert.That(error, Is.Null);
                Assert.That(Normal(result.Value!), Is.EqualTo(example.expected));
                break;
            case "error":
                Assert.That(error, Is.EqualTo(example.expected));
                break;
            default:
                var shown = string.Join('⏎', result.Output) + (error is null ? "" : " ✗ " + error);
                Assert.That(shown.Trim(), Is.EqualTo(example.expected));
                break;
        }
    }

    /// <summary>The specification writes values on one line, and generated names with N for their number.</summary>
    private static string Normal(string value) => GensymNumber().Replace(Break().Replace(value, " "), "p__N");

    [GeneratedRegex("\n *")]
    private static partial Regex Break();

    [GeneratedRegex("^p__1$")]
    private static partial Regex GensymNumber();
}
