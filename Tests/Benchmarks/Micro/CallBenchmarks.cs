using BenchmarkDotNet.Attributes;
using Sema.Runtime.Procedures;
using Sema.Runtime.Values;

namespace Sema.Benchmarks.Micro;

/// <summary>A thousand calls of one shape in compiled code; the loop around them is that of <see cref="Loop"/>.</summary>
public class CallBenchmarks
{
    private const int Calls = 1000;
    private static readonly Value Count = new(Calls);
    private readonly Procedure _loop = Looping("", "0");
    private readonly Procedure _known = Looping("(define (f x) (if (< x 0) (f (- x 1)) x))", "(f i)");
    private readonly Procedure _closure = Looping("(define (make k) (fn (x) (+ x k))) (define fs (list (make 1) (make 2)))", "((nth fs (modulo i 2)) i)");
    private readonly Procedure _mutualTail = Looping("(define (a n) (if (< n 1) 0 (b (- n 1)))) (define (b n) (if (< n 1) 1 (a (- n 1))))", "(a 4)");
    private readonly Procedure _apply = Looping("(define (f x y z) (if (< x 0) (f y z x) x)) (define l (list 1 2))", "(apply f i l)");
    private readonly Procedure _rest = Looping("(define (f . l) (if (null? l) (f 1) l))", "(f i i)");
    private readonly Procedure _multimethod = Looping("(defmulti f (fn (x) (if (< x 500) :low :high))) (defmethod f :low (fn (x) x)) (defmethod f :high (fn (x) 1))", "(f i)");
    private readonly Procedure _caught = Looping("(define (f x) (if (< x 0) x (throw x)))", "(try (f i) (catch e 0))");

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Value Loop() => _loop.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value Known() => _known.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value Closure() => _closure.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value FiveTailCalls() => _mutualTail.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value Apply() => _apply.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value RestList() => _rest.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value Multimethod() => _multimethod.Invoke1(Count);

    [Benchmark(OperationsPerInvoke = Calls)]
    public Value ThrowAndCatch() => _caught.Invoke1(Count);

    private static Procedure Looping(string definitions, string call) =>
        Compiled.Procedure($"{definitions} (fn (n) (let loop ((i 0) (last nil)) (if (< i n) (loop (+ i 1) {call}) last)))");
}
