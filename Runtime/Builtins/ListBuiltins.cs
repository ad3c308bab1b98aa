using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Construction of and access to lists (lists.md, language.md §2.6). Those named in §8.1 are called by compiled code directly.</summary>
[BuiltinGroup("lists")]
public static class ListBuiltins
{
    private const string ListOrVector = "list or vector";

    [Builtin("list", Parameters = "x ...", Doc = "A list of the arguments.", IsPure = true)]
    public static Value List(params Value[] rest) => Lists.FromArray(rest);

    [Builtin("cons", Parameters = "x seq", Doc = "The list with x in front of seq.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Cons(Value head, Value tail)
    {
        int count;
        if (tail.Ref is ConsCell cell) count = cell.Count;
        else if (!tail.IsFixnum && Lists.IsItems(tail)) count = Lists.Items(tail).Length - (int)tail.Bits;
        else return ConsOther(head, tail);
        return new Value(new ConsCell(head, tail, count), 0);
    }

    [Builtin("car", "first", Parameters = "seq", Doc = "The first element of a list or vector; nil when empty.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Car(Value seq)
    {
        if (seq.Ref is ConsCell cell) return cell.Head;
        return seq.Ref is Value[] items && (ulong)seq.Bits < (ulong)items.Length ? items[seq.Bits] : CarOther(seq, "car", null);
    }

    [Builtin("cdr", "rest", Parameters = "seq", Doc = "All but the first element, of the same kind.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Cdr(Value seq)
    {
        if (seq.Ref is ConsCell cell) return cell.Tail;
        return seq.Ref is Value[] items ? Lists.TailAt(items, (int)seq.Bits + 1) : CdrOther(seq, "cdr", null);
    }

    [Builtin("null?", Parameters = "x", Doc = "Whether x is nil or the empty list.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNull(Value x) => x.IsEmptyList || x.IsNil;

    [Builtin("caar", Parameters = "x", Doc = "(car (car x)).")]
    public static Value Caar(Value x) => First(First(x));

    [Builtin("cadr", Parameters = "x", Doc = "The second element; nil when there is none.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Cadr(Value x) => x.Ref is Value[] items && (ulong)(x.Bits + 1) < (ulong)items.Length ? items[x.Bits + 1] : CadrOther(x);

    [Builtin("cdar", Parameters = "x", Doc = "(cdr (car x)).")]
    public static Value Cdar(Value x) => Rest(First(x));

    [Builtin("cddr", Parameters = "x", Doc = "(cdr (cdr x)).", IsPure = true)]
    public static Value Cddr(Value x) => Rest(Rest(x));

    [Builtin("caaar", Parameters = "x", Doc = "(car (car (car x))).")]
    public static Value Caaar(Value x) => First(Caar(x));

    [Builtin("caadr", Parameters = "x", Doc = "(car (car (cdr x))).")]
    public static Value Caadr(Value x) => First(Cadr(x));

    [Builtin("cadar", Parameters = "x", Doc = "(car (cdr (car x))).")]
    public static Value Cadar(Value x) => First(Cdar(x));

    [Builtin("caddr", Parameters = "x", Doc = "The third element; nil when there is none.", IsPure = true)]
    public static Value Caddr(Value x) => First(Cddr(x));

    [Builtin("cdaar", Parameters = "x", Doc = "(cdr (car (car x))).")]
    public static Value Cdaar(Value x) => Rest(Caar(x));

    [Builtin("cdadr", Parameters = "x", Doc = "(cdr (car (cdr x))).")]
    public static Value Cdadr(Value x) => Rest(Cadr(x));

    [Builtin("cddar", Parameters = "x", Doc = "(cdr (cdr (car x))).")]
    public static Value Cddar(Value x) => Rest(Cdar(x));

    [Builtin("cdddr", Parameters = "x", Doc = "All but the first three elements.")]
    public static Value Cdddr(Value x) => Rest(Cddr(x));

    [Builtin("length", Parameters = "coll", Doc = "The number of elements, entries or code points.", IsPure = true)]
    public static Value Length(Value coll) => coll.Ref switch
    {
        ConsCell cell => new Value(cell.Count),
        Value[] => new Value(Lists.Count(coll)),
        Vector vector => new Value(vector.Items.Length),
        string => new Value(Strings.Length(coll)),
        Map map => new Value(map.Count),
        Bytevector bytes => new Value(bytes.Bytes.Length),
        TypedArray<double> floats => new Value(floats.Items.Length),
        TypedArray<long> integers => new Value(integers.Items.Length),
        MutableArray array => new Value(array.Count),
        _ => throw Raise.TypeIn("length",
            "list, vector, string, map, hashmap, bytevector, typed array, or mutable-array", coll),
    };

    [Builtin("append", Parameters = "seq ...", Doc = "A list of the elements of all lists and vectors.")]
    public static Value Append(params Value[] rest)
    {
        var count = 0;
        foreach (var seq in rest)
            count += IsListOrVector(seq) ? Sequence.Of(seq, "append").Count
                : throw Raise.Type(ListOrVector, seq, "append: every argument must be a list or vector");
        return Concatenate(rest, count);
    }

    public static Value Append(Value left, Value right)
    {
        if (!IsListOrVector(left)) throw Raise.TypeIn("append", ListOrVector, left);
        if (!IsListOrVector(right)) throw Raise.TypeIn("append", ListOrVector, right);
        return Concatenate([left, right], Sequence.Of(left, "append").Count + Sequence.Of(right, "append").Count);
    }

    [Builtin("reverse", Parameters = "seq", Doc = "The elements in reverse order, of the same kind.")]
    public static Value Reverse(Value seq)
    {
        if (!IsListOrVector(seq)) throw Raise.Type(ListOrVector, seq, "reverse: argument 1 must be a list or vector");
        var items = Sequence.Of(seq, "reverse").ToArray();
        Array.Reverse(items);
        return seq.Ref is Vector ? new Value(new Vector(items)) : Lists.FromArray(items);
    }

    [Builtin("nth", Parameters = "coll index", Doc = "The element at a 0-based index.", IsPure = true)]
    public static Value Nth(Value coll, Value index)
    {
        if (index.IsFixnum)
        {
            if (coll.Ref is Vector vector && (ulong)index.Bits < (ulong)vector.Items.Length) return vector.Items[index.Bits];
            if (coll.IsList && (ulong)index.Bits < (ulong)Lists.Count(coll)) return Lists.At(coll, (int)index.Bits);
        }
        return NthOther(coll, index);
    }

    [Builtin("member", Parameters = "x seq", Doc = "The tail that starts with x, or #f.")]
    public static Value Member(Value x, Value seq)
    {
        if (seq.IsList)
        {
            for (; !seq.IsEmptyList; seq = Lists.Tail(seq))
                if (Equality.Same(Lists.Head(seq), x)) return seq;
            return Value.False;
        }
        var items = Sequence.Items(seq, "member");
        for (var i = 0; i < items.Length; i++)
            if (Equality.Same(items[i], x)) return Lists.FromArray(items[i..].ToArray());
        return Value.False;
    }

    [Builtin("assq", Parameters = "key alist", Doc = "The first inner list that starts with key, or #f.")]
    public static Value Assq(Value key, Value alist) => Associated(key, alist, "assq");

    [Builtin("assv", Parameters = "key alist", Doc = "The first inner list that starts with key, or #f.")]
    public static Value Assv(Value key, Value alist) => Associated(key, alist, "assv");

    [Builtin("last", Parameters = "seq", Doc = "The last element; nil when empty.")]
    public static Value Last(Value seq)
    {
        if (seq.IsList) return seq.IsEmptyList ? Value.Nil : Lists.At(seq, Lists.Count(seq) - 1);
        var items = Sequence.Items(seq, "last");
        return items.IsEmpty ? Value.Nil : items[^1];
    }

    [Builtin("range", Parameters = "[start] end [step]", Doc = "The integers from start (0) up to, excluding, end.")]
    public static Value Range(Value end) => Range(new Value(0), end, new Value(1));

    public static Value Range(Value start, Value end) => Range(start, end, new Value(1));

    public static Value Range(Value start, Value end, Value step)
    {
        long from = Indices.Int(start), to = Indices.Int(end), by = Indices.Int(step);
        return by == 0 ? throw Raise.Eval("range: step cannot be 0") : Arithmetic("range", from, by, RangeCount(from, to, by));
    }

    /// <summary>The number of integers from one to another, excluded, by a step that is not 0.</summary>
    internal static long RangeCount(long from, long to, long by)
    {
        var distance = by > 0 ? (Int128)to - from : (Int128)from - to;
        return distance <= 0 ? 0 : (long)Int128.Min(long.MaxValue, (distance - 1) / Int128.Abs(by) + 1);
    }

    [Builtin("iota", Parameters = "count [start [step]]", Doc = "count integers from start (0) by step (1).")]
    public static Value Iota(Value count) => Iota(count, new Value(0), new Value(1));

    public static Value Iota(Value count, Value start) => Iota(count, start, new Value(1));

    public static Value Iota(Value count, Value start, Value step)
    {
        long n = Indices.Int(count), from = Indices.Int(start), by = Indices.Int(step);
        return Arithmetic("iota", from, by, Math.Max(0, n));
    }

    private static Value Arithmetic(string name, long from, long by, long count)
    {
        var items = Storage.Allocate<Value>(name, count);
        for (var i = 0; i < items.Length; i++) items[i] = new Value(unchecked(from + i * by));
        return Lists.FromArray(items);
    }

    private static Value Associated(Value key, Value alist, string name)
    {
        foreach (var pair in Sequence.Of(alist, name))
            if (pair.IsList && !pair.IsEmptyList && Equality.Same(Lists.Head(pair), key)) return pair;
        return Value.False;
    }

    private static bool IsListOrVector(Value value) => value.IsList || value.Ref is Vector;

    /// <summary>
    /// The elements of all sequences. A last list much longer than all before it is shared, as in any Lisp: so to put elements in
    /// front of a growing list costs O(1) each. Otherwise the result is one array.
    /// </summary>
    private static Value Concatenate(ReadOnlySpan<Value> sequences, int count)
    {
        const int Share = 4;
        if (count == 0) return Value.EmptyList;
        var last = sequences[^1];
        var own = last.IsList && Lists.Count(last) > Share * (count - Lists.Count(last)) ? count - Lists.Count(last) : count;
        var items = new Value[own];
        var i = 0;
        foreach (var sequence in own == count ? sequences : sequences[..^1])
        {
            var part = Sequence.Items(sequence, "append");
            part.CopyTo(items.AsSpan(i));
            i += part.Length;
        }
        if (own == count) return Lists.FromArray(items);
        while (i > 0) last = Lists.Cons(items[--i], last);
        return last;
    }

    /// <summary><c>(car seq)</c> where that is known not to be a list with elements.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value CarOfOther(Value seq) => CarOther(seq, "car", null);

    /// <summary><c>(cdr seq)</c> where that is known not to be a list with elements.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value CdrOfOther(Value seq) => CdrOther(seq, "cdr", null);

    private static Value CadrOther(Value x) => First(Rest(x));

    private static Value ConsOther(Value head, Value tail) => Lists.FromArray(tail.IsNil ? [head] : [head, tail]);

    // The compositions report the hint of first and rest, and are no frame of their own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Value First(Value seq)
    {
        if (seq.Ref is ConsCell cell) return cell.Head;
        return seq.Ref is Value[] items && (ulong)seq.Bits < (ulong)items.Length ? items[seq.Bits]
            : CarOther(seq, null, "first: argument 1 must be a list or vector");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Value Rest(Value seq)
    {
        if (seq.Ref is ConsCell cell) return cell.Tail;
        return seq.Ref is Value[] items ? Lists.TailAt(items, (int)seq.Bits + 1) : CdrOther(seq, null, "rest: argument 1 must be a list or vector");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value CarOther(Value seq, string? operation, string? hint)
    {
        if (seq.IsList) return seq.IsEmptyList ? Value.Nil : Lists.Head(seq);
        if (seq.Ref is Vector vector) return vector.Items.Length == 0 ? Value.Nil : vector.Items[0];
        throw NotListOrVector(seq, operation, hint);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value CdrOther(Value seq, string? operation, string? hint)
    {
        if (seq.IsList) return seq.IsEmptyList ? seq : Lists.Tail(seq);
        if (seq.Ref is Vector vector)
            return new Value(vector.Items.Length <= 1 ? Vector.Empty : new Vector(vector.Items[1..]));
        throw NotListOrVector(seq, operation, hint);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SemaException NotListOrVector(Value seq, string? operation, string? hint) =>
        Raise.TypeNamed(ListOrVector, TypeNames.InErrors(seq), hint, operation);

    private static Value NthOther(Value coll, Value index)
    {
        if (!index.IsFixnum)
            throw Raise.TypeIn("nth", "int", index, "nth: argument order is (nth collection index)"
                + (IsListOrVector(index) ? " — looks like the arguments are swapped" : "; the index must be an integer"));
        if (index.Bits < 0) throw Raise.EvalIn("nth", $"nth: index must be non-negative, got {index.Bits}");
        var count = IsListOrVector(coll) || coll.Ref is MutableArray ? Length(coll).Bits : throw Raise.TypeIn("nth", ListOrVector, coll);
        return index.Bits < count ? ((MutableArray)coll.Ref!)[(int)index.Bits]
            : throw Raise.EvalIn("nth", $"index {index.Bits} out of bounds (length {count})");
    }
}
