namespace Sema.Runtime.Values;

/// <summary>The storage cell of a variable that is both assigned and captured by a closure.</summary>
public sealed class Box
{
    /// <summary>The current value.</summary>
    public Value Value;

    /// <summary>A cell with its first value.</summary>
    public Box(Value value) => Value = value;
}
