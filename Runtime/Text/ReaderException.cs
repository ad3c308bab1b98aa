namespace Sema.Runtime.Text;

/// <summary>A text that cannot be read (§1): the message without position, and the place.</summary>
public sealed class ReaderException(SourceText source, TextSpan span, string message, string? hint = null) : Exception(message)
{
    /// <summary>The text that was read.</summary>
    public SourceText Text { get; } = source;

    /// <summary>Where, in <see cref="Text"/>.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>Advice, or null.</summary>
    public string? Hint { get; } = hint;

    /// <summary>As the condition that <c>read</c> and <c>eval</c> raise: <c>MESSAGE at L:C</c> (§1.12).</summary>
    public SemaException ToCondition()
    {
        var at = Text.Locate(Span.Start);
        return Raise.Reader(Message, $"{at.Line}:{at.Column}", Hint);
    }
}
