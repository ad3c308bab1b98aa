using Sema.Compiler.Diagnostics;
using Sema.Compiler.Optimization;

namespace Sema.Compiler.Cli;

/// <summary>The options of the commands that compile a file.</summary>
/// <param name="Format">How diagnostics are written.</param>
/// <param name="Warnings">Which warnings are reported, and whether they are errors.</param>
/// <param name="ShowsTimes">Whether the time of each pass is printed.</param>
/// <param name="Level">What the optimizer does.</param>
internal sealed record CompileOptions(
    OutputFormat Format, WarningPolicy Warnings, bool ShowsTimes = false, OptimizationLevel Level = OptimizationLevel.Full)
{
    /// <summary>All warnings, as text.</summary>
    public static readonly CompileOptions Default = new(OutputFormat.Text, new WarningPolicy(new HashSet<string>(), IsStrict: false));
}
