namespace Sema.Runtime.Builtins;

/// <summary>Builtins that rearrange, cut and combine sequences without calling procedures (lists.md).</summary>
[BuiltinGroup("lists")]
public static class ListOperations
{
    [Builtin("take", Parameters = "n seq", Doc = "The first n items.")]
    public static Value Take(Value n, Value seq)
    {
        var count = Indices.CountFirst("take", n);
        return Part("take", seq, 0, count);
    }

    [Builtin("drop", Parameters = "n seq", Doc = "The items after the first n.")]
    public static Value Drop(Value n, Value seq)
    {
        var count = Indices.CountFirst("drop", n);
        return Part("drop", seq, count, int.MaxValue);
    }

    [Builtin("list/take-last", Parameters = "n seq", Doc = "The last n items.")]
    public static Value TakeLast(Value n, Value seq)
    {
        var count = Indices.CountFirst("list/take-last", n);
        return Part("list/take-last", seq, Math.Max(0, Sequence.Of(seq, "list/take-last").Count - count), int.MaxValue);
    }

    [Builtin("list/drop-last", Parameters = "n seq", Doc = "All but the last n items.")]
    public static Value DropLast(Value n, Value seq)
    {
        var count = Indices.CountFirst("list/drop-last", n);
        return Part("list/drop-last", seq, 0, Math.Max(0, Sequence.Of(seq, "list/drop-last").Count - count));
    }

    [Builtin("list/split-at", Parameters = "seq n", Doc = "Two lists: the first n items and the rest.")]
    public static Value SplitAt(Value seq, Value n)
    {
        var items = Sequence.Of(seq, "list/split-at");
        var at = Math.Min(Indices.NonNegative("list/split-at", n), items.Count);
        return Lists.FromArray([Part("list/split-at", seq, 0, at), Part("list/split-at", seq, at, int.MaxValue)]);
    }

    [Builtin("list/nth-or", Parameters = "seq index default", Doc = "The item at index, or default past the end.")]
    public static Value NthOr(Value seq, Value index, Value otherwise)
    {
        var items = Sequence.Of(seq, "list/nth-or");
        return Indices.NonNegative("list/nth-or", index) < items.Count ? ListBuiltins.Nth(seq, index) : otherwise;
    }

    [Builtin("zip", Parameters = "seq seq ...", Doc = "The list of the lists of corresponding items.")]
    public static Value Zip(Value first, Value second, params Value[] rest)
    {
        var rows = ListTraversals.Rows("zip", [first, second, .. rest]);
        return Lists.FromArray(Array.ConvertAll(rows, Lists.FromArray));
    }

    [Builtin("list/interleave", Parameters = "seq seq ...", Doc = "The items of all sequences in turn.")]
    public static Value Interleave(Value first, Value second, params Value[] rest)
    {
        var result = new ListBuilder(0);
        foreach (var row in ListTraversals.Rows("list/interleave", [first, second, .. rest]))
            foreach (var item in row) result.Add(item);
        return result.ToList();
    }

    [Builtin("enumerate", Parameters = "seq", Doc = "The list of (index item).")]
    public static Value Enumerate(Value seq)
    {
        var items = Sequence.Of(seq, "enumerate").ToArray();
        for (var i = 0; i < items.Length; i++) items[i] = Lists.FromArray([new Value(i), items[i]]);
        return Lists.FromArray(items);
    }

    [Builtin("flatten", Parameters = "seq", Doc = "The items with one level of lists and vectors removed.")]
    public static Value Flatten(Value seq)
    {
        var items = Sequence.Of(seq, "flatten");
        var result = new ListBuilder(items.Count);
        foreach (var item in items) Splice(ref result, item);
        return result.ToList();
    }

    [Builtin("flatten-deep", Parameters = "x", Doc = "The items with all nesting of lists and vectors removed.")]
    public static Value FlattenDeep(Value x)
    {
        var result = new ListBuilder(0);
        SpliceDeep(ref result, x);
        return result.ToList();
    }

    [Builtin("interpose", Parameters = "sep seq", Doc = "The items with sep between them.")]
    public static Value Interpose(Value separator, Value seq)
    {
        var items = Sequence.Of(seq, "interpose");
        var result = new ListBuilder(2 * items.Count);
        var first = true;
        foreach (var item in items)
        {
            if (!first) result.Add(separator);
            first = false;
            result.Add(item);
        }
        return result.ToList();
    }

