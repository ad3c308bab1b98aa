namespace Sema.Runtime.Values;

/// <summary>The total order of values (§2.4): sorted-map keys, <c>sort-by</c>, printing of maps.</summary>
public static class Ordering
{
    /// <summary>Negative, 0 or positive.</summary>
    public static int Compare(Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null) return left.Bits.CompareTo(right.Bits);
        if (left.Ref is Keyword k1 && right.Ref is Keyword k2) return ReferenceEquals(k1, k2) ? 0 : Strings.Compare(k1.Name, k2.Name);
        var rank = Rank(left);
        var byRank = rank.CompareTo(Rank(right));
        if (byRank != 0) return byRank;
        switch (rank)
        {
            case 1: return left.IsTruthy.CompareTo(right.IsTruthy);
            case 4: return left.Bits.CompareTo(right.Bits);
            case 2: return Big(left).CompareTo(Big(right));
            case 3: return CompareFlonums(left.AsFlonum, right.AsFlonum);
            case 5: return Strings.Compare((string)left.Ref!, (string)right.Ref!);
            case 6: return Strings.Compare(((Symbol)left.Ref!).Name, ((Symbol)right.Ref!).Name);
            case 8:
                StackGuard.Check();
                return CompareLists(left, right);
            case 9:
                StackGuard.Check();
                return CompareSequences(((Vector)left.Ref!).Items, ((Vector)right.Ref!).Items);
            case 18: return ((Rational)left.Ref!).CompareTo((Rational)right.Ref!);
            case 19: return ((Complex)left.Ref!).CompareTo((Complex)right.Ref!);
            default: return left.Ref is HeapObject a && right.Ref is HeapObject b ? a.CompareWithin(b) : 0;
        }
    }

    /// <summary>Element-wise; a shorter prefix comes first.</summary>
    public static int CompareSequences(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            if (Compare(left[i], right[i]) is var c and not 0) return c;
        return left.Length.CompareTo(right.Length);
    }

    private static int CompareLists(Value left, Value right)
    {
        var a = Lists.Each(left);
        var b = Lists.Each(right);
        while (a.MoveNext() && b.MoveNext())
            if (Compare(a.Current, b.Current) is var c and not 0) return c;
        return Lists.Count(left).CompareTo(Lists.Count(right));
    }

    private static int Rank(Value value) => value.Ref switch
    {
        null => 2,
        Tag tag => tag == Tag.Falsy ? (value.Bits == 0 ? 0 : 1) : tag == Tag.True ? 1 : tag == Tag.Flonum ? 3 : 4,
        BigInteger => 2,
        string => 5,
        Symbol => 6,
        Keyword => 7,
        ConsCell or Value[] => 8,
        Vector => 9,
        Map map => map.IsHash ? 11 : 10,
        Rational => 18,
        Complex => 19,
        HeapObject other => other.OrderRank,
        _ => 17,
    };

    private static BigInteger Big(Value value) => value.Ref is BigInteger big ? big : value.Bits;

    private static int CompareFlonums(double a, double b)
    {
        if (a == b) return 0;
        if (double.IsNaN(a)) return double.IsNaN(b) ? 0 : 1;
        return double.IsNaN(b) ? -1 : a.CompareTo(b);
    }
}
