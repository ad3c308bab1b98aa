using CsCheck;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Values;

/// <summary>Sorting orders, loses nothing and keeps equal items in their places.</summary>
[TestFixture]
public sealed class SortTests
{
    [Test]
    public void Sort_by_is_stable() => Gen.Int[0, 9].Array[0, 200].Sample(static keys =>
    {
        var items = Lists.FromArray(keys.Select(static (k, i) => Lists.FromArray([new Value(k), new Value(i)])).ToArray());
        var sorted = Lists.ToArray(Sorting.SortBy(new Value(BuiltinTable.Find("car")!.Procedure), items));
        var expected = keys.Select(static (k, i) => (k, i)).OrderBy(static e => e.k).ToArray();
        return sorted.Select(static e => ((int)Lists.At(e, 0).Bits, (int)Lists.At(e, 1).Bits)).SequenceEqual(expected);
    });

    [Test]
    public void Sort_with_a_comparator_is_stable() => Gen.Int[0, 99].Array[0, 200].Sample(static numbers =>
    {
        // One is before another when its tens are fewer.
        var sorted = Lists.ToArray(Sorting.Sort(Lists.FromArray(Array.ConvertAll(numbers, static n => new Value(n))), new Value(new Tens())));
        return sorted.Select(static v => (int)v.Bits).SequenceEqual(numbers.OrderBy(static n => n / 10));
    });

    [Test]
    public void Sort_orders_numbers_of_all_exact_kinds() => Generators.Fraction.Array[0, 60].Sample(static fractions =>
    {
        var items = Array.ConvertAll(fractions, static f => Sema.Runtime.Numbers.Rational.Make(f.Numerator, f.Denominator));
        var sorted = Lists.ToArray(Sorting.Sort(Lists.FromArray([.. items])));
        return sorted.Zip(sorted.Skip(1)).All(static p => Sema.Runtime.Numbers.Arithmetic.LessOrEqual(p.First, p.Second))
            && sorted.Order(ValueComparer.Instance).SequenceEqual(items.Order(ValueComparer.Instance), Equality.Comparer);
    });

    private sealed class Tens : Procedure
    {
        public override string? Name => null;

        public override Arity Arity => Arity.Exactly(2);

        public override Value Invoke2(Value a, Value b) => Value.FromBool(a.Bits / 10 < b.Bits / 10);
    }
}