    [Builtin("list/chunk", Parameters = "n seq", Doc = "Lists of up to n items.")]
    public static Value Chunk(Value n, Value seq)
    {
        var size = Indices.CountFirst("list/chunk", n);
        if (size == 0) throw Raise.Eval("list/chunk: chunk size must be positive");
        var items = Sequence.Items(seq, "list/chunk");
        var result = new ListBuilder(0);
        for (; items.Length > size; items = items[size..]) result.Add(Copy(items[..size]));
        if (!items.IsEmpty) result.Add(Copy(items));
        return result.ToList();
    }

    [Builtin("list/sliding", Parameters = "seq size [step]", Doc = "All full windows of size items, step (1) apart.")]
    public static Value Sliding(Value seq, Value size) => Sliding(seq, size, new Value(1));

    public static Value Sliding(Value seq, Value size, Value step)
    {
        var items = Sequence.Items(seq, "list/sliding");
        var width = Indices.NonNegative("list/sliding", size);
        if (width == 0) throw Raise.Eval("list/sliding: size must be positive");
        var advance = Indices.NonNegative("list/sliding", step);
        if (advance == 0) throw Raise.Eval("list/sliding: step must be positive");
        var result = new ListBuilder(0);
        for (long start = 0; start + width <= items.Length; start += advance)
            result.Add(Copy(items.Slice((int)start, width)));
        return result.ToList();
    }

    [Builtin("list/page", Parameters = "seq page per-page", Doc = "The items of a page, counted from 1.")]
    public static Value Page(Value seq, Value page, Value size)
    {
        var items = Sequence.Of(seq, "list/page");
        var number = Indices.Int(page);
        if (number < 1) throw Raise.Eval("list/page: page must be >= 1");
        var count = Indices.NonNegative("list/page", size);
        return Part("list/page", seq, (int)Int128.Min((Int128)(number - 1) * count, items.Count), count);
    }

    [Builtin("list/pad", Parameters = "seq n fill", Doc = "The items, with fill after them up to length n.")]
    public static Value Pad(Value seq, Value n, Value fill)
    {
        var items = Sequence.Items(seq, "list/pad");
        var result = Storage.Allocate<Value>("list/pad", Math.Max(items.Length, Indices.NonNegative("list/pad", n)));
        items.CopyTo(result);
        result.AsSpan(items.Length).Fill(fill);
        return Lists.FromArray(result);
    }

    [Builtin("list/repeat", "make-list", Parameters = "n x", Doc = "n times x.")]
    public static Value Repeat(Value n, Value x)
    {
        var items = Storage.Allocate<Value>("list/repeat", Indices.NonNegative("list/repeat", n));
        Array.Fill(items, x);
        return Lists.FromArray(items);
    }

    [Builtin("list/index-of", Parameters = "seq x", Doc = "The index of the first item equal to x; else nil.")]
    public static Value IndexOf(Value seq, Value x)
    {
        var at = Find(Sequence.Of(seq, "list/index-of"), x);
        return at < 0 ? Value.Nil : new Value(at);
    }

    [Builtin("list/contains?", Parameters = "seq x", Doc = "Whether some item is equal to x.")]
    public static bool Contains(Value seq, Value x) => Find(Sequence.Of(seq, "list/contains?"), x) >= 0;

    [Builtin("list/unique", Parameters = "seq", Doc = "The first occurrence of each distinct item.")]
    public static Value Unique(Value seq)
    {
        var seen = new SortedSet<Value>(ValueComparer.Instance);
        var result = new ListBuilder(0);
        foreach (var item in Sequence.Of(seq, "list/unique"))
            if (seen.Add(item)) result.Add(item);
        return result.ToList();
    }

    [Builtin("list/dedupe", Parameters = "seq", Doc = "The items without those equal to the one before.")]
    public static Value Dedupe(Value seq)
    {
        var previous = Value.Unbound;
        var result = new ListBuilder(0);
        foreach (var item in Sequence.Of(seq, "list/dedupe"))
        {
            if (previous.IsUnbound || !Equality.Same(previous, item)) result.Add(item);
            previous = item;
        }
        return result.ToList();
    }

