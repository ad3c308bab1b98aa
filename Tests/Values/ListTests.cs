using CsCheck;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Values;

/// <summary>Lists of cells, of arrays and of both behave alike, and no operation costs more than what it touches.</summary>
[TestFixture]
public sealed class ListTests
{
    /// <summary>Numbers, and the list of them that has its first elements in cells.</summary>
    private static readonly Gen<(int[] Numbers, Value List)> Mixed = Gen.Select(Gen.Int[0, 9].Array[0, 12], Gen.Int[0, 12], Gen.Int[0, 3]).Select(static (numbers, cells, skipped) =>
    {
        cells = Math.Min(cells, numbers.Length);
        // The array part starts within its array, as after cdr.
        var list = Lists.FromArray([.. Enumerable.Repeat(Value.Nil, skipped), .. numbers[cells..].Select(static n => new Value(n))]);
        list = Lists.Drop(list, skipped);
        for (var i = cells - 1; i >= 0; i--) list = Lists.Cons(new Value(numbers[i]), list);
        return (numbers, list);
    });

    [Test]
    public void Parts_of_lists_agree_with_arrays() => Gen.Select(Mixed, Gen.Int[0, 14]).Sample(static (list, n) =>
    {
        var (numbers, seq) = list;
        var count = new Value(n);
        var split = ListOperations.SplitAt(seq, count);
        return Agrees(ListOperations.Take(count, seq), numbers.Take(n)) && Agrees(ListOperations.Drop(count, seq), numbers.Skip(n))
            && Agrees(ListOperations.TakeLast(count, seq), numbers.TakeLast(n)) && Agrees(ListOperations.DropLast(count, seq), numbers.SkipLast(n))
            && Agrees(Lists.At(split, 0), numbers.Take(n)) && Agrees(Lists.At(split, 1), numbers.Skip(n))
            && (n == 0 || Agrees(ListOperations.Page(seq, new Value(2), count), numbers.Skip(n).Take(n)))
            && ListOperations.NthOr(seq, count, new Value(-1)).Bits == (n < numbers.Length ? numbers[n] : -1)
            && (numbers.Length == 0 ? ListBuiltins.Last(seq).IsNil : ListBuiltins.Last(seq).Bits == numbers[^1]);
    }, iter: 5000);

    [Test]
    public void Cells_in_front_of_an_element_become_an_array()
    {
        var list = Lists.FromArray([new Value(0L)]);
        for (var i = 1; i < 1000; i++) list = Lists.Cons(new Value(i), list);
        var copy = Lists.FromArray(Lists.ToArray(list));
        var tail = Lists.Tail(list);
        Assert.That(Lists.At(list, 900).Bits, Is.EqualTo(99));
        Assert.That(Lists.Tail(list).Ref, Is.InstanceOf<Value[]>());
        Assert.That(Enumerable.Range(0, 1000).Select(i => Lists.At(list, i).Bits), Is.EqualTo(Enumerable.Range(0, 1000).Select(static i => 999L - i)));
        Assert.That(Equality.Same(list, copy) && Equality.Hash(list) == Equality.Hash(copy) && Equality.Same(tail, Lists.Tail(list)));
        var longer = list;
        for (var i = 0; i < 100; i++) longer = Lists.Cons(new Value(-i), longer);
        Assert.That((Lists.At(longer, 99).Bits, Lists.At(longer, 100).Bits, Lists.At(longer, 1099).Bits), Is.EqualTo((0, 999, 0)));
        Assert.That((Lists.Count(longer), Lists.Count(list)), Is.EqualTo((1100, 1000)));
    }

    [Test]
    public void Append_agrees_with_concatenation() => Mixed.Array[0, 4].Sample(static lists =>
    {
        var whole = lists.SelectMany(static l => l.Numbers);
        var values = Array.ConvertAll(lists, static l => l.List);
        return Agrees(ListBuiltins.Append(values), whole) && (values.Length != 2 || Agrees(ListBuiltins.Append(values[0], values[1]), whole));
    }, iter: 5000);

    [Test]
    public void Equal_lists_have_equal_hashes_however_they_are_made() => Mixed.Sample(static list =>
    {
        var (numbers, cells) = list;
        var array = Lists.FromArray(Array.ConvertAll(numbers, static n => new Value(n)));
        return Equality.Same(cells, array) && Equality.Hash(cells) == Equality.Hash(array) && Ordering.Compare(cells, array) == 0;
    });

    /// <summary>Each operation a hundred thousand times on a list of as many cells: a walk over it each time would take minutes.</summary>
    [TestCase("cons"), TestCase("take"), TestCase("drop"), TestCase("append"), TestCase("take-while"), TestCase("split-at"), TestCase("find"), TestCase("mutable nth")]
    [CancelAfter(20_000)]
    public void An_operation_on_the_front_does_not_walk_the_list(string name, CancellationToken stop)
    {
        const int Count = 100_000;
        var list = Value.EmptyList;
        for (var i = 0; i < Count; i++) list = Lists.Cons(new Value(i), list);
        var array = Mutable.NewArray(new Value(Count), Value.Nil);
        Value one = new(1), isNil = new(BuiltinTable.Find("nil?")!.Procedure), isNumber = new(BuiltinTable.Find("number?")!.Procedure);
        var step = name switch
        {
            "cons" => () => list = ListBuiltins.Cons(one, list),
            "take" => () => ListOperations.Take(one, list),
            "drop" => () => list = ListOperations.Drop(one, list),
            "append" => () => list = ListBuiltins.Append(Lists.FromArray([one]), list),
            "take-while" => () => ListTraversals.TakeWhile(isNil, list),
            "split-at" => () => Lists.At(ListOperations.SplitAt(list, one), 1),
            "find" => () => ListTraversals.Find(isNumber, list),
            _ => (Func<Value>)(() => ListBuiltins.Nth(array, one)),
        };
        for (var i = 0; i < Count; i++)
        {
            step();
            stop.ThrowIfCancellationRequested();
        }
        Assert.That(Lists.Count(list), Is.EqualTo(name switch { "drop" => 0, "cons" or "append" => 2 * Count, _ => Count }));
    }

    private static bool Agrees(Value list, IEnumerable<int> expected) => list.IsList && Lists.ToArray(list).Select(static v => (int)v.Bits).SequenceEqual(expected);
}
