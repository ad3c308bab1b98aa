using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary><c>sort</c> and <c>sort-by</c> (lists.md).</summary>
[BuiltinGroup("lists")]
public static class Sorting
{
    [Builtin("sort", Parameters = "seq [cmp]", Doc = "The items in ascending order, or in that of cmp; stable.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Sort(Value seq)
    {
        var items = Sequence.Of(seq, "sort").ToArray();
        if (items.Length < 2) return Lists.FromArray(items);
        CheckOneKind(items);
        if (IsReal(items[0])) MergeSort.Sort(items, default(NumericOrder));
        else MergeSort.Sort(items, default(TotalOrder));
        return Lists.FromArray(items);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Sort(Value seq, Value compare)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "sort").ToArray();
        if (items.Length > 1) MergeSort.Sort(items, new ProcedureOrder(Callable.Argument(compare)));
        return Lists.FromArray(items);
    }

    [Builtin("sort-by", Parameters = "keyfn seq", Doc = "The items in the order of their keys; stable.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value SortBy(Value key, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "sort-by").ToArray();
        var keys = new Value[items.Length];
        var order = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            keys[i] = Callable.Argument(key).Invoke1(items[i]);
            order[i] = new Value(i);
        }
        MergeSort.Sort(order, new KeyOrder(keys));
        for (var i = 0; i < order.Length; i++) order[i] = items[order[i].Bits];
        return Lists.FromArray(order);
    }

    private static bool IsReal(Value value) => value.IsFixnum || value.IsFlonum || value.Ref is BigInteger or Rational;

    private static void CheckOneKind(Value[] items)
    {
        var real = IsReal(items[0]);
        var kind = TypeNames.InErrors(items[0]);
        foreach (var item in items)
            if (real ? !IsReal(item) : TypeNames.InErrors(item) != kind)
                throw Raise.Type(kind, item, "sort orders one type at a time; use `sort-by` or `(sort xs cmp)` "
                    + "with a comparator to order mixed types");
    }

    private readonly struct NumericOrder : IValueOrder
    {
        public bool Precedes(Value left, Value right)
        {
            if (left.IsFixnum && right.IsFixnum) return left.Bits < right.Bits;
            if (left.IsFlonum && double.IsNaN(left.AsFlonum)) return false;
            return right.IsFlonum && double.IsNaN(right.AsFlonum) || Arithmetic.Less(left, right);
        }
    }

    private readonly struct TotalOrder : IValueOrder
    {
        public bool Precedes(Value left, Value right) => Ordering.Compare(left, right) < 0;
    }

    private readonly struct KeyOrder(Value[] keys) : IValueOrder
    {
        public bool Precedes(Value left, Value right) => Ordering.Compare(keys[left.Bits], keys[right.Bits]) < 0;
    }

    /// <summary>A comparator of the program: a negative integer or #t puts the first argument before the second.</summary>
    private readonly struct ProcedureOrder(Procedure compare) : IValueOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Precedes(Value left, Value right)
        {
            var result = compare.Invoke2(left, right);
            return result.IsFixnum ? result.Bits < 0
                : result.Ref is BigInteger big ? big.Sign < 0
                : ReferenceEquals(result.Ref, Tag.True);
        }
    }
}
