using System.Numerics;
using BenchmarkDotNet.Attributes;
using Sema.Runtime.Numbers;
using Sema.Runtime.Values;

namespace Sema.Benchmarks.Micro;

/// <summary>One generic operation on two numbers of a kind.</summary>
public class ArithmeticBenchmarks
{
    private Value _a, _b;

    [Params("fixnum", "flonum", "bignum")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => (_a, _b) = Kind switch
    {
        "fixnum" => (new Value(123_456L), new Value(789L)),
        "flonum" => (new Value(1.5), new Value(2.25)),
        _ => (Value.FromBigInteger(BigInteger.Pow(3, 80)), Value.FromBigInteger(BigInteger.Pow(5, 50))),
    };

    [Benchmark]
    public Value Add() => Arithmetic.Add(_a, _b);

    [Benchmark]
    public Value Multiply() => Arithmetic.Multiply(_a, _b);

    [Benchmark]
    public Value Divide() => Arithmetic.Divide(_a, _b);

    [Benchmark]
    public bool Less() => Arithmetic.Less(_a, _b);
}
