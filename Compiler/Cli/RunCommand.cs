using Sema.Compiler.Diagnostics;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Cli;

/// <summary><c>semac run</c> and <c>semac eval</c>: compile in memory and run in this process.</summary>
internal static class RunCommand
{
    public static int Run(string file, string[] arguments) =>
        BuildCommand.Compile(file, Path.GetFileNameWithoutExtension(file), hasEntryPoint: false, OutputFormat.Text) is { } image
            ? Execute(image, [Environment.ProcessPath ?? "semac", file, .. arguments], Path.GetDirectoryName(Path.GetFullPath(file)), static _ => { })
            : CommandLine.DoesNotCompile;

    public static int Evaluate(string text, bool isCompact)
    {
        var compilation = new Compilation(new SourceText(text));
        var image = compilation.Emit("input", hasEntryPoint: false);
        DiagnosticRenderer.Write(compilation.Diagnostics, OutputFormat.Text);
        if (image is null) return CommandLine.DoesNotCompile;
        return Execute(image, [], null, value =>
        {
            if (isCompact) StandardStreams.Output.WriteLine(Printer.Write(value));
            else if (!value.IsNil) StandardStreams.Output.WriteLine(PrettyPrinter.Format(value));
        });
    }

    private static int Execute(byte[] image, string[] arguments, string? directory, Action<Value> show)
    {
        SemaContext.Current = new SemaContext { Arguments = arguments, Evaluator = new RuntimeEvaluator(), ProgramDirectory = directory };
        try
        {
            show(UnitLoader.Run(image, new Namespace()));
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
