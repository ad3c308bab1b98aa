using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Builtins that call a procedure for the elements of sequences (lists.md).</summary>
[BuiltinGroup("lists")]
public static class ListTraversals
{
    [Builtin("map", "mapcar", Parameters = "f seq ...", Doc = "The list of f's results, up to the shortest sequence.",
        CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Map(Value f, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "map");
        if (items.Count == 0) return Value.EmptyList;
        var proc = Callable.Argument(f);
        var result = new Value[items.Count];
        var i = 0;
        foreach (var item in items) result[i++] = proc.Invoke1(item);
        return Lists.FromArray(result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Map(Value f, Value left, Value right)
    {
        StackGuard.Check();
        var a = Sequence.Of(left, "map");
        var b = Sequence.Of(right, "map");
        var count = Math.Min(a.Count, b.Count);
        if (count == 0) return Value.EmptyList;
        var proc = Callable.Argument(f);
        var result = new Value[count];
        for (var i = 0; i < count && a.MoveNext() && b.MoveNext(); i++) result[i] = proc.Invoke2(a.Current, b.Current);
        return Lists.FromArray(result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Map(Value f, Value first, Value second, params Value[] rest)
    {
        StackGuard.Check();
        var rows = Rows("map", [first, second, .. rest]);
        if (rows.Length == 0) return Value.EmptyList;
        var proc = Callable.Argument(f);
        var result = new Value[rows.Length];
        for (var i = 0; i < result.Length; i++) result[i] = proc.Apply(rows[i]);
        return Lists.FromArray(result);
    }

    [Builtin("map-indexed", Parameters = "f seq", Doc = "The list of (f index item).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MapIndexed(Value f, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "map-indexed");
        if (items.Count == 0) return Value.EmptyList;
        var proc = Callable.Argument(f);
        var result = new Value[items.Count];
        var i = 0;
        foreach (var item in items)
        {
            result[i] = proc.Invoke2(new Value(i), item);
            i++;
        }
        return Lists.FromArray(result);
    }

    [Builtin("filter", Parameters = "pred seq", Doc = "The list of the items for which pred is true.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Filter(Value pred, Value seq) => Select(pred, Sequence.Of(seq, "filter"), true);

    [Builtin("list/reject", Parameters = "pred seq", Doc = "The list of the items for which pred is false.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Reject(Value pred, Value seq) => Select(pred, Sequence.Of(seq, "list/reject"), false);

    [Builtin("partition", Parameters = "pred seq", Doc = "Two lists: the matching items and the others.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Partition(Value pred, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "partition");
        ListBuilder yes = new(0), no = new(0);
        foreach (var item in items)
            if (Callable.Argument(pred).Invoke1(item).IsTruthy) yes.Add(item);
            else no.Add(item);
        return Lists.FromArray([yes.ToList(), no.ToList()]);
    }

    [Builtin("foldl", "fold", Parameters = "f init seq", Doc = "The left fold by (f acc item).", CallsBack = true, Folds = 0)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldLeft(Value f, Value init, Value seq)
    {
        StackGuard.Check();
        Procedure? step = null;
        foreach (var item in Sequence.Of(seq, "foldl")) init = (step ??= Callable.Argument(f)).Invoke2(init, item);
        return Maps.Sealed(init);
    }

    [Builtin("foldr", Parameters = "f init seq", Doc = "The right fold by (f item acc).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldRight(Value f, Value init, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Items(seq, "foldr");
        for (var i = items.Length - 1; i >= 0; i--) init = Callable.Argument(f).Invoke2(items[i], init);
        return init;
    }

    [Builtin("reduce", Parameters = "f seq", Doc = "The left fold that starts with the first item.", CallsBack = true, Folds = 0)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Reduce(Value f, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "reduce");
        if (!items.MoveNext()) throw Raise.Eval("reduce: empty list");
        var result = items.Current;
        while (items.MoveNext()) result = Callable.Argument(f).Invoke2(result, items.Current);
        return Maps.Sealed(result);
    }

    [Builtin("for-each", Parameters = "f seq", Doc = "Calls f for each item; returns nil.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ForEach(Value f, Value seq)
    {
        StackGuard.Check();
        foreach (var item in Sequence.Of(seq, "for-each")) Callable.Argument(f).Invoke1(item);
    }

    [Builtin("flat-map", Parameters = "f seq", Doc = "map, with list and vector results spliced in.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FlatMap(Value f, Value seq)
    {
        StackGuard.Check();
        var items = Sequence.Of(seq, "flat-map");
        var result = new ListBuilder(items.Count);
        foreach (var item in items) ListOperations.Splice(ref result, Callable.Argument(f).Invoke1(item));
        return result.ToList();
    }

    [Builtin("any", "any?", "some?", Parameters = "pred seq", Doc = "Whether pred is true for some item.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Any(Value pred, Value seq) => Prefix(pred, Sequence.Of(seq, "any"), false) >= 0;

    [Builtin("every", "every?", Parameters = "pred seq", Doc = "Whether pred is true for all items.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Every(Value pred, Value seq) => Prefix(pred, Sequence.Of(seq, "every"), true) < 0;

    [Builtin("take-while", Parameters = "pred seq", Doc = "The longest prefix for which pred is true.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value TakeWhile(Value pred, Value seq) => TakePrefix(pred, seq, "take-while");

    [Builtin("list/take-while", Parameters = "pred seq", Doc = "As take-while.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value ListTakeWhile(Value pred, Value seq) => TakePrefix(pred, seq, "list/take-while");

    [Builtin("drop-while", Parameters = "pred seq", Doc = "The rest from the first item for which pred is false.",
        CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value DropWhile(Value pred, Value seq) => DropPrefix(pred, seq, "drop-while");

    [Builtin("list/drop-while", Parameters = "pred seq", Doc = "As drop-while.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value ListDropWhile(Value pred, Value seq) => DropPrefix(pred, seq, "list/drop-while");

    [Builtin("list/find", Parameters = "pred seq", Doc = "The first item for which pred is true; else nil.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Find(Value pred, Value seq)
    {
        StackGuard.Check();
        foreach (var item in Sequence.Of(seq, "list/find"))
            if (Callable.Argument(pred).Invoke1(item).IsTruthy) return item;
        return Value.Nil;
    }

    [Builtin("list/sole", Parameters = "pred seq", Doc = "The only item for which pred is true.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Sole(Value pred, Value seq)
    {
        StackGuard.Check();
        var found = Value.Unbound;
        foreach (var item in Sequence.Of(seq, "list/sole"))
        {
            if (!Callable.Argument(pred).Invoke1(item).IsTruthy) continue;
            if (!found.IsUnbound) throw Raise.Eval("list/sole: more than one matching item");
            found = item;
        }
        return found.IsUnbound ? throw Raise.Eval("list/sole: no matching item") : found;
    }

    [Builtin("list/group-by", Parameters = "f seq", Doc = "A map from (f item) to the list of such items.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value GroupBy(Value f, Value seq)
    {
        StackGuard.Check();
        var groups = new SortedDictionary<Value, List<Value>>(ValueComparer.Instance);
        foreach (var item in Sequence.Of(seq, "list/group-by"))
        {
            var key = MapKeys.Checked("list/group-by", Callable.Argument(f).Invoke1(item));
            if (!groups.TryGetValue(key, out var group)) groups.Add(key, group = []);
            group.Add(item);
        }
        var entries = new List<KeyValuePair<Value, Value>>(groups.Count);
        foreach (var (key, group) in groups) entries.Add(new(key, Lists.FromArray([.. group])));
        return new Value(SortedMap.Empty.FromOrdered(entries));
    }

    [Builtin("list/key-by", Parameters = "f seq", Doc = "A map from (f item) to the last such item.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value KeyBy(Value f, Value seq)
    {
        StackGuard.Check();
        Map result = SortedMap.Empty;
        foreach (var item in Sequence.Of(seq, "list/key-by")) 
            result = result.With(MapKeys.Checked("list/key-by", Callable.Argument(f).Invoke1(item)), item);
        return new Value(result);
    }

    [Builtin("list/times", Parameters = "n f", Doc = "The list of f(0) … f(n-1).", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Times(Value n, Value f)
    {
        StackGuard.Check();
        var result = Storage.Allocate<Value>("list/times", Indices.NonNegative("list/times", n));
        for (var i = 0; i < result.Length; i++) result[i] = Callable.Argument(f).Invoke1(new Value(i));
        return Lists.FromArray(result);
    }

    [Builtin("tap", Parameters = "x f", Doc = "Calls f with x; returns x.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Tap(Value x, Value f)
    {
        StackGuard.Check();
        Callable.Argument(f).Invoke1(x);
        return x;
    }

    /// <summary>The argument arrays of a walk over several sequences, up to the shortest.</summary>
    internal static Value[][] Rows(string name, ReadOnlySpan<Value> sequences)
    {
        var walks = new Sequence[sequences.Length];
        var count = int.MaxValue;
        for (var s = 0; s < walks.Length; s++)
        {
            walks[s] = Sequence.Of(sequences[s], name);
            count = Math.Min(count, walks[s].Count);
        }
        var rows = new Value[count][];
        for (var i = 0; i < count; i++)
        {
            var row = rows[i] = new Value[walks.Length];
            for (var s = 0; s < row.Length; s++)
            {
                walks[s].MoveNext();
                row[s] = walks[s].Current;
            }
        }
        return rows;
    }

    [FreshStack]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value Select(Value pred, Sequence items, bool wanted)
    {
        StackGuard.Check();
        var result = new ListBuilder(0);
        foreach (var item in items)
            if (Callable.Argument(pred).Invoke1(item).IsTruthy == wanted) result.Add(item);
        return result.ToList();
    }

    /// <summary>The index of the first item for which the predicate's truth is not <paramref name="expected"/>; -1 for none.</summary>
    [FreshStack]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Prefix(Value pred, Sequence items, bool expected)
    {
        StackGuard.Check();
        var i = 0;
        foreach (var item in items)
        {
            if (Callable.Argument(pred).Invoke1(item).IsTruthy != expected) return i;
            i++;
        }
        return -1;
    }

    private static Value TakePrefix(Value pred, Value seq, string name)
    {
        var end = Prefix(pred, Sequence.Of(seq, name), true);
        return ListOperations.Part(name, seq, 0, end < 0 ? int.MaxValue : end);
    }

    private static Value DropPrefix(Value pred, Value seq, string name)
    {
        var start = Prefix(pred, Sequence.Of(seq, name), true);
        return start < 0 ? Value.EmptyList : ListOperations.Part(name, seq, start, int.MaxValue);
    }
}
