using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Sema.Tests.Benchmarks;

/// <summary>
/// The maps of the runtime against those of System.Collections.Immutable; docs/data-structures.md has the results. Not part of
/// the suite: <c>dotnet test Tests -c Release --filter "Name=Maps_and_immutable_collections" -l "console;verbosity=detailed"</c>.
/// </summary>
[TestFixture, Explicit("measures for a minute")]
public sealed class PersistentMaps
{
    private static readonly string[] Kinds = ["SortedMap", "ImmutableSortedDictionary", "HashMap", "ImmutableDictionary"];

    /// <summary>What every kind can do, over an untyped map.</summary>
    private sealed record Operations(object Empty, Func<object, Value, Value, object> With, Func<object, Value, object> Without, Func<object, Value, bool> Has);

    [Test]
    public void Maps_and_immutable_collections()
    {
        TestContext.Out.WriteLine("| keys | n | map | build | get | assoc | dissoc |\n|---|---|---|---|---|---|---|");
        foreach (var (name, key) in new (string, Func<int, Value>)[] { ("int", static i => new Value(i * 7919L)), ("string", static i => Value.FromString("key-" + i)) })
            foreach (var n in new[] { 100, 10_000, 1_000_000 })
            {
                var keys = Enumerable.Range(0, n).Select(key).ToArray();
                new Random(1).Shuffle(keys);
                var probes = new Value[100_000];
                var random = new Random(2);
                for (var i = 0; i < probes.Length; i++) probes[i] = keys[random.Next(n)];
                foreach (var kind in Kinds) TestContext.Out.WriteLine($"| {name} | {n} | {kind} | {Row(Of(kind), keys, probes)} |");
            }
    }

    private static Operations Of(string kind) => kind switch
    {
        "SortedMap" => OfMap(SortedMap.Empty),
        "HashMap" => OfMap(HashMap.Empty),
        "ImmutableDictionary" => OfDictionary(ImmutableDictionary.Create<Value, Value>(Equality.Comparer)),
        _ => OfDictionary(ImmutableSortedDictionary.Create<Value, Value>(ValueComparer.Instance)),
    };

    private static Operations OfMap(Map empty) =>
        new(empty, static (m, k, v) => ((Map)m).With(k, v), static (m, k) => ((Map)m).Without(k), static (m, k) => ((Map)m).TryGet(k, out _));

    private static Operations OfDictionary(IImmutableDictionary<Value, Value> empty) =>
        new(empty, static (m, k, v) => ((IImmutableDictionary<Value, Value>)m).SetItem(k, v),
            static (m, k) => ((IImmutableDictionary<Value, Value>)m).Remove(k), static (m, k) => ((IImmutableDictionary<Value, Value>)m).ContainsKey(k));

    /// <summary>Nanoseconds a single-key operation.</summary>
    private static string Row(Operations map, Value[] keys, Value[] probes)
    {
        var full = map.Empty;
        var build = Time(keys.Length, () => full = keys.Aggregate(map.Empty, (m, k) => map.With(m, k, k)));
        var get = Time(probes.Length, () => Assert.That(probes.All(k => map.Has(full, k))));
        var assoc = Time(probes.Length, () => probes.Aggregate(full, (m, k) => map.With(m, k, Value.True)));
        var dissoc = Time(probes.Length, () => probes.Count(k => map.Without(full, k) is null));
        return string.Join(" | ", new[] { build, get, assoc, dissoc }.Select(static t => t.ToString("F0", CultureInfo.InvariantCulture)));
    }

    private static double Time(int operations, Action run)
    {
        var best = double.MaxValue;
        for (var rounds = 0; rounds < (operations >= 1_000_000 ? 2 : 4); rounds++)
        {
            var watch = Stopwatch.StartNew();
            var repeats = 0;
            do
            {
                run();
                repeats++;
            }
            while (watch.ElapsedMilliseconds < 50);
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / repeats / operations);
        }
        return best;
    }
}
