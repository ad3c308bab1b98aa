namespace Sema.Runtime.Errors;

/// <summary>
/// A running activation of interpreted code. .NET knows nothing of such code, so a thread keeps its activations in a chain, from
/// which <see cref="StackTraces"/> takes one for each .NET frame of a method marked with <see cref="InterpreterEntryAttribute"/>.
/// </summary>
/// <remarks>
/// An activation leaves the chain when it returns. A condition leaves the chain as it is: whoever catches one sets
/// <see cref="Innermost"/> to what it was before.
/// </remarks>
public abstract class InterpretedFrame
{
    [ThreadStatic]
    private static InterpretedFrame? s_innermost;

    /// <summary>The innermost activation of this thread; null when no interpreted code runs.</summary>
    public static ref InterpretedFrame? Innermost => ref s_innermost;

    /// <summary>The activation that waits for this one.</summary>
    public InterpretedFrame? Caller { get; set; }

    /// <summary>What traces show of it, at the call that is going on.</summary>
    public abstract TracePlace Describe();

    /// <summary>For emitted code: what <see cref="Innermost"/> is before a protected body.</summary>
    public static InterpretedFrame? Mark() => s_innermost;
}

/// <summary>Marks the method of the interpreter that has one .NET frame for each activation.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InterpreterEntryAttribute : Attribute;

/// <summary>Marks a method below which traces do not go: the code that it runs has a stack of its own (§8.1).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FreshStackAttribute : Attribute;
