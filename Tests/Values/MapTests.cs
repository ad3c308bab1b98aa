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
    public void Keys_of_one_hash_are_kept_apart() => Gen.Select(Gen.Int[0, 30], Gen.Bool).Array[0, 100].Sample(static steps =>
    {
        Map map = HashMap.Empty;
        var model = new Dictionary<int, int>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (id, adds) = steps[i];
            var key = new Value((object)new Clash(id));
            map = adds ? map.With(key, new Value(i)) : map.Without(key);
            if (adds) model[id] = i;
            else model.Remove(id);
        }
        return map.Count == model.Count && map.Entries().Count() == model.Count
            && Enumerable.Range(0, 31).All(id => map.TryGet(new Value((object)new Clash(id)), out var value)
                ? model.TryGetValue(id, out var expected) && value.Bits == expected : !model.ContainsKey(id));
    }, iter: 500);

    [Test]
    public void Equal_maps_have_equal_hashes_whatever_their_history() => Gen.Select(Key, Key).Array[0, 30].Sample(static entries =>
    {
        Map Built(Map empty, IEnumerable<(Value Key, Value Value)> from) => from.Aggregate(empty, static (map, e) => map.With(e.Key, e.Value));
        foreach (var empty in new Map[] { SortedMap.Empty, HashMap.Empty })
        {
            var map = Built(empty, entries);
            var again = Built(empty, map.Entries().Select(static e => (e.Key, e.Value)).Reverse());
            var detour = entries.Aggregate(Built(empty, entries.Select(static e => (e.Item2, e.Item1))), static (m, e) => m.Without(e.Item2));
            detour = Built(detour, map.Entries().Select(static e => (e.Key, e.Value)));
            foreach (var other in new[] { again, detour })
                if (!Equality.Same(new Value(map), new Value(other)) || Equality.Hash(new Value(map)) != Equality.Hash(new Value(other))) return false;
        }
        return true;
    }, iter: 500);

    [Test]
    public void The_hash_of_a_map_depends_on_its_entries()
    {
        var hashes = new HashSet<int>();
        for (var i = 0L; i < 1000; i++)
            foreach (var empty in new Map[] { SortedMap.Empty, HashMap.Empty })
                hashes.Add(Equality.Hash(new Value(empty.With(new Value(i), Value.Nil).With(Value.Nil, new Value(-i)))));
        Assert.That(hashes, Has.Count.GreaterThan(1990));
    }

    [Test]
    public void Old_versions_stay_as_they_were() => Gen.Select(Key, Gen.Bool).Array[1, 60].Sample(static steps =>
    {
        foreach (var empty in new Map[] { SortedMap.Empty, HashMap.Empty })
        {
            var versions = new List<(Map Map, string Text)>();
            var map = empty;
            foreach (var (key, adds) in steps)
            {
                map = adds ? map.With(key, new Value(versions.Count)) : map.Without(key);
                versions.Add((map, Printer.Write(new Value(map))));
            }
            if (versions.Exists(static v => Printer.Write(new Value(v.Map)) != v.Text)) return false;
        }
        return true;
    }, iter: 200);

    /// <summary>An owned map changes in place; what it was made of, and what was sealed, stay as they were.</summary>
    [Test]
    public void Owned_maps_agree_with_a_model() =>
        Gen.Select(Gen.OneOf(Key, Gen.Int[0, 9].Select(static id => new Value((object)new Clash(id)))), Gen.Int[0, 9]).Array[0, 300].Sample(static steps =>
        {
            var map = HashMap.Empty;
            var model = new Dictionary<Value, Value>(Equality.Comparer);
            var sealedMaps = new List<(HashMap Map, Dictionary<Value, Value> Entries)>();
            for (var i = 0; i < steps.Length; i++)
            {
                var (key, action) = steps[i];
                if (action == 0)
                {
                    map.Seal();
                    sealedMaps.Add((map, new(model, Equality.Comparer)));
                }
                else if (action == 1) map.TryGet(key, out _);
                else
                {
                    // A program looks a key up and then adds to it: with the key of an entry, or with one equal to it.
                    if (action < 6) map.TryGet(key, out _);
                    map = map.Put(action % 2 == 0 || key.Ref is not string text ? key : new Value(new string(text.AsSpan()), key.Bits), new Value((long)i));
                    model[key] = new Value((long)i);
                }
            }
            sealedMaps.Add((map, model));
            return sealedMaps.TrueForAll(static version => version.Map.Count == version.Entries.Count
                && version.Map.Keys().ToHashSet(Equality.Comparer).SetEquals(version.Entries.Keys)
                && version.Entries.All(e => version.Map.TryGet(e.Key, out var value) && value.Bits == e.Value.Bits));
        }, iter: 500);

    /// <summary>Enough keys for branches over branches, and enough removals for nodes to be joined; three kinds of order.</summary>
    [Test]
    public void Large_sorted_maps_agree_with_a_model() => Gen.Select(Gen.Int[0, 2], Gen.Long[0, 1500].Array[0, 3000], Gen.Double[0, 1]).Sample(static (order, ids, share) =>
    {
        if (order > 0) Array.Sort(ids);
        if (order == 2) Array.Reverse(ids);
        Map map = SortedMap.Empty;
        var model = new SortedDictionary<long, long>();
        for (var i = 0; i < ids.Length; i++)
        {
            map = map.With(new Value(ids[i]), new Value((long)i));
            model[ids[i]] = i;
        }
        bool Agrees() => map.Count == model.Count && map.Entries().Select(static e => (e.Key.Bits, e.Value.Bits)).SequenceEqual(model.Select(static e => (e.Key, e.Value)))
            && map.Keys().Select(static k => k.Bits).SequenceEqual(model.Keys) && model.All(e => map.Get(new Value(e.Key)).Bits == e.Value);
        var full = map;
        if (!Agrees() || !Equality.Same(new Value(map.Cleared().FromOrdered(map.Entries().ToList())), new Value(map))) return false;
        foreach (var id in ids.Take((int)(ids.Length * share)))
        {
            map = map.Without(new Value(id));
            model.Remove(id);
            if (map.TryGet(new Value(id), out _)) return false;
        }
        return Agrees() && full.Count == ids.Distinct().Count() && ids.All(id => full.TryGet(new Value(id), out _));
    }, iter: 100);

    [Test]
    public void A_map_stays_balanced()
    {
        Map map = SortedMap.Empty;
        for (var i = 0L; i < 100_000; i++) map = map.With(new Value(i), new Value(i));
        for (var i = 0L; i < 100_000; i += 2) map = map.Without(new Value(i));
        Assert.That(map.Count, Is.EqualTo(50_000));
        Assert.That(map.Get(new Value(77_777L)).Bits, Is.EqualTo(77_777));
    }

    /// <summary>A value whose hash is that of all others of its kind.</summary>
    private sealed class Clash(int id) : HeapObject
    {
        public override string TypeName => "clash";

        public override int CompareWithin(HeapObject other) => Id.CompareTo(((Clash)other).Id);

        public override bool EqualTo(object other) => other is Clash that && that.Id == Id;

        public override int ContentHash() => 7;

        public override void Print(PrintBuffer output) => output.Append("<clash>");

        private int Id => id;
    }
}
