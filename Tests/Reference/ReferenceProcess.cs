using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sema.Tests.Reference;

/// <summary>The reference implementation, under Node; its package is installed on first use.</summary>
public static class ReferenceProcess
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The reference's answers in the order of the programs; or null, and the reason why it cannot be asked.</summary>
    /// <param name="folder">Where its runner and its package.json are.</param>
    /// <param name="programs">The programs.</param>
    /// <param name="reason">Why there are no answers, else null.</param>
    public static IReadOnlyList<ReferenceAnswer>? Ask(string folder, IReadOnlyList<string> programs, out string? reason)
    {
        var package = Path.Combine(folder, "node_modules", "@sema-lang", "sema-wasm");
        if (!Directory.Exists(package)) Start("npm", folder, null, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock");
        reason = Directory.Exists(package) ? null : "its npm package cannot be installed";
        if (reason is not null) return null;
        var input = string.Concat(programs.Select(static (p, i) => JsonSerializer.Serialize(new { id = i, src = p }, Options) + "\n"));
        var lines = Start("node", folder, input, Path.Combine(folder, "reference.mjs"));
        if (lines is null) reason = "node does not run";
        else if (lines.Count != programs.Count) throw new InvalidOperationException($"the reference answered {lines.Count} of {programs.Count} programs");
        return lines?.ConvertAll(ReferenceAnswer.Parse);
    }

    /// <summary>The lines that a program prints; null when it does not start or fails, or does not end within three minutes.</summary>
    private static List<string>? Start(string program, string folder, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        try
        {
            using var process = Process.Start(start)!;
            var lines = new List<string>();
            process.OutputDataReceived += (_, e) => { if (e.Data is { Length: > 0 } line) lines.Add(line); };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var writing = Task.Run(() =>
            {
                using var writer = process.StandardInput;
                writer.Write(input);
            });
            if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
            process.WaitForExit();
            writing.Wait();
            return process.ExitCode == 0 ? lines : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or AggregateException)
        {
            return null;
        }
    }
}
