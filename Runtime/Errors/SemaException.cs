namespace Sema.Runtime.Errors;

/// <summary>A Sema condition on its way to a handler; for a C# host, the error that a Sema call ended with.</summary>
public sealed class SemaException : Exception
{
    /// <summary>Wraps a condition.</summary>
    public SemaException(Condition condition)
    {
        Condition = condition;
        Interpreted = InterpretedFrame.Innermost;
    }

    /// <summary>What went wrong.</summary>
    public Condition Condition { get; }

    /// <summary>The Sema stack trace, once somebody asked for it; null before.</summary>
    public IReadOnlyList<SemaFrame>? Trace { get; set; }

    /// <summary>The interpreted activations that were running when it was made.</summary>
    internal InterpretedFrame? Interpreted { get; }

    /// <inheritdoc/>
    public override string Message => Condition.Headline;
}
