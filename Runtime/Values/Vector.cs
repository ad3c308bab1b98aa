namespace Sema.Runtime.Values;

/// <summary>An immutable vector (§2.1). The array is never written after construction.</summary>
public sealed class Vector
{
    /// <summary>The vector <c>[]</c>.</summary>
    public static readonly Vector Empty = new([]);

    /// <summary>The elements.</summary>
    public readonly Value[] Items;

    /// <summary>Takes ownership of the array: nobody may write to it any more.</summary>
    public Vector(Value[] items) => Items = items;
}
