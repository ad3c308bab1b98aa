using System.Text.Json;
using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Reference;

/// <summary>What a program did: its value, or its error as it is rendered; its output in any case.</summary>
public sealed partial record ReferenceAnswer(string? value, IReadOnlyList<string> output, string? error)
{
    /// <summary>An answer as the reference's runner writes it; nil is null there.</summary>
    public static ReferenceAnswer Parse(string json)
    {
        var answer = JsonSerializer.Deserialize<ReferenceAnswer>(json)!;
        return Of(answer.value, answer.output, answer.error);
    }

    public static ReferenceAnswer Of(ProgramCase result) => Of(result.Value, result.Output, result.Error);

    private static ReferenceAnswer Of(string? value, IReadOnlyList<string> output, string? error)
    {
        var numbers = new Dictionary<string, string>();
        return new ReferenceAnswer(error is null ? Generated(value ?? "nil", numbers) : null, [.. string.Join('\n', output.Select(l => Generated(l, numbers))).Split('\n').Where((l, i) => i > 0 || output.Count > 0)], Generated(error, numbers));
    }

    /// <summary>
    /// Whether the other did the same. Where the reference knows places, stack traces agree in the names of their frames and the
    /// lines: its column is often that of an operand, or of the form before; and it does not show what is below a builtin that calls
    /// back (§8.1), so its trace may be the shorter one.
    /// </summary>
    public bool Agrees(ReferenceAnswer ours)
    {
        if (value != ours.value || !output.SequenceEqual(ours.output)) return false;
        if (error is null || ours.error is null) return error == ours.error;
        var theirs = Frames(error, out var theirText);
        var own = Frames(ours.error, out var ownText);
        return theirText == ownText && (theirs.TrueForAll(static f => f.Line is null) || (theirs.Count <= own.Count
            && theirs.Zip(own).All(static f => f.First.Name == f.Second.Name && (f.First.Line is null || f.Second.Line is null || f.First.Line == f.Second.Line))));
    }

    /// <summary>Whether the whole rendering is the same, columns included.</summary>
    public bool IsIdentical(ReferenceAnswer ours) => Agrees(ours) && error == ours.error;

    public override string ToString() => string.Join('⏎', output) + (output.Count > 0 ? " ⇒ " : "") + (error is null ? value : "✗ " + error.Replace("\n", " / "));

    /// <summary>The frames of a rendered error; the rest of it, message and hint, is given apart.</summary>
    private static List<(string Name, string? Line)> Frames(string error, out string text)
    {
        var frames = new List<(string, string?)>();
        var rest = new List<string>();
        foreach (var line in error.Split('\n'))
        {
            if (Frame().Match(line) is { Success: true } frame) frames.Add((frame.Groups["name"].Value, frame.Groups["line"] is { Success: true } l ? l.Value : null));
            else rest.Add(line);
        }
        text = string.Join('\n', rest);
        return frames;
    }

    [GeneratedRegex(@"^  at (?<name>\S*)( \((?<file>[^()]*):(?<line>[0-9]+):[0-9]+\))?$")]
    private static partial Regex Frame();

    /// <summary>Generated names with numbers that start at 1: the count goes on from program to program.</summary>
    private static string? Generated(string? text, Dictionary<string, string> numbers) => text is null ? null : GeneratedName().Replace(text, m =>
    {
        if (!numbers.TryGetValue(m.Value, out var name)) numbers.Add(m.Value, name = $"__{numbers.Count + 1}");
        return name;
    });

    [GeneratedRegex("__[0-9]+")]
    private static partial Regex GeneratedName();
}
