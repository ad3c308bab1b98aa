using System.Text.Json;
using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Reference;

/// <summary>What a program did: its value, or its error as it is rendered; its output in any case.</summary>
public sealed partial record ReferenceAnswer(string? value, IReadOnlyList<string> output, string? error)
{
    /// <summary>An answer as the reference's runner writes it: it gives a value beside an error too.</summary>
    public static ReferenceAnswer Parse(string json)
    {
        var answer = JsonSerializer.Deserialize<ReferenceAnswer>(json)!;
        return Of(answer.error is null ? answer.value : null, answer.output, answer.error);
    }

    public static ReferenceAnswer Of(ProgramCase result) => Of(result.Value, result.Output, result.Error);

    private static ReferenceAnswer Of(string? value, IReadOnlyList<string> output, string? error)
    {
        var numbers = new Dictionary<string, string>();
        return new ReferenceAnswer(Generated(value, numbers), [.. output.Select(l => Generated(l, numbers)!)], Generated(error, numbers));
    }

    /// <summary>
    /// Whether the other did the same. Of the stack trace that is every frame's name, and its place where the reference has
    /// one: it has none for forms that its expander rebuilds (§8.1).
    /// </summary>
    public bool Agrees(ReferenceAnswer ours)
    {
        if (value != ours.value || !output.SequenceEqual(ours.output)) return false;
        if (error is null || ours.error is null) return error == ours.error;
        var theirLines = error.Split('\n');
        var ourLines = ours.error.Split('\n');
        return theirLines.Length == ourLines.Length
            && theirLines.Zip(ourLines).All(static p => p.First == p.Second || (IsPlaceless(p.First) && p.Second.StartsWith(p.First + " (", StringComparison.Ordinal)));
    }

    public override string ToString() => string.Join('⏎', output) + (output.Count > 0 ? " ⇒ " : "") + (error is null ? value : "✗ " + error.Replace("\n", " / "));

    private static bool IsPlaceless(string line) => line.StartsWith("  at ", StringComparison.Ordinal) && !line.EndsWith(')');

    /// <summary>Generated names with numbers that start at 1: the count goes on from program to program.</summary>
    private static string? Generated(string? text, Dictionary<string, string> numbers) => text is null ? null : GeneratedName().Replace(text, m =>
    {
        if (!numbers.TryGetValue(m.Value, out var name)) numbers.Add(m.Value, name = $"__{numbers.Count + 1}");
        return name;
    });

    [GeneratedRegex("__[0-9]+")]
    private static partial Regex GeneratedName();
}
