using System.Runtime.CompilerServices;
using Sema.Runtime.Builtins;

namespace Sema.Runtime.Procedures;

// What the loops are made of that the compiler puts in the place of (map f seq) and its like. A walk is a value that says where in a
// sequence the loop is: a cons cell, or an array with an index that may be the array's length. Results under construction are an
// array with the index of the next one. Neither is ever seen by the program.
public static partial class Primitives
{
    private const int FirstCapacity = 4;

    /// <summary>A walk from the first element of a sequence; raises as the builtin <paramref name="name"/> does when it is none.</summary>
    [Primitive(IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value WalkOf(Value sequence, Value name) =>
        sequence.Ref is Value[] ? sequence : OtherWalk(sequence, (string)name.Ref!);

    // One comparison, where (is) would ask for null too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsArray(Value walk) => walk.Ref!.GetType() == typeof(Value[]);

    private static Value OtherWalk(Value sequence, string name) => sequence.Ref switch
    {
        ConsCell => sequence,
        Vector vector => new Value(vector.Items, 0),
        _ => new Value(Sequence.Of(sequence, name).ToArray(), 0),
    };

    /// <summary>As <see cref="WalkOf"/>, for a sequence that must not be empty.</summary>
    [Primitive(IsPure = true)]
    public static Value WalkOfSome(Value sequence, Value name)
    {
        var walk = WalkOf(sequence, name);
        return WalkGoesOn(walk) ? walk : throw Raise.Eval($"{name.Ref}: empty list");
    }

    /// <summary>Whether a walk has not reached the end.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WalkGoesOn(Value walk) => !IsArray(walk) || walk.Bits < Unsafe.As<Value[]>(walk.Ref!).Length;

    /// <summary>The element that a walk is at.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value WalkItem(Value walk) =>
        IsArray(walk) ? Unsafe.As<Value[]>(walk.Ref!)[(int)walk.Bits] : Unsafe.As<ConsCell>(walk.Ref!).Head;

    /// <summary>The walk one element further.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value WalkNext(Value walk) =>
        IsArray(walk) ? new Value(walk.Ref, walk.Bits + 1) : Unsafe.As<ConsCell>(walk.Ref!).Tail;

    /// <summary>The end of a walk in an array, for a loop that goes backwards with <see cref="WalkBack"/>.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    public static Value WalkEnd(Value walk)
    {
        var items = (Value[])walk.Ref!;
        return new Value(items, items.Length);
    }

    /// <summary>As <see cref="WalkOf"/>, in an array for certain.</summary>
    [Primitive(IsPure = true)]
    public static Value ArrayWalkOf(Value sequence, Value name)
    {
        var walk = WalkOf(sequence, name);
        return walk.Ref is ConsCell ? new Value(Lists.ToArray(walk), 0) : walk;
    }

    /// <summary>Whether a walk has elements behind it, down to where another one is in the same array.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool WalkIsBehind(Value start, Value walk) => start.Bits < walk.Bits;

    /// <summary>The walk one element back.</summary>
    [Primitive(IsPure = true, CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value WalkBack(Value walk) => new(walk.Ref, walk.Bits - 1);

    /// <summary>Room for a result for each element of a walk.</summary>
    [Primitive(IsPure = true)]
    public static Value ResultsOf(Value walk) => new(new Value[Lists.Count(walk)], 0);

    /// <summary>Room as <see cref="ResultsOf"/> makes it, behind a first element.</summary>
    [Primitive(IsPure = true)]
    public static Value ResultsBehind(Value first, Value walk)
    {
        var items = new Value[Lists.Count(walk) + 1];
        items[0] = first;
        return new Value(items, 1);
    }

    /// <summary>Raises what <c>(range start end)</c> raises.</summary>
    [Primitive(IsPure = true)]
    public static void CheckRange(Value start, Value end)
    {
        // A list that may not fit into memory is made, to see whether it does.
        const int CertainlyFits = 1 << 24;
        if (ListBuiltins.RangeCount(Indices.Int(start), Indices.Int(end), 1) > CertainlyFits) ListBuiltins.Range(start, end);
    }

    /// <summary>Room for a result for each element of a range.</summary>
    [Primitive(IsPure = true)]
    public static Value ResultsOfRange(Value start, Value end) => new(new Value[ListBuiltins.RangeCount(start.Bits, end.Bits, 1)], 0);

    /// <summary>Room for a result for each pair of elements of two walks.</summary>
    [Primitive(IsPure = true)]
    public static Value ResultsOfPairs(Value left, Value right) => new(new Value[Math.Min(Lists.Count(left), Lists.Count(right))], 0);

    /// <summary>Results with one more, for which there is room.</summary>
    [Primitive(CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value ResultsWith(Value results, Value item)
    {
        Unsafe.As<Value[]>(results.Ref!)[(int)results.Bits] = item;
        return new Value(results.Ref, results.Bits + 1);
    }

    /// <summary>The list of results that fill their room.</summary>
    [Primitive(IsPure = true)]
    public static Value ResultList(Value results) => Lists.FromArray((Value[])results.Ref!);

    /// <summary>No results yet, nor a known number of them.</summary>
    [Primitive(IsPure = true)]
    public static Value SelectionOf() => new(Lists.Empty, 0);

    /// <summary>Results with one more, for which room is made when there is none.</summary>
    [Primitive(CannotFail = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value SelectionWith(Value selection, Value item)
    {
        var items = Unsafe.As<Value[]>(selection.Ref!);
        var count = (int)selection.Bits;
        if (count >= items.Length) Array.Resize(ref items, Math.Max(FirstCapacity, 2 * count));
        items[count] = item;
        return new Value(items, count + 1);
    }

    /// <summary>The list of as many results as there are.</summary>
    [Primitive(IsPure = true)]
    public static Value SelectionList(Value selection)
    {
        var items = (Value[])selection.Ref!;
        if (selection.Bits < items.Length) Array.Resize(ref items, (int)selection.Bits);
        return Lists.FromArray(items);
    }
}
