using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Other programs: running, quoting, finding them.</summary>
[BuiltinGroup("system")]
public static class CommandLines
{
    private const string NulByte = "nul byte found in provided data";

    /// <summary>Runs a command line or a program and waits for it.</summary>
    [Builtin("shell", Parameters = "command arg ... [options]", Doc = "Runs a command line, or a program with arguments; returns {:stdout :stderr :exit-code}.", Capability = Capabilities.Shell)]
    public static Value Shell(Value command, params Value[] rest)
    {
        Host.Current.Require("shell", Capabilities.Shell);
        Host.Current.Require("shell", Capabilities.Process);
        var options = rest is [.., { Ref: Map map }] ? map : null;
        var words = rest[..^(options is null ? 0 : 1)].Prepend(command)
            .Select(static w => w.Ref as string ?? throw Raise.Type("string", w)).ToArray();
        var start = words.Length > 1 ? new ProcessStartInfo(words[0], words[1..])
            : OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/C", words[0]])
            : new ProcessStartInfo("sh", ["-c", words[0]]);
        start.WorkingDirectory = Host.Current.WorkingDirectory;
        SemaContext.Current.Output.Flush();
        return OsErrors.Guard("shell", () =>
        {
            if (options is not null) Apply(options, start);
            if (words.Any(static w => w.Contains('\0'))) throw new ArgumentException(NulByte);
            return Run(start);
        });
    }

    /// <summary>Quotes a text for a POSIX shell.</summary>
    [Builtin("shell/quote", Parameters = "text", Doc = "The text as one word of a POSIX shell.")]
    public static Value Quote(Value text)
    {
        var word = text.Ref as string ?? throw Raise.Type("string", text);
        return Value.FromString($"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'");
    }

    /// <summary>Finds a program.</summary>
    [Builtin("sys/which", Parameters = "name", Doc = "The path of a program of that name, or nil.", Capability = Capabilities.Process)]
    public static Value Which(Value name)
    {
        Host.Current.Require("sys/which", Capabilities.Process);
        var program = name.Ref as string ?? throw Raise.Type("string", name);
        if (program.Length == 0 || program.Contains('\0')) return Value.Nil;
        string[] endings = OperatingSystem.IsWindows() ? ["", .. (Host.Current.Variable("PATHEXT") ?? ".EXE;.BAT;.CMD").Split(';')] : [""];
        var folders = PathText.FileName(program) == program ? (Host.Current.Variable("PATH") ?? "").Split(Path.PathSeparator) : [""];
        foreach (var folder in folders)
            foreach (var ending in endings)
            {
                var candidate = Path.Combine(folder, program + ending);
                if (IsExecutable(Path.Combine(Host.Current.WorkingDirectory, candidate))) return Value.FromString(candidate);
            }
        return Value.Nil;
    }

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            return (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
        }
        catch (Exception e) when (OsErrors.IsOurs(e))
        {
            return false;
        }
    }

    private static void Apply(Map options, ProcessStartInfo start)
    {
        if (options.TryGet(new Value(Keyword.Intern("cwd")), out var directory) && !directory.IsNil)
            start.WorkingDirectory = Path.Combine(start.WorkingDirectory, directory.Ref as string ?? throw Raise.Type("string", directory));
        if (!options.TryGet(new Value(Keyword.Intern("env")), out var variables) || variables.IsNil) return;
        foreach (var (name, value) in (variables.Ref as Map ?? throw Raise.Type("map", variables)).Ordered())
        {
            var key = name.Ref as string ?? (name.Ref as Keyword)?.Name ?? throw Raise.Type("string", name);
            var text = value.Ref as string ?? throw Raise.Type("string", value);
            if (key.Contains('\0') || text.Contains('\0')) throw new ArgumentException(NulByte);
            start.Environment[key] = text;
        }
    }

    private static Value Run(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (!Directory.Exists(start.WorkingDirectory)) throw OsErrors.NotFound();
        using var process = Process.Start(start) ?? throw new Win32Exception(2);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return FileEntries.MapOf(
            ("stdout", Value.FromString(output)), ("stderr", Value.FromString(error.Result)), ("exit-code", new Value((long)process.ExitCode)));
    }
}
