namespace Sema.Runtime.Procedures;

/// <summary>What the compiler has to know of a method of <see cref="Primitives"/> besides its signature.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrimitiveAttribute : Attribute
{
    /// <summary>Whether it may run code of the program, so that recursion can pass through it.</summary>
    public bool CallsBack { get; init; }

    /// <summary>Whether a call has no effect: it can be made again, or not at all, without a difference, an error aside.</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether a call neither raises nor calls anything: then no trace ever shows its place.</summary>
    public bool CannotFail { get; init; }
}
