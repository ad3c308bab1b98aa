using Sema.Compiler.Evaluation;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Cli;

/// <summary><c>semac run</c> and <c>semac eval</c>: compile in memory and run in this process.</summary>
internal static class RunCommand
{
    public static int Run(string file, string[] arguments, BackEnd backEnd) =>
        BuildCommand.Resolve(file, OutputFormat.Text) is { } program
            ? Execute(program, backEnd, [Environment.ProcessPath ?? "semac", file, .. arguments], Path.GetDirectoryName(Path.GetFullPath(file)), static _ => { })
            : CommandLine.DoesNotCompile;

    public static int Evaluate(string text, bool isCompact, BackEnd backEnd)
    {
        var compilation = new Compilation(new SourceText(text));
        var program = compilation.Resolve();
        DiagnosticRenderer.Write(compilation.Diagnostics, OutputFormat.Text);
        if (program is null) return CommandLine.DoesNotCompile;
        return Execute(program, backEnd, [], null, value =>
        {
            if (isCompact) StandardStreams.Output.WriteLine(Printer.Write(value));
            else if (!value.IsNil) StandardStreams.Output.WriteLine(PrettyPrinter.Format(value));
        });
    }

    private static int Execute(ResolvedProgram program, BackEnd backEnd, string[] arguments, string? directory, Action<Value> show)
    {
        SemaContext.Current = new SemaContext { Arguments = arguments, Evaluator = new RuntimeEvaluator(), ProgramDirectory = directory };
        try
        {
            show(UnitLoader.Run(program, new Namespace(), backEnd));
            return 0;
        }
        catch (SemaException e)
        {
            StandardStreams.Flush();
            StandardStreams.Error.WriteLine("Error: " + ErrorText.Render(e));
            return CommandLine.Raised;
        }
    }
}
