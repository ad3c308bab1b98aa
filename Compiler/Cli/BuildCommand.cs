using Sema.Compiler.Diagnostics;
using Sema.Compiler.Modules;
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

    public static int Run(string file, string? output, bool isLibrary, OutputFormat format)
    {
        if (file.Length == 0) file = ".";
        output = Path.GetFullPath(output ?? Path.ChangeExtension(Path.GetFileName(file), ".dll"));
        if (Refusal(file, output) is { } reason)
        {
            StandardStreams.Error.WriteLine($"semac: cannot write {output}: {reason}");
            return CommandLine.Usage;
        }
        byte[]? image = null;
        IReadOnlyCollection<string> libraries = [];
        With(file, format, c =>
        {
            image = c.Emit(Path.GetFileNameWithoutExtension(output), !isLibrary);
            libraries = c.Libraries;
            return image is not null;
        });
        if (image is null) return CommandLine.DoesNotCompile;
        try
        {
            Write(output, image, isLibrary, libraries);
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
        : Path.GetFileName(output) == Path.GetFileName(typeof(Value).Assembly.Location) ? "the runtime library has this name"
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

    /// <summary>Compiles a file; null after writing the errors.</summary>
    public static byte[]? Compile(string file, string name, bool hasEntryPoint, OutputFormat format)
    {
        byte[]? image = null;
        With(file, format, c => (image = c.Emit(name, hasEntryPoint)) is not null);
        return image;
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

    /// <summary>All files are written beside their places first and then moved, the assembly last: no half of a build is ever seen.</summary>
    private static void Write(string output, byte[] image, bool isLibrary, IReadOnlyCollection<string> libraries)
    {
        var directory = Path.GetDirectoryName(output)!;
        Directory.CreateDirectory(directory);
        var files = new List<(string Path, byte[] Content)>();
        foreach (var library in LibraryFiles.Of(libraries).Append(typeof(Value).Assembly.Location))
            files.Add((Path.Combine(directory, Path.GetFileName(library)), File.ReadAllBytes(library)));
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