    [Builtin("list/duplicates", Parameters = "seq", Doc = "The items that occur more than once, in value order.")]
    public static Value Duplicates(Value seq)
    {
        var result = new ListBuilder(0);
        foreach (var (item, count) in Counts(seq, "list/duplicates"))
            if (count > 1) result.Add(item);
        return result.ToList();
    }

    [Builtin("frequencies", Parameters = "seq", Doc = "A map from each item to its number of occurrences.")]
    public static Value Frequencies(Value seq)
    {
        var entries = new List<KeyValuePair<Value, Value>>();
        foreach (var (item, count) in Counts(seq, "frequencies")) entries.Add(new(MapKeys.Checked("frequencies", item), new Value(count)));
        return new Value(SortedMap.Empty.FromOrdered(entries));
    }

    [Builtin("list/mode", Parameters = "seq", Doc = "The most frequent item, or the list of them.")]
    public static Value Mode(Value seq)
    {
        var counts = Counts(seq, "list/mode");
        if (counts.Count == 0) throw Raise.Eval("list/mode: empty list");
        var most = counts.Values.Max();
        var result = new ListBuilder(0);
        foreach (var (item, count) in counts)
            if (count == most) result.Add(item);
        var modes = result.ToList();
        return Lists.Count(modes) == 1 ? Lists.Head(modes) : modes;
    }

    [Builtin("list/pluck", Parameters = "key seq", Doc = "The value of key in each item; nil where there is none.")]
    public static Value Pluck(Value key, Value seq)
    {
        var items = Sequence.Of(seq, "list/pluck").ToArray();
        for (var i = 0; i < items.Length; i++) items[i] = items[i].Ref is Map map ? map.Get(key) : Value.Nil;
        return Lists.FromArray(items);
    }

    [Builtin("list/shuffle", Parameters = "seq", Doc = "The items in random order.")]
    public static Value Shuffle(Value seq)
    {
        var items = Sequence.Of(seq, "list/shuffle").ToArray();
        Random.Shared.Shuffle(items);
        return Lists.FromArray(items);
    }

    [Builtin("list/pick", Parameters = "seq", Doc = "A random item.")]
    public static Value Pick(Value seq)
    {
        var items = NonEmpty(seq, "list/pick");
        return items[Random.Shared.Next(items.Length)];
    }

    [Builtin("list/sum", Parameters = "seq", Doc = "The sum of the items.")]
    public static Value Sum(Value seq)
    {
        var sum = new Value(0);
        foreach (var item in Sequence.Of(seq, "list/sum")) sum = Arithmetic.Add(sum, Operands.Number(item));
        return sum;
    }

    [Builtin("list/min", Parameters = "seq", Doc = "The smallest item.")]
    public static Value Min(Value seq)
    {
        var items = NonEmpty(seq, "list/min");
        var result = items[0];
        foreach (var item in items[1..])
            if (Precedes(item, result)) result = item;
        return result;
    }

    [Builtin("list/max", Parameters = "seq", Doc = "The greatest item.")]
    public static Value Max(Value seq)
    {
        var items = NonEmpty(seq, "list/max");
        var result = items[0];
        foreach (var item in items[1..])
            if (Precedes(result, item)) result = item;
        return result;
    }

    [Builtin("list/avg", Parameters = "seq", Doc = "The arithmetic mean, as a float.")]
    public static Value Average(Value seq)
    {
        var items = NonEmpty(seq, "list/avg");
        var sum = 0.0;
        foreach (var item in items) sum += ToDouble(item);
        return new Value(sum / items.Length);
    }

    [Builtin("list/median", Parameters = "seq", Doc = "The median, as a float.")]
    public static Value Median(Value seq)
    {
        var items = NonEmpty(seq, "list/median");
        var numbers = new double[items.Length];
        for (var i = 0; i < items.Length; i++) numbers[i] = ToDouble(items[i]);
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return new Value(numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2);
    }

    [Builtin("list/diff", Parameters = "a b", Doc = "The items of a that are not in b.")]
    public static Value Difference(Value a, Value b) => Common(a, b, "list/diff", false);

    [Builtin("list/intersect", Parameters = "a b", Doc = "The items of a that are also in b.")]
    public static Value Intersection(Value a, Value b) => Common(a, b, "list/intersect", true);

