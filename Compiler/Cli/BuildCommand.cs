using Sema.Compiler.Diagnostics;
using Sema.Compiler.Emit;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Cli;

/// <summary><c>semac build</c>, <c>check</c> and <c>dump</c>.</summary>
internal static class BuildCommand
{
    private const string RuntimeConfig = """
        {
          "runtimeOptions": {
            "tfm": "net10.0",
            "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" },
            "configProperties": {
              "System.GC.Concurrent": false,
              "System.Globalization.Invariant": true
            }
          }
        }

        """;

    private static readonly string RuntimeLibrary = typeof(Value).Assembly.Location;
    private static readonly string Evaluator = typeof(Evaluation.RuntimeEvaluator).Assembly.Location;

    public static int Run(string file, string? output, bool isLibrary, OutputFormat format)
    {
        if (file.Length == 0) file = ".";
        output = Path.GetFullPath(output ?? Path.ChangeExtension(Path.GetFileName(file), ".dll"));
        if (Refusal(file, output) is { } reason)
        {
            StandardStreams.Error.WriteLine($"semac: cannot write {output}: {reason}");
            return CommandLine.Usage;
        }
        if (Resolve(file, format) is not { } program) return CommandLine.DoesNotCompile;
        var image = Emitter.Run(program, Path.GetFileNameWithoutExtension(output), !isLibrary);
        try
        {
            Write(output, image, isLibrary, Companions(program));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StandardStreams.Error.WriteLine($"semac: cannot write {output}: {e.Message}");
            return CommandLine.DoesNotCompile;
        }
    }

    /// <summary>Why an output path must not be written, or null.</summary>
    private static string? Refusal(string file, string output) =>
        Directory.Exists(output) ? "it is a directory"
        : output == Path.GetFullPath(file) ? "it is the program's source"
        : Array.Exists([RuntimeLibrary, Evaluator], own => Path.GetFileName(output) == Path.GetFileName(own)) ? "a library of semac has this name"
        : null;

    public static int Check(string file, OutputFormat format) =>
        With(file, format, static c => c.Resolve() is not null) ? 0 : CommandLine.DoesNotCompile;

    public static int Dump(string file, string stage)
    {
        string? text = null;
        if (!With(file, OutputFormat.Text, c => (text = c.Dump(stage)) is not null)) return CommandLine.DoesNotCompile;
        StandardStreams.Output.WriteLine(text);
        return 0;
    }

    /// <summary>Compiles a file as far as both back ends go together; null after writing the errors.</summary>
    public static ResolvedProgram? Resolve(string file, OutputFormat format)
    {
        ResolvedProgram? program = null;
        With(file, format, c => (program = c.Resolve()) is not null);
        return program;
    }

    private static bool With(string file, OutputFormat format, Func<Compilation, bool> use)
    {
        var diagnostics = new DiagnosticBag();
        if (SourceFile.Read(file, diagnostics) is not { } source)
        {
            DiagnosticRenderer.Write(diagnostics, format);
            return false;
        }
        var compilation = new Compilation(source);
        var done = use(compilation);
        DiagnosticRenderer.Write(compilation.Diagnostics, format);
        return done;
    }

    /// <summary>The libraries that a program needs beside it: one with run-time code needs the compiler too.</summary>
    private static string[] Companions(ResolvedProgram program) => program.IsOpen ? [RuntimeLibrary, Evaluator] : [RuntimeLibrary];

    /// <summary>All files are written beside their places first and then moved, the assembly last: no half of a build is ever seen.</summary>
    private static void Write(string output, byte[] image, bool isLibrary, string[] libraries)
    {
        var directory = Path.GetDirectoryName(output)!;
        Directory.CreateDirectory(directory);
        var files = libraries.Select(l => (Path: Path.Combine(directory, Path.GetFileName(l)), Content: File.ReadAllBytes(l))).ToList();
        if (!isLibrary) files.Add((Path.ChangeExtension(output, ".runtimeconfig.json"), System.Text.Encoding.UTF8.GetBytes(RuntimeConfig)));
        files.Add((output, image));
        var temporary = new List<string>();
        try
        {
            foreach (var (path, content) in files)
            {
                var part = $"{path}.{Environment.ProcessId}.tmp";
                temporary.Add(part);
                File.WriteAllBytes(part, content);
            }
            for (var i = 0; i < files.Count; i++) File.Move(temporary[i], files[i].Path, overwrite: true);
        }
        finally
        {
            foreach (var part in temporary) File.Delete(part);
        }
    }
}
