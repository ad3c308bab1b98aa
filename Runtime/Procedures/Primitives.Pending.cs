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

    /// <summary>Up to how many elements a list is made of cells.</summary>
    private const int MostChained = 32;

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
        var items = Unsafe.As<Value[]>(pending.Ref!);
        if (items.Length is > 0 and <= MostKept) s_spare = items;
        return result;
    }

    /// <summary>
    /// One more head of a <c>cons</c> is pending. A few of them are a chain of cells already, whose last one this is with their number; more are
    /// in an array.
    /// </summary>
    public static Value HeadsWith(Value heads, Value head) =>
        (ulong)(heads.Bits - 1) < MostChained - 1 ? new Value(Unsafe.As<ConsCell>(heads.Ref!).Chained(head), heads.Bits + 1) : OtherHeadsWith(heads, head);

    private static Value OtherHeadsWith(Value heads, Value head)
    {
        if (heads.Bits == 0) return new Value(ConsCell.Chain(head), 1);
        if (heads.Bits == MostChained)
        {
            var items = new Value[4 * MostChained];
            Unsafe.As<ConsCell>(heads.Ref!).CopyChain(items);
            heads = new Value(items, MostChained);
        }
        return PendingWith(heads, head);
    }

    /// <summary>The list of the pending heads in front of what the innermost activation returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value HeadsOnto(Value heads, Value tail) => heads.Bits == 0 ? tail : SomeHeadsOnto(heads, tail);

    private static Value SomeHeadsOnto(Value heads, Value tail)
    {
        var count = (int)heads.Bits;
        if (count <= MostChained && tail.IsList) return new Value(Unsafe.As<ConsCell>(heads.Ref!).Unchained(count, tail), 0);
        var items = count > MostChained ? Unsafe.As<Value[]>(heads.Ref!) : new Value[count];
        if (count <= MostChained) Unsafe.As<ConsCell>(heads.Ref!).CopyChain(items);
        if (tail.IsEmptyList)
        {
            if (count < items.Length) Array.Resize(ref items, count);
            return Lists.FromArray(items);
        }
        for (var i = count - 1; i >= 0; i--) tail = ListBuiltins.Cons(items[i], tail);
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
