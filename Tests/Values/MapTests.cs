using CsCheck;

namespace Sema.Tests.Values;

/// <summary>Maps behave as a dictionary does, whatever is added and removed; the order of values is total.</summary>
[TestFixture]
public sealed class MapTests
{
    private static readonly Gen<Value> Key = Gen.OneOf(
        Gen.Long[-20, 20].Select(static n => new Value(n)),
        Gen.Double[-3, 3].Select(static d => new Value(d)),
        Gen.String[0, 3].Select(static s => Value.FromString(s.Replace("\0", ""))),
        Gen.Int[0, 9].Select(static i => new Value(Keyword.Intern("k" + i))),
        Gen.Bool.Select(Value.FromBool),
        Gen.Long[0, 3].Array[0, 3].Select(static a => Lists.FromArray(Array.ConvertAll(a, static n => new Value(n)))));

    [Test]
    public void Maps_agree_with_a_model()
    {
        Gen.Select(Key, Gen.Bool).Array[0, 200].Sample(static steps =>
        {
            Map sorted = SortedMap.Empty, hash = HashMap.Empty;
            var model = new SortedDictionary<Value, Value>(Comparer<Value>.Create(Ordering.Compare));
            for (var i = 0; i < steps.Length; i++)
            {
                var (key, adds) = steps[i];
                var value = new Value((long)i);
                sorted = adds ? sorted.With(key, value) : sorted.Without(key);
                hash = adds ? hash.With(key, value) : hash.Without(key);
                if (adds) model[key] = value;
                else model.Remove(key);
            }
            string Text(IEnumerable<KeyValuePair<Value, Value>> entries) => string.Join(' ', entries.Select(static e => $"{e.Key} {e.Value}"));
            return sorted.Count == model.Count && hash.Count == model.Count
                && Text(sorted.Ordered()) == Text(model) && Text(hash.Ordered()) == Text(model)
                && model.All(e => sorted.TryGet(e.Key, out var v) && Equality.Same(v, e.Value));
        }, iter: 500);
    }

    [Test]
    public void The_order_is_total() => Gen.Select(Key, Key, Key).Sample(static (a, b, c) =>
        Math.Sign(Ordering.Compare(a, b)) == -Math.Sign(Ordering.Compare(b, a))
        && (Ordering.Compare(a, b) > 0 || Ordering.Compare(b, c) > 0 || Ordering.Compare(a, c) <= 0), iter: 5000);

    [Test]
    public void Data_are_read_back_as_they_were_written() => Key.Array[0, 6].Sample(static keys =>
    {
        var datum = Lists.FromArray(keys);
        return Equality.Same(datum, Reader.ReadFirst(new SourceText(Printer.Write(datum)))!.ToDatum());
    }, iter: 2000);

    [Test]
    public void A_map_stays_balanced()
    {
        Map map = SortedMap.Empty;
        for (var i = 0L; i < 100_000; i++) map = map.With(new Value(i), new Value(i));
        for (var i = 0L; i < 100_000; i += 2) map = map.Without(new Value(i));
        Assert.That(map.Count, Is.EqualTo(50_000));
        Assert.That(map.Get(new Value(77_777L)).Bits, Is.EqualTo(77_777));
    }
}