    [Builtin("list/cross-join", Parameters = "a b", Doc = "All pairs (x y) of items of a and b.")]
    public static Value CrossJoin(Value a, Value b)
    {
        var left = Sequence.Of(a, "list/cross-join");
        var right = Sequence.Of(b, "list/cross-join");
        var result = new ListBuilder(0);
        foreach (var x in left)
            foreach (var y in right) result.Add(Lists.FromArray([x, y]));
        return result.ToList();
    }

    [Builtin("list/join", Parameters = "seq sep [last-sep]", Doc = "The write forms of the items with sep between them.")]
    public static Value Join(Value seq, Value separator) => Join(seq, separator, separator);

    public static Value Join(Value seq, Value separator, Value lastSeparator)
    {
        var items = Sequence.Items(seq, "list/join");
        var between = separator.Ref as string ?? throw Raise.Type("string", separator);
        var beforeLast = lastSeparator.Ref as string ?? throw Raise.Type("string", lastSeparator);
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(i == items.Length - 1 ? beforeLast : between);
            text.Append(Printer.Write(items[i]));
        }
        return Value.FromString(text.ToString());
    }

    /// <summary>Appends the elements of a list or vector, or any other value itself.</summary>
    internal static void Splice(ref ListBuilder result, Value item)
    {
        if (item.IsList || item.Ref is Vector) result.AddRange(Sequence.Of(item, "flatten"));
        else result.Add(item);
    }

    private static void SpliceDeep(ref ListBuilder result, Value value)
    {
        if (!value.IsList && value.Ref is not Vector)
        {
            result.Add(value);
            return;
        }
        StackGuard.Check();
        foreach (var item in Sequence.Of(value, "flatten-deep")) SpliceDeep(ref result, item);
    }

    /// <summary>
    /// At most <paramref name="length"/> items from an index on: of a list O(start + length), or O(start) for all that follow, which
    /// the result shares.
    /// </summary>
    internal static Value Part(string name, Value seq, int start, int length)
    {
        var count = Sequence.Of(seq, name).Count;
        start = Math.Min(start, count);
        length = Math.Min(length, count - start);
        if (!seq.IsList) return Copy(Sequence.Items(seq, name).Slice(start, length));
        var rest = Lists.Drop(seq, start);
        return length == count - start ? rest : Lists.Take(rest, length);
    }

    private static Value Copy(ReadOnlySpan<Value> items) => Lists.FromArray(items.ToArray());

    private static int Find(Sequence items, Value x)
    {
        var i = 0;
        foreach (var item in items)
        {
            if (Equality.Same(item, x)) return i;
            i++;
        }
        return -1;
    }

    private static Value Common(Value a, Value b, string name, bool wanted)
    {
        var left = Sequence.Of(a, name);
        var right = new SortedSet<Value>(ValueComparer.Instance);
        foreach (var item in Sequence.Of(b, name)) right.Add(item);
        var result = new ListBuilder(0);
        foreach (var item in left)
            if (right.Contains(item) == wanted) result.Add(item);
        return result.ToList();
    }

    private static SortedDictionary<Value, int> Counts(Value seq, string name)
    {
        var counts = new SortedDictionary<Value, int>(ValueComparer.Instance);
        foreach (var item in Sequence.Of(seq, name)) counts[item] = counts.GetValueOrDefault(item) + 1;
        return counts;
    }

    private static ReadOnlySpan<Value> NonEmpty(Value seq, string name)
    {
        var items = Sequence.Items(seq, name);
        return items.IsEmpty ? throw Raise.Eval($"{name}: empty list") : items;
    }

    /// <summary>Numeric order; the error is about the left operand, whichever of the two is no number.</summary>
    private static bool Precedes(Value left, Value right) =>
        Tower.IsNumber(left) && Tower.IsNumber(right) ? Arithmetic.Less(left, right) : throw Raise.Type("number", left);

    private static double ToDouble(Value value) => value.Ref switch
    {
        null => value.Bits,
        BigInteger big => (double)big,
        Rational ratio => (double)ratio.Numerator / (double)ratio.Denominator,
        _ when value.IsFlonum => value.AsFlonum,
        _ => throw Raise.Type("number", value),
    };
}
