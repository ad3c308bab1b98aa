using Sema.Compiler.Evaluation;
using Sema.Compiler.Modules;
using Sema.Compiler.Optimization;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Cli;

/// <summary><c>semac run</c> and <c>semac eval</c>: compile in memory and run in this process.</summary>
internal static class RunCommand
{
    public static int Run(
        string file, IReadOnlyList<string> references, string[] arguments, Sandbox sandbox, CompileOptions options, BackEnd backEnd)
    {
        Enter([Environment.ProcessPath ?? "semac", file, .. arguments], sandbox, file);
        if (BuildCommand.References(references) is not { } libraries) return CommandLine.Usage;
        return BuildCommand.Resolve(file, libraries, options) is { } program
            ? Execute(program, backEnd, libraries, static _ => { })
            : CommandLine.DoesNotCompile;
    }

    public static int Evaluate(string text, bool isCompact, Sandbox sandbox, BackEnd backEnd, OptimizationLevel level)
    {
        Enter([], sandbox, null);
        var compilation = new Compilation(new SourceText(text)) { Level = level };
        var program = compilation.Resolve();
        DiagnosticRenderer.Write(compilation.Diagnostics, OutputFormat.Text);
        if (program is null) return CommandLine.DoesNotCompile;
        return Execute(program, backEnd, [], value =>
        {
            if (isCompact) StandardStreams.Output.WriteLine(Printer.Write(value));
            else if (!value.IsNil) StandardStreams.Output.WriteLine(PrettyPrinter.Format(value));
        });
    }

    /// <summary>The program's context; before it is compiled, for its macros run in the same sandbox.</summary>
    private static void Enter(string[] arguments, Sandbox sandbox, string? file) => SemaContext.Current = new SemaContext
    {
        Arguments = arguments,
        Evaluator = new RuntimeEvaluator(),
        ProgramDirectory = string.IsNullOrEmpty(file) ? null : Path.GetDirectoryName(Path.GetFullPath(file)),
        Sandbox = sandbox,
    };

    private static int Execute(ResolvedProgram program, BackEnd backEnd, IReadOnlyList<Library> libraries, Action<Value> show)
    {
        try
        {
            show(UnitLoader.Run(program, new Namespace(), backEnd, libraries));
            StandardStreams.Flush();
            return 0;
        }
        catch (SemaException e)
        {
            StandardStreams.TryFlush();
            StandardStreams.Error.WriteLine("Error: " + ErrorText.Render(e));
            return CommandLine.Raised;
        }
    }
}
