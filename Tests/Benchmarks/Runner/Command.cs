using System.Diagnostics;
using Sema.Tests;

namespace Sema.Benchmarks;

/// <summary>A program with its arguments and the folder that it runs in.</summary>
internal sealed record Command(string File, string[] Arguments, string Folder)
{
    /// <summary>Where a program of one of these names is installed, else null.</summary>
    public static string? Find(params string[] names)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return (from name in names from folder in folders from ending in endings select Path.Combine(folder, name + ending)).FirstOrDefault(System.IO.File.Exists);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="input">The whole of its standard input.</param>
    public (int ExitCode, string Output, string Error) Run(string input = "") =>
        Processes.Run(new ProcessStartInfo(File, Arguments) { WorkingDirectory = Folder }, input);

    /// <summary>Runs it as a step of compilation, which must succeed.</summary>
    /// <exception cref="PreparationException">It did not, or the file that it should make is not there.</exception>
    public void Compile(string? makes = null, string input = "")
    {
        var (exitCode, output, error) = Run(input);
        if (exitCode != 0 || makes is not null && !System.IO.File.Exists(makes))
            throw new PreparationException($"{File} {string.Join(' ', Arguments)}: exit code {exitCode}: {(output + error).Trim()}");
    }
}
