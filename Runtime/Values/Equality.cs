using System.Runtime.CompilerServices;

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

    /// <summary>As <see cref="Same"/>, for compiled code: what is most often different, or one object, is seen in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSame(Value left, Value right)
    {
        if (!ReferenceEquals(left.Ref, right.Ref)) return left.Ref is not (null or Symbol or Keyword) && SameObjects(left, right);
        return left.Bits == right.Bits && !left.IsFlonum || Same(left, right);
    }

    /// <summary>Whether two values are one and so <see cref="Same"/>: for compiled code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreOne(Value left, Value right) => ReferenceEquals(left.Ref, right.Ref) && left.Bits == right.Bits && !left.IsFlonum;

    /// <summary>Whether two values that are not one are seen not to be <see cref="Same"/> without looking into them: for compiled code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreDistinct(Value left, Value right) =>
        left.Ref is null or Symbol or Keyword || (left.Ref.GetType() == typeof(Tag) && !(left.IsFlonum && right.IsFlonum));

    /// <summary>Whether two arrays have <c>equal?</c> elements.</summary>
    public static bool EqualSequences(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (!Same(left[i], right[i])) return false;
        return true;
    }

    /// <summary>A hash that agrees with <see cref="Same"/>, the same in every run except for values that compare by identity.</summary>
    public static int Hash(Value value)
    {
        switch (value.Ref)
        {
            case null: return StableHash.Of(value.Bits);
            case string text: return StableHash.Of(text);
            case Keyword keyword: return keyword.Hash;
            case Symbol symbol: return symbol.Hash;
            // GetHashCode gives both zeros, and all NaNs, one hash.
            case Tag tag when tag == Tag.Flonum: return StableHash.Of(value.AsFlonum.GetHashCode());
            case Tag tag: return StableHash.Combine(tag == Tag.Char ? 3 : tag == Tag.True ? 4 : 5, (int)value.Bits);
            case ConsCell or Value[]:
                StackGuard.Check();
                var list = 1;
                foreach (var item in Lists.Each(value)) list = StableHash.Combine(list, Hash(item));
                return list;
            case Vector vector: return HashSequence(vector.Items);
            case Map map: return HashEntries(map);
            case BigInteger big: return StableHash.Of(big.ToByteArray());
            case Rational or Complex: return value.Ref.GetHashCode();
            case HeapObject other: return other.ContentHash();
            default: return System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.Ref);
        }
    }

    /// <summary>A hash that agrees with <see cref="EqualSequences"/>.</summary>
    public static int HashSequence(ReadOnlySpan<Value> items)
    {
        StackGuard.Check();
        var hash = 2;
        foreach (var item in items) hash = StableHash.Combine(hash, Hash(item));
        return hash;
    }

    /// <summary>Independent of the order of the entries, which hash maps do not define.</summary>
    private static int HashEntries(Map map)
    {
        StackGuard.Check();
        var sum = map.Count;
        foreach (var (key, value) in map.Entries()) sum += StableHash.Combine(Hash(key), Hash(value));
        return map.IsHash ? ~sum : sum;
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
                return right.Ref is Map m && m.IsHash == map.IsHash && m.Count == map.Count && SameEntries(map, m);
            case BigInteger big: return right.Ref is BigInteger n && big == n;
            case Rational or Complex: return left.Ref.Equals(right.Ref);
            case HeapObject heap: return right.Ref is not null && heap.EqualTo(right.Ref);
            default: return ReferenceEquals(left.Ref, right.Ref);
        }
    }

    /// <summary>Sorted maps are walked side by side, hash maps looked up.</summary>
    private static bool SameEntries(Map left, Map right)
    {
        if (!left.IsHash) return left.Entries().Zip(right.Entries()).All(static e => Same(e.First.Key, e.Second.Key) && Same(e.First.Value, e.Second.Value));
        foreach (var (key, value) in left.Entries())
            if (!right.TryGet(key, out var that) || !Same(value, that)) return false;
        return true;
    }

    private sealed class ValueComparer : IEqualityComparer<Value>
    {
        public bool Equals(Value x, Value y) => Same(x, y);

        public int GetHashCode(Value value) => Hash(value);
    }
}
