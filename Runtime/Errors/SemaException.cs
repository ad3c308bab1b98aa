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

    /// <summary>The frames that the condition left by return before it was thrown; null for none.</summary>
    internal List<SemaFrame>? Passed { get; set; }

    /// <summary>Whether the trace ends with <see cref="Passed"/>.</summary>
    internal bool PassedAll { get; set; }

    /// <summary>The condition as the map that <c>catch</c> binds in Sema (§8.2), with its stack trace.</summary>
    public Value ConditionMap => Condition.ToMap(StackTraces.Of(this));

    /// <summary>What went wrong, and the Sema procedures that were running, each with its file and line.</summary>
    public override string Message => ErrorText.Render(this);

    /// <summary>The message, the condition map and the .NET stack trace.</summary>
    public override string ToString() => $"{GetType().FullName}: {Message}\n  condition: {Printer.Write(ConditionMap)}\n{StackTrace}";
}
