using BenchmarkDotNet.Attributes;
using Sema.Runtime.Values;

namespace Sema.Benchmarks.Micro;

/// <summary>One operation on a map of n entries, whose keys are asked for in no order.</summary>
public class MapBenchmarks
{
    private Value[] _keys = [];
    private Map _map = SortedMap.Empty;
    private int _next;

    [Params("sorted", "hash")]
    public string Kind { get; set; } = "";

    [Params(10, 1_000, 100_000)]
    public int Size { get; set; }

    [Params("fixnum", "string")]
    public string Key { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _keys = Enumerable.Range(0, Size).Select(i => Key == "fixnum" ? new Value(i * 7919L) : Value.FromString("key-" + i)).ToArray();
        new Random(1).Shuffle(_keys);
        _map = _keys.Aggregate(Kind == "hash" ? HashMap.Empty : (Map)SortedMap.Empty, static (map, key) => map.With(key, key));
    }

    [Benchmark]
    public bool Get() => _map.TryGet(NextKey(), out _);

    [Benchmark]
    public Map Assoc() => _map.With(NextKey(), Value.Nil);

    [Benchmark]
    public Map Dissoc() => _map.Without(NextKey());

    private Value NextKey() => _keys[_next = _next + 1 < _keys.Length ? _next + 1 : 0];
}
