using System.Text;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Modules;
using Sema.Compiler.Optimization;
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
              "System.GC.Gen0MaxBudget": 6291456,
              "System.Runtime.TieredCompilation.CallCountingDelayMs": 1,
              "System.Runtime.TieredPGO": false,
              "System.Globalization.Invariant": true
            }
          }
        }

        """;

    private static readonly string RuntimeLibrary = typeof(Value).Assembly.Location;
    private static readonly string Evaluator = typeof(Evaluation.RuntimeEvaluator).Assembly.Location;

    /// <summary>What <c>semac build</c> was asked for.</summary>
    public sealed record Request(string File, string? Output, bool IsLibrary, IReadOnlyList<string> References, bool IsVerbose, CompileOptions Options);

    public static int Run(Request request)
    {
        var file = request.File.Length == 0 ? "." : request.File;
        var output = Path.GetFullPath(request.Output ?? Path.ChangeExtension(Path.GetFileName(file), ".dll"));
        if (Refusal(file, output) is { } reason)
        {
            StandardStreams.Error.WriteLine($"semac: cannot write {output}: {reason}");
            return CommandLine.Usage;
        }
        if (References(request.References) is not { } references) return CommandLine.Usage;
        if (request.IsLibrary && IsUpToDate(file, output, references))
        {
            if (request.IsVerbose) StandardStreams.Error.WriteLine($"semac: {output} is up to date");
            return 0;
        }
        if (request.IsVerbose) StandardStreams.Error.WriteLine($"semac: compiling {file}");
        if (Outputs(file, output, request, references) is not { } files) return CommandLine.DoesNotCompile;
        try
        {
            Write(files);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StandardStreams.Error.WriteLine($"semac: cannot write {output}: {e.Message}");
            return CommandLine.DoesNotCompile;
        }
    }

    /// <summary>The libraries of <c>-r</c> and those they need; null after saying which is none.</summary>
    public static IReadOnlyList<Library>? References(IReadOnlyList<string> paths)
    {
        var isGood = true;
        var libraries = Library.ReadAll(paths, (path, problem) =>
        {
            isGood = false;
            StandardStreams.Error.WriteLine($"semac: cannot use {path}: {problem}");
        });
        return isGood ? libraries : null;
    }

    private static bool IsUpToDate(string file, string output, IReadOnlyList<Library> references) =>
        File.Exists(output) && File.Exists(Path.ChangeExtension(output, ".xml")) && File.Exists(Beside(output, RuntimeLibrary))
        && Library.Read(output, out _)?.IsUpToDate(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileName(file), references) == true;

    private static string Beside(string output, string library) => Path.Combine(Path.GetDirectoryName(output)!, Path.GetFileName(library));

    /// <summary>All files of a build, the assembly last; null when it does not compile.</summary>
    private static List<(string Path, byte[] Content)>? Outputs(string file, string output, Request request, IReadOnlyList<Library> references)
    {
        var name = Path.GetFileNameWithoutExtension(output);
        byte[]? image = null;
        string? documentation = null;
        IEnumerable<string> needed = references.SelectMany(static library => LibraryFiles.Beside(library.Path));
        var isOpen = false;
        With(file, request.Options, references, compilation =>
        {
            if (!request.IsLibrary) image = compilation.Emit(name, hasEntryPoint: true);
            else if (compilation.EmitLibrary(name) is { } library) (image, documentation) = library;
            if (image is null) return false;
            needed = needed.Concat(LibraryUse.Of(compilation.Program!));
            isOpen = compilation.Program!.IsOpen;
            return true;
        });
        if (image is null) return null;
        var files = new List<(string Path, byte[] Content)> { (Beside(output, RuntimeLibrary), File.ReadAllBytes(RuntimeLibrary)) };
        // Run-time code, of the program or of a library, needs the compiler.
        if (isOpen || references.Any(l => File.Exists(Beside(l.Path, Evaluator)))) files.Add((Beside(output, Evaluator), File.ReadAllBytes(Evaluator)));
        foreach (var library in LibraryFiles.Of(needed)) files.Add((Beside(output, library), File.ReadAllBytes(library)));
        foreach (var library in references)
            if (Beside(output, library.AssemblyName + ".dll") is var copy && copy != library.Path)
                files.Add((copy, File.ReadAllBytes(library.Path)));
        if (documentation is not null) files.Add((Path.ChangeExtension(output, ".xml"), Encoding.UTF8.GetBytes(documentation)));
        else files.Add((Path.ChangeExtension(output, ".runtimeconfig.json"), Encoding.UTF8.GetBytes(RuntimeConfig)));
        files.Add((output, image));
        return files;
    }

    /// <summary>Why an output path must not be written, or null.</summary>
    private static string? Refusal(string file, string output) =>
        Directory.Exists(output) ? "it is a directory"
        : output == Path.GetFullPath(file) ? "it is the program's source"
        : Array.Exists([RuntimeLibrary, Evaluator], own => Path.GetFileName(output) == Path.GetFileName(own)) ? "a library of semac has this name"
        : null;

    public static int Check(string file, IReadOnlyList<string> references, CompileOptions options) =>
        References(references) is not { } libraries ? CommandLine.Usage
        : With(file, options, libraries, c => options.ShowsTimes ? c.Emit("check", true) is not null : c.Resolve() is not null) ? 0 : CommandLine.DoesNotCompile;

    public static int Dump(string file, string stage, string? lastPass, OptimizationLevel level)
    {
        string? text = null;
        if (!With(file, CompileOptions.Default with { Level = level }, [], c => (text = c.Dump(stage, lastPass)) is not null)) return CommandLine.DoesNotCompile;
        StandardStreams.Output.WriteLine(text);
        return 0;
    }

    /// <summary>Compiles a file as far as both back ends go together; null after writing the errors.</summary>
    public static ResolvedProgram? Resolve(string file, IReadOnlyList<Library> references, CompileOptions options)
    {
        ResolvedProgram? program = null;
        With(file, options, references, c => (program = c.Resolve()) is not null);
        return program;
    }

    private static bool With(string file, CompileOptions options, IReadOnlyList<Library> references, Func<Compilation, bool> use)
    {
        var diagnostics = new DiagnosticBag(options.Warnings);
        if (SourceFile.Read(file, diagnostics) is not { } source)
        {
            DiagnosticRenderer.Write(diagnostics, options.Format);
            return false;
        }
        var compilation = new Compilation(source, references: references) 
        {
            Diagnostics = diagnostics,
            Level = options.Level,
            Times = options.ShowsTimes ? new PassTimes() : null,
        };
        var done = use(compilation);
        DiagnosticRenderer.Write(diagnostics, options.Format);
        if (compilation.Times is { } times)
            foreach (var (pass, time) in times.All) StandardStreams.Output.WriteLine($"{pass,-8}{time.TotalMilliseconds,9:F1} ms");
        return done;
    }

    /// <summary>All files are written beside their places first and then moved, the assembly last: no half of a build is ever seen.</summary>
    private static void Write(List<(string Path, byte[] Content)> files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(files[^1].Path)!);
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
