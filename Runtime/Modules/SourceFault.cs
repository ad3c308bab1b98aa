namespace Sema.Runtime.Modules;

/// <summary>Why a text is no program, as <c>sema/check-string</c> tells it; <paramref name="At"/> is null unless the text cannot be read.</summary>
public sealed record SourceFault(Condition Condition, TextSpan? At);
