using Sema.Runtime.Errors;

namespace Sema.Compiler.Diagnostics;

/// <summary>How grave a diagnostic is; errors keep the program from being built.</summary>
public enum Severity
{
    /// <summary>The program is built all the same.</summary>
    Warning,

    /// <summary>The program is not built.</summary>
    Error,
}

/// <summary>
/// What the compiler has to say about a place in the source, as data; rendering is elsewhere. <see cref="Condition"/> is what
/// run-time code sees when <c>eval</c> meets the error.
/// </summary>
public sealed record Diagnostic(string Code, Severity Severity, SourceSpan Where, Condition Condition)
{
    /// <summary>The special form or macro that complains: the one frame of the condition's trace (§8.1); null for none.</summary>
    public string? Form { get; init; }

    /// <summary>The whole form that complains, which the condition's frame names; <see cref="Where"/> may be a part of it.</summary>
    public SourceSpan? FormAt { get; init; }

    /// <summary>Other places that explain it: where a macro wrote the form, where a procedure is defined.</summary>
    public IReadOnlyList<RelatedPlace> Related { get; init; } = [];

    /// <summary>The text, without position.</summary>
    public string Message => Condition.Headline;

    /// <summary>Advice, or null.</summary>
    public string? Hint => Condition.Hint;
}

/// <summary>A second place that a diagnostic shows, and what is there.</summary>
public sealed record RelatedPlace(SourceSpan Where, string Text);

/// <summary>Leaves a pass at an error from which the current top-level form cannot recover.</summary>
public sealed class CompileException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    /// <summary>The error.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
