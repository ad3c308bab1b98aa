namespace Sema.Runtime.Values;

/// <summary>
/// Marks the values whose payload lives in <see cref="Value.Bits"/> although they are not fixnums. The instances are the
/// only ones that ever exist, so a tag test is a reference comparison.
/// </summary>
public sealed class Tag
{
    /// <summary>nil (bits 0) and <c>#f</c> (bits 1): the two false values share a tag, so truthiness is one comparison.</summary>
    public static readonly Tag Falsy = new("falsy");

    /// <summary><c>#t</c>; the bits are 1.</summary>
    public static readonly Tag True = new("true");

    /// <summary>An IEEE binary64 number; its bits are <see cref="Value.Bits"/>.</summary>
    public static readonly Tag Flonum = new("flonum");

    /// <summary>A Unicode scalar value, held in <see cref="Value.Bits"/>.</summary>
    public static readonly Tag Char = new("char");

    /// <summary>Not a Sema value: the content of a global that no definition has reached yet.</summary>
    public static readonly Tag Unbound = new("unbound");

    /// <summary>Not a Sema value: what a procedure returns for a condition (<see cref="ReturnedCondition"/>).</summary>
    public static readonly Tag Raised = new("raised");

    private readonly string _name;

    private Tag(string name) => _name = name;

    /// <inheritdoc/>
    public override string ToString() => _name;
}
