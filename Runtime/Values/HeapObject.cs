namespace Sema.Runtime.Values;

/// <summary>
/// Base of the less common heap values (records, promises, mutable arrays, bytevectors …). It tells the type name, the
/// printer and equality what they need, so that a new kind of value is one class.
/// </summary>
public abstract class HeapObject
{
    /// <summary>The name in <c>(type x)</c> and in error messages, without colon: <c>promise</c>, <c>mutable-array</c> (§2.1).</summary>
    public abstract string TypeName { get; }

    /// <summary>The rank in the total order (§2.4); 17 is "every other kind", whose members all tie.</summary>
    public virtual int OrderRank => 17;

    /// <summary>Compares with another object of the same <see cref="OrderRank"/>; 0 where all tie.</summary>
    public virtual int CompareWithin(HeapObject other) => 0;

    /// <summary><c>equal?</c> with another object; identity unless the kind compares by content (§2.3).</summary>
    public virtual bool EqualTo(object other) => ReferenceEquals(this, other);

    /// <summary>A hash that agrees with <see cref="EqualTo"/>.</summary>
    public virtual int ContentHash() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Whether the value may be a map key; mutable containers may not.</summary>
    public virtual bool IsMapKey => true;

    /// <summary>Appends the write form, e.g. <c>&lt;promise&gt;</c> (§2.5).</summary>
    public abstract void Print(PrintBuffer output);
}
