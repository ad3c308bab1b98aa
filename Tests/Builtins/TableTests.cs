using System.Text.Json;
using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Builtins;

/// <summary>
/// The verified examples of the specification's builtin tables, a file a group: a value, or an error with its hint. An example
/// with a <c>skip</c> is not run, for the reason that stands there.
/// </summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed partial class TableTests(BackEnd backEnd)
{
    public sealed record Example(string source, string expected, string? skip);

    private static IEnumerable<TestCaseData> Examples()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Builtins", "Tables")).Order(StringComparer.Ordinal))
        {
            var examples = JsonSerializer.Deserialize<Example[]>(File.ReadAllText(file))!;
            for (var i = 0; i < examples.Length; i++)
            {
                var data = new TestCaseData(examples[i]).SetArgDisplayNames($"{Path.GetFileNameWithoutExtension(file)}#{i + 1}");
                yield return examples[i].skip is { } reason ? data.Ignore(reason) : data;
            }
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void Example_gives_what_the_table_says(Example example)
    {
        var result = Programs.Run(example.source, backEnd);
        var lines = result.Error?.Split('\n') ?? [];
        var hint = lines.FirstOrDefault(static l => l.StartsWith("  hint: ", StringComparison.Ordinal));
        string?[] accepted =
            [InOneLine(lines), result.Value is { } value ? Break().Replace(value, " ") : null, lines.FirstOrDefault(), hint is null ? null : $"{lines[0]} (hint: {hint[8..]})"];
        Assert.That(accepted, Does.Contain(example.expected));
    }

    /// <summary>An error of several lines as the tables write it: without the frames of the stack trace.</summary>
    private static string InOneLine(string[] lines)
    {
        var text = string.Join(" ⏎ ", lines.Select(static l => l.Trim()).Where(static l => l.Length > 0 && !Frame().IsMatch(l)));
        return text.LastIndexOf(" ⏎ hint: ", StringComparison.Ordinal) is > 0 and var hint ? $"{text[..hint]} (hint: {text[(hint + 9)..]})" : text;
    }

    [GeneratedRegex(@"^at .+ \(.*\)$")]
    private static partial Regex Frame();

    /// <summary>The tables write values on one line.</summary>
    [GeneratedRegex("\n *")]
    private static partial Regex Break();
}
