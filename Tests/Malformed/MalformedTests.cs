using System.Text.Json;
using Sema.Compiler;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Malformed;

/// <summary>
/// Programs that do not compile. <c>error</c> is the reference's whole rendering; where the reference gives no position, or
/// a coarser one, <c>message</c> is its first line. Each must also be a diagnostic with a place inside the text.
/// </summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed class MalformedTests(BackEnd backEnd)
{
    public sealed record Program(string source, string? error, string? message);

    private static IEnumerable<TestCaseData> Cases() => JsonSerializer
        .Deserialize<Program[]>(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Malformed", "programs.json")))!
        .Select(static (p, i) => new TestCaseData(p).SetArgDisplayNames($"#{i + 1}"));

    [TestCaseSource(nameof(Cases))]
    public void Malformed_program_is_reported(Program program)
    {
        var result = Programs.Run(program.source, backEnd);
        if (program.error is not null) Assert.That(result.Error, Is.EqualTo(program.error));
        else Assert.That(result.Error?.Split('\n')[0], Is.EqualTo(program.message));
    }

    [TestCaseSource(nameof(Cases))]
    public void Malformed_program_has_a_positioned_diagnostic(Program program)
    {
        var compilation = new Compilation(new SourceText(program.source));
        StackGuard.RunOnLargeStack(() => compilation.Emit("malformed", hasEntryPoint: true));
        // The one other way out is a condition when the program runs: the error of a call that can be made.
        if (compilation.Diagnostics.Items.Count == 0) return;
        Assert.That(compilation.Diagnostics.HasErrors);
        Assert.That(compilation.Diagnostics.Items, Has.All.Matches<Diagnostic>(d => d!.Where.Span.Start >= 0 && d.Where.Span.End <= program.source.Length));
    }

    [Test]
    public void Endless_nesting_is_an_error_soon()
    {
        var compilation = new Compilation(new SourceText(new string('(', 50_000_000)));
        StackGuard.RunOnLargeStack(() => compilation.Emit("nesting", hasEntryPoint: true));
        Assert.That(compilation.Diagnostics.Items[0].Message, Does.StartWith("input nested too deeply"));
    }

    [Test]
    public void Ten_thousand_levels_of_nesting_compile()
    {
        var text = string.Concat(Enumerable.Repeat("(+ 1 ", 10_000)) + "0" + new string(')', 10_000);
        var result = Programs.Run(text, backEnd);
        Assert.That(result.Value, Is.EqualTo("10000"));
    }
}
