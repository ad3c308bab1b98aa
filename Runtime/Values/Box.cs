using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>The storage cell of a variable that is both assigned and captured by a closure.</summary>
public sealed class Box
{
    /// <summary>The current value.</summary>
    public Value Value;

    /// <summary>A cell with its first value.</summary>
    public Box(Value value) => Value = value;

    /// <summary>Assigns a cell. Most assigned variables are counters: a fixnum has no reference that the collector must hear of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Box box, Value value)
    {
        if (value.Ref is null) box.Value = new Value(value.Bits);
        else box.Value = value;
    }

    /// <summary>Assigns a cell that holds a fixnum another one: its reference is null already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWord(Box box, long fixnum) => Unsafe.AsRef(in box.Value.Bits) = fixnum;
}
