using System.Diagnostics;

namespace Sema.Tests;

/// <summary>Runs programs as processes.</summary>
internal static class Processes
{
    /// <summary>What <c>dotnet</c> does with arguments.</summary>
    public static (int ExitCode, string Output, string Error) Dotnet(params string[] arguments) => Run(new ProcessStartInfo("dotnet", arguments));

    /// <summary>What a process does, with a text as its whole standard input if one is given.</summary>
    public static (int ExitCode, string Output, string Error) Run(ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
