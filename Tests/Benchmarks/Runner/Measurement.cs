using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sema.Benchmarks;

/// <summary>What one run of a program took.</summary>
/// <param name="Megabytes">The peak of its resident memory; NaN on Windows, which is not asked.</param>
/// <param name="Failure">Why it counts as failed, else null.</param>
internal sealed record Measurement(double UserSeconds, double WallSeconds, double Megabytes, string Output, string? Failure)
{
    /// <summary>
    /// Runs a command once. The system counts the processor time and memory of all children of a process together, so each run
    /// has a process of this program as its only parent (<see cref="MeasureOnlyChild"/>).
    /// </summary>
    public static Measurement Of(Command command, TimeSpan limit)
    {
        var figures = Path.GetTempFileName();
        try
        {
            var (_, output, error) = new Command("dotnet",
                [Environment.GetCommandLineArgs()[0], "--measure", figures, limit.TotalSeconds.ToString(CultureInfo.InvariantCulture), command.File, .. command.Arguments],
                command.Folder).Run();
            var numbers = File.ReadAllText(figures).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length != 4) return new(0, 0, 0, output, $"not started: {error}");
            var values = numbers.Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var failure = double.IsNaN(values[0]) ? $"stopped after {limit.TotalSeconds} s" : values[0] != 0 ? $"exit code {values[0]}: {error.Trim()}" : null;
            return new(values[1], values[2], values[3], output.Trim(), failure);
        }
        finally
        {
            File.Delete(figures);
        }
    }

    /// <summary>Runs a command with this process's streams; writes exit code (NaN when it was stopped), user and wall seconds, and megabytes.</summary>
    public static void MeasureOnlyChild(string figures, double limitSeconds, string file, string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var child = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false })!;
        var ended = child.WaitForExit(TimeSpan.FromSeconds(limitSeconds));
        if (!ended)
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
        }
        var wall = clock.Elapsed.TotalSeconds;
        var (user, megabytes) = OperatingSystem.IsWindows() ? (child.UserProcessorTime.TotalSeconds, double.NaN) : ResourcesOfChildren();
        File.WriteAllText(figures, string.Create(CultureInfo.InvariantCulture, $"{(ended ? child.ExitCode : double.NaN)} {user} {wall} {megabytes}"));
    }

    private static (double UserSeconds, double Megabytes) ResourcesOfChildren()
    {
        const int children = -1;
        if (GetResourceUsage(children, out var usage) != 0) throw new InvalidOperationException("getrusage failed");
        return (usage.UserSeconds + (int)usage.UserMicroseconds / 1e6, usage.PeakResident / (OperatingSystem.IsMacOS() ? 1e6 : 1e3));
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, out ResourceUsage usage);

    /// <summary>The C library's <c>struct rusage</c>; the microseconds are 32 bits on macOS, with padding behind.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct ResourceUsage
    {
        public nint UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, PeakResident;
        private fixed long _others[16];
    }
}
