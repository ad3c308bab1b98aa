using System.Text.Json;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Builtins;

/// <summary>The verified examples of the builtin tables: a value, or an error with its hint.</summary>
[TestFixture]
public sealed class TableTests
{
    /// <summary>The examples that differences.md overrules, by source, with the number of the difference.</summary>
    private static readonly Dictionary<string, int> Overruled = new() { ["(apply + (list 1 \"a\"))"] = 14 };

    public sealed record Example(string source, string expected);

    private static IEnumerable<TestCaseData> Examples()
    {
        var examples = JsonSerializer.Deserialize<Example[]>(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Builtins", "math.json")))!;
        for (var i = 0; i < examples.Length; i++)
        {
            var data = new TestCaseData(examples[i]).SetArgDisplayNames($"math#{i + 1}");
            yield return Overruled.TryGetValue(examples[i].source, out var difference) ? data.Ignore($"difference {difference}") : data;
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void Example_gives_what_the_table_says(Example example)
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(example.source));
        var lines = result.Error?.Split('\n') ?? [];
        var hint = lines.FirstOrDefault(static l => l.StartsWith("  hint: ", StringComparison.Ordinal));
        string?[] accepted = [result.Value, lines.FirstOrDefault(), hint is null ? null : $"{lines[0]} (hint: {hint[8..]})"];
        Assert.That(accepted, Does.Contain(example.expected));
    }
}
