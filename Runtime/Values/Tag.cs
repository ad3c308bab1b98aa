namespace Sema.Runtime.Values;

/// <summary>
/// Marks the values whose payload lives in <see cref="Value.Bits"/> although they are not fixnums. The instances are the
/// only ones that ever exist, so a tag test is a reference comparison.
/// </summary>
/// <remarks>
/// No field may hold a reference: .NET then puts the instances where the collector never moves them, and a test compares with a
/// constant in the code.
/// </remarks>
public sealed class Tag
{
    /// <summary>nil (bits 0) and <c>#f</c> (bits 1): the two false values share a tag, so truthiness is one comparison.</summary>
    public static readonly Tag Falsy = new();

    /// <summary><c>#t</c>; the bits are 1.</summary>
    public static readonly Tag True = new();

    /// <summary>An IEEE binary64 number; its bits are <see cref="Value.Bits"/>.</summary>
    public static readonly Tag Flonum = new();

    /// <summary>A Unicode scalar value, held in <see cref="Value.Bits"/>.</summary>
    public static readonly Tag Char = new();

    /// <summary>Not a Sema value: the content of a global that no definition has reached yet.</summary>
    public static readonly Tag Unbound = new();

    /// <summary>Not a Sema value: what a procedure returns for a condition (<see cref="ReturnedCondition"/>).</summary>
    public static readonly Tag Raised = new();

    private Tag()
    {
    }
}
