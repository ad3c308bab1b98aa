namespace Sema.Runtime.Values;

/// <summary><c>equal?</c> (§2.3): structural, sensitive to type and exactness; and the hash that agrees with it.</summary>
public static class Equality
{
    /// <summary>Compares by <see cref="Same"/>: for dictionaries keyed by values.</summary>
    public static readonly IEqualityComparer<Value> Comparer = new ValueComparer();

    /// <summary>Whether two values are <c>equal?</c>.</summary>
    public static bool Same(Value left, Value right)
    {
        if (ReferenceEquals(left.Ref, right.Ref))
        {
            if (left.Ref is Tag tag && tag == Tag.Flonum) return left.AsFlonum == right.AsFlonum;
            if (left.Bits == right.Bits) return true;
            if (left.Ref is null or Tag) return false;
        }
        return SameObjects(left, right);
    }

    /// <summary>Whether two arrays have <c>equal?</c> elements.</summary>
    public static bool EqualSequences(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (!Same(left[i], right[i])) return false;
        return true;
    }

    /// <summary>A hash that agrees with <see cref="Same"/>.</summary>
    public static int Hash(Value value) => value.Ref switch
    {
        null => value.Bits.GetHashCode(),
        Tag tag => tag == Tag.Flonum ? value.AsFlonum.GetHashCode() : HashCode.Combine(tag, value.Bits),
        string text => text.GetHashCode(),
        ConsCell or Value[] => HashSequence(Lists.ToArray(value)),
        Vector vector => HashSequence(vector.Items) + 1,
        Map map => map.Count,
        BigInteger big => big.GetHashCode(),
        Rational or Complex => value.Ref.GetHashCode(),
        HeapObject other => other.ContentHash(),
        _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.Ref),
    };

    /// <summary>A hash that agrees with <see cref="EqualSequences"/>.</summary>
    public static int HashSequence(ReadOnlySpan<Value> items)
    {
        var hash = default(HashCode);
        foreach (var item in items) hash.Add(Hash(item));
        return hash.ToHashCode();
    }

    private static bool SameObjects(Value left, Value right)
    {
        StackGuard.Check();
        switch (left.Ref)
        {
            case string text: return right.Ref is string other && text == other;
            case ConsCell or Value[]:
                if (!right.IsList || Lists.Count(left) != Lists.Count(right)) return false;
                var a = Lists.Each(left);
                var b = Lists.Each(right);
                while (a.MoveNext() && b.MoveNext())
                    if (!Same(a.Current, b.Current)) return false;
                return true;
            case Vector vector: return right.Ref is Vector v && EqualSequences(vector.Items, v.Items);
            case Map map:
                if (right.Ref is not Map m || m.IsHash != map.IsHash || m.Count != map.Count) return false;
                foreach (var (key, value) in map.Ordered())
                    if (!m.TryGet(key, out var that) || !Same(value, that)) return false;
                return true;
            case BigInteger big: return right.Ref is BigInteger n && big == n;
            case Rational or Complex: return left.Ref.Equals(right.Ref);
            case HeapObject heap: return right.Ref is not null && heap.EqualTo(right.Ref);
            default: return ReferenceEquals(left.Ref, right.Ref);
        }
    }

    private sealed class ValueComparer : IEqualityComparer<Value>
    {
        public bool Equals(Value x, Value y) => Same(x, y);

        public int GetHashCode(Value value) => Hash(value);
    }
}
