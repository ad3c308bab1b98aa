using System.Runtime.CompilerServices;
using Sema.Runtime.Builtins;

namespace Sema.Runtime.Procedures;

// What the loops are made of that the compiler puts in the place of linear recursion. What is pending is what the activations of the
// procedure that have not returned would hold: an array with the number of values in it, the innermost activation's last; or, when they hold
// nothing, only their number. Never seen by the program.
public static partial class Primitives
{
    /// <summary>How many activations of one procedure can be left in a loop, where the recursion is taken for an endless one.</summary>
    public const int MostActivations = 1 << 24;

    private const int FirstPending = 32;
    private const int MostKept = 1024;

    /// <summary>An array without values that the next recursion of the thread can have.</summary>
    [ThreadStatic]
    private static Value[]? s_spare;

    /// <summary>Nothing pending yet.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingNone() => new(Lists.Empty, 0);

    /// <summary>Whether the outermost activation has been reached.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool PendingIsNone(Value pending) => pending.Bits == 0;

    /// <summary>One more value is pending; raises <c>stack overflow</c> when these are too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingWith(Value pending, Value value)
    {
        var items = Unsafe.As<Value[]>(pending.Ref!);
        var count = (int)pending.Bits;
        if ((uint)count >= (uint)items.Length) items = MorePending(items);
        items[count] = value;
        return new Value(items, count + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value[] MorePending(Value[] items)
    {
        if (items.Length == 0)
        {
            var spare = s_spare;
            s_spare = null;
            return spare ?? new Value[FirstPending];
        }
        if (items.Length >= MostActivations) throw Raise.StackOverflow();
        Array.Resize(ref items, 2 * items.Length);
        return items;
    }

    /// <summary>The innermost value.</summary>
    [Primitive(CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingLast(Value pending) => Unsafe.As<Value[]>(pending.Ref!)[(int)pending.Bits - 1];

    /// <summary>What is pending without the innermost value.</summary>
    [Primitive(CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingRest(Value pending)
    {
        var last = (int)pending.Bits - 1;
        Unsafe.As<Value[]>(pending.Ref!)[last] = default;
        return new Value(pending.Ref, last);
    }

    /// <summary>The result of the outermost activation, which ends the recursion.</summary>
    [Primitive(CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingDone(Value pending, Value result)
    {
        Keep(Unsafe.As<Value[]>(pending.Ref!));
        return result;
    }

    private static void Keep(Value[] items)
    {
        if (items.Length is > 0 and <= MostKept) s_spare = items;
    }

    /// <summary>The pending values, in front of the elements of what the innermost activation returned: each is the head of a <c>cons</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingOnto(Value pending, Value tail) => pending.Bits == 0 ? tail : AllPendingOnto(pending, tail);

    private static Value AllPendingOnto(Value pending, Value tail)
    {
        var items = Unsafe.As<Value[]>(pending.Ref!);
        var values = items.AsSpan(0, (int)pending.Bits);
        if (tail.IsEmptyList) tail = Lists.FromArray(values.ToArray());
        else
            for (var i = values.Length - 1; i >= 0; i--) tail = ListBuiltins.Cons(values[i], tail);
        if (items.Length <= MostKept)
        {
            values.Clear();
            s_spare = items;
        }
        return tail;
    }

    /// <summary>One more activation is pending that holds nothing; raises <c>stack overflow</c> when these are too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingMore(Value count) => count.Bits < MostActivations ? new Value(count.Bits + 1) : throw Raise.StackOverflow();

    /// <summary>One activation less.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value PendingLess(Value count) => new(count.Bits - 1);

    /// <summary>Raises <c>stack overflow</c>.</summary>
    public static Value RaiseStackOverflow() => throw Raise.StackOverflow();

    /// <summary>Whether a value is an integer that fits 64 bits.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFixnum(Value value) => value.IsFixnum;
}
