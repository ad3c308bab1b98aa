namespace Sema.Runtime.Values;

/// <summary>A one-field container, compared by its current content (§2.8).</summary>
public sealed class MutableCell(Value value) : HeapObject
{
    /// <summary>The content.</summary>
    public Value Value { get; set; } = value;

    /// <inheritdoc/>
    public override string TypeName => "mutable-cell";

    /// <inheritdoc/>
    public override bool IsMapKey => false;

    /// <inheritdoc/>
    public override bool EqualTo(object other) => other is MutableCell that && Equality.Same(Value, that.Value);

    /// <inheritdoc/>
    public override int ContentHash() => Equality.Hash(Value);

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("<mutable-cell>");
}
