namespace Sema.Compiler.Diagnostics;

/// <summary>What the user wants of warnings: <c>--no-warn</c> and <c>--strict</c>.</summary>
/// <param name="Silenced">The codes that are not reported.</param>
/// <param name="IsStrict">Whether the others are errors.</param>
public sealed record WarningPolicy(IReadOnlySet<string> Silenced, bool IsStrict);
