using Sema.Compiler.Diagnostics;
using Sema.Compiler.Optimization;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary>What one program of a batch did: its value in pretty form, its output as lines, its rendered error.</summary>
public sealed record ProgramCase(string? Value, IReadOnlyList<string> Output, string? Error)
{
    /// <summary>Compiles and runs a text as a fresh program, which finds nothing on its standard input.</summary>
    /// <param name="text">The program.</param>
    /// <param name="workingDirectory">Where its relative paths start; null for this process's directory.</param>
    /// <param name="sandbox">What it may not do; null for nothing.</param>
    /// <param name="input">Its standard input; null for an empty one.</param>
    /// <param name="backEnd">What runs it.</param>
    /// <param name="level">What the optimizer does.</param>
    public static ProgramCase Run(
        string text, string? workingDirectory = null, Sandbox? sandbox = null, TextReader? input = null, BackEnd backEnd = BackEnd.Il,
        OptimizationLevel level = OptimizationLevel.Full) =>
        Run(new SourceText(text), workingDirectory, sandbox, input, backEnd, level);

    /// <summary>As <see cref="Run(string, string?, Sandbox?, TextReader?, BackEnd, OptimizationLevel)"/>, for a text that may be a file that imports others.</summary>
    public static ProgramCase Run(
        SourceText source, string? workingDirectory = null, Sandbox? sandbox = null, TextReader? input = null, BackEnd backEnd = BackEnd.Il,
        OptimizationLevel level = OptimizationLevel.Full)
    {
        using var output = new StringWriter();
        var outer = SemaContext.Current;
        SemaContext.Current = new SemaContext
        {
            Output = output,
            Error = output,
            Input = input ?? TextReader.Null,
            Evaluator = new RuntimeEvaluator(),
            ProgramDirectory = Path.GetDirectoryName(source.Path),
            WorkingDirectory = workingDirectory,
            Sandbox = sandbox ?? Sandbox.None,
            SharesProcess = true,
        };
        try
        {
            var compilation = new Compilation(source) { Level = level };
            if (compilation.Resolve() is not { } program)
                return new ProgramCase(null, Lines(output), Render(compilation.Diagnostics.Items.First(static d => d.Severity == Severity.Error)));
            var value = UnitLoader.Run(program, new Namespace(), backEnd);
            return new ProgramCase(PrettyPrinter.Format(value), Lines(output), null);
        }
        catch (SemaException e)
        {
            return new ProgramCase(null, Lines(output), ErrorText.Render(e));
        }
        catch (ProgramExit e)
        {
            return new ProgramCase(null, Lines(output), $"exit {e.Code}");
        }
        finally
        {
            SemaContext.Current = outer;
            InterpretedFrame.Innermost = null;
        }
    }

    /// <summary>A compile-time error as the reference renders it (§8.1): message, place, hint.</summary>
    private static string Render(Diagnostic diagnostic)
    {
        var at = (diagnostic.FormAt ?? diagnostic.Where).Start;
        var place = $"{diagnostic.Where.Source.Name}:{at.Line}:{at.Column}";
        var frame = diagnostic.Form is { } form ? $"{form} ({place})" : place;
        return $"{diagnostic.Message}\n  at {frame}" + (diagnostic.Hint is { } hint ? $"\n  hint: {hint}" : "");
    }

    private static string[] Lines(StringWriter output)
    {
        var text = output.ToString();
        if (text.Length == 0) return [];
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
