using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>The mutable containers (§2.8).</summary>
[BuiltinGroup("mutable")]
public static class Mutable
{
    /// <summary>An empty array.</summary>
    [Builtin("mutable-array/new", Parameters = "[n [fill]]", Doc = "A mutable array: empty, or n copies of fill.")]
    public static Value NewArray() => new((object)new MutableArray(0));

    /// <summary>An empty array with room for n elements.</summary>
    public static Value NewArray(Value n) => new((object)new MutableArray(Math.Min(Size(n), 1 << 20)));

    /// <summary>n copies of a value.</summary>
    public static Value NewArray(Value n, Value fill) => new((object)new MutableArray(Size(n), fill));

    /// <summary>Appends an element.</summary>
    [Builtin("mutable-array/push!", Parameters = "arr v", Doc = "Appends v in place; returns the array.")]
    public static Value Push(Value array, Value value)
    {
        Array("mutable-array/push!", array).Push(value);
        return array;
    }

    /// <summary>An element.</summary>
    [Builtin("mutable-array/get", Parameters = "arr i [default]", Doc = "The element at an index, or the default beyond the end.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Get(Value array, Value index) =>
        array.Ref is MutableArray a && index.IsFixnum && (ulong)index.Bits < (ulong)a.Count ? a[(int)index.Bits] : NoElement(array, index);

    private static Value NoElement(Value array, Value index)
    {
        var target = Array("mutable-array/get", array);
        throw OutOfBounds("mutable-array/get", Index("mutable-array/get", index), target, null);
    }

    /// <summary>An element or a default.</summary>
    public static Value Get(Value array, Value index, Value otherwise)
    {
        var target = Array("mutable-array/get", array);
        var i = Index("mutable-array/get", index);
        return i < target.Count ? target[i] : otherwise;
    }

    /// <summary>Overwrites an element.</summary>
    [Builtin("mutable-array/set!", Parameters = "arr i v", Doc = "Overwrites the element at an index; returns the array.")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Set(Value array, Value index, Value value)
    {
        if (array.Ref is not MutableArray a || !index.IsFixnum || (ulong)index.Bits >= (ulong)a.Count) return NoSlot(array, index);
        a[(int)index.Bits] = value;
        return array;
    }

    private static Value NoSlot(Value array, Value index)
    {
        var target = Array("mutable-array/set!", array);
        throw OutOfBounds("mutable-array/set!", Index("mutable-array/set!", index), target,
            "set! writes to an existing slot; use mutable-array/push! to grow");
    }

    /// <summary>The number of elements.</summary>
    [Builtin("mutable-array/length", Parameters = "arr", Doc = "The number of elements.")]
    public static Value Length(Value array) => new((long)Array("mutable-array/length", array).Count);

    /// <summary>A snapshot.</summary>
    [Builtin("mutable-array/->vector", Parameters = "arr", Doc = "A vector of the elements now.")]
    public static Value ToVector(Value array) => new((object)new Vector(Array("mutable-array/->vector", array).ToArray()));

    /// <summary>A cell.</summary>
    [Builtin("mutable-cell/new", Parameters = "v", Doc = "A mutable cell.")]
    public static Value NewCell(Value value) => new((object)new MutableCell(value));

    /// <summary>A cell's content.</summary>
    [Builtin("mutable-cell/get", Parameters = "cell", Doc = "The content of a cell.")]
    public static Value GetCell(Value cell) => Cell("mutable-cell/get", cell).Value;

    /// <summary>Replaces a cell's content.</summary>
    [Builtin("mutable-cell/set!", Parameters = "cell v", Doc = "Replaces the content; returns the cell.")]
    public static Value SetCell(Value cell, Value value)
    {
        Cell("mutable-cell/set!", cell).Value = value;
        return cell;
    }

    private static int Size(Value n) => Index("mutable-array/new", n);

    private static int Index(string name, Value index) => Indices.NonNegative(name, index);

    private static SemaException OutOfBounds(string name, int index, MutableArray array, string? hint) =>
        Raise.EvalIn(name, $"{name}: index {index} out of bounds (length {array.Count})", hint);

    private static MutableArray Array(string name, Value value) =>
        value.Ref as MutableArray ?? throw Raise.TypeIn(name, "mutable-array", value, $"{name}: create one with (mutable-array/new)");

    private static MutableCell Cell(string name, Value value) =>
        value.Ref as MutableCell ?? throw Raise.Type("mutable-cell", value, $"{name}: create one with (mutable-cell/new v)");
}
