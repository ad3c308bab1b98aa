using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Modules;

namespace Sema.Tests.Emit;

/// <summary>What compiled code allocates, in bytes: nothing for numbers and calls, and what docs/performance.md promises for data.</summary>
[TestFixture]
public sealed class AllocationTests
{
    [TestCase("(define (fib k) (if (< k 2) k (+ (fib (- k 1)) (fib (- k 2))))) (fib {0})", 10, 20)]
    [TestCase("(define (tak x y z) (if (< y x) (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y)) z)) (tak {0} 6 3)", 8, 12)]
    [TestCase("(define (a k acc) (if (= k 0) acc (b (- k 1) (+ acc 1) k))) (define (b k acc x) (if (= k 0) (+ acc x) (a (- k 1) (+ acc 2)))) (a {0} 0)", 1000, 100000)]
    [TestCase("(let loop ((i 0) (x 0.5)) (if (< i {0}) (loop (+ i 1) (* x 1.0001)) x))", 1000, 100000)]
    [TestCase("(define (f x) (if (> x 3) (throw 1) x)) (define (g n) (if (= n 0) 0 (begin (try (f n) (catch e 1)) (g (- n 1))))) (g 3) (let loop ((i 0)) (if (< i {0}) (loop (+ i 1)) i))", 1000, 100000)]
    public void Numbers_and_calls_allocate_nothing(string program, int small, int large) =>
        Assert.That(Allocated(program, large) - Allocated(program, small), Is.LessThan(2000));

    [Test]
    public void Lists_that_every_call_of_a_recursive_closure_makes_are_made_once()
    {
        const string program = "(define (mk f env) (letrec ((self (fn (v) (cons v (cons (list f self) env))))) self)) (define g (mk 'f '((1)))) "
            + "(let loop ((i 0) (all '())) (if (< i {0}) (loop (+ i 1) (g i)) (length all)))";
        Assert.That((Allocated(program, 20000) - Allocated(program, 10000)) / 10000.0, Is.EqualTo(48).Within(0.5));
    }

    /// <summary>Collects <c>n</c> objects of one kind in a list: 48 bytes for the pair, and what the object takes.</summary>
    [TestCase("i", 48, TestName = "A pair takes 48 bytes")]
    [TestCase("(fn () i)", 48 + 32, TestName = "A closure takes 16 bytes and 16 for each variable")]
    [TestCase("(fn (x) (+ x i))", 48 + 24, TestName = "A number that a closure computes with takes 8 bytes there")]
    [TestCase("(fn (x y) (list (+ x (* i 2)) y all))", 48 + 40, TestName = "What else a closure captures takes 16 bytes")]
    [TestCase("(call-twice (fn (x) (+ x i)) i)", 48 + 24 + 32, TestName = "A procedure that a closure calls takes 8 bytes there")]
    [TestCase("(after car i)", 48 + 32, TestName = "Of a closure that only a new closure calls, what it captures takes 8 bytes there")]
    [TestCase("(chain 10 (adder i))", 48 + 24 + 56 + 56 + 40, TestName = "Four closures of a chain are one of 56 bytes, two are one of 40")]
    [TestCase("(make-point i i)", 48 + 32, TestName = "A record takes 16 bytes and 8 for each field that holds numbers of one kind")]
    [TestCase("(make-vec (* i 1.5) 0.5)", 48 + 32, TestName = "Floats in a record take 8 bytes")]
    [TestCase("(make-node i all)", 48 + 40, TestName = "Another field of a record takes 16 bytes")]
    [TestCase("(make-mixed i (if (= i 0) \"s\" i))", 48 + 40, TestName = "A field of mixed values takes 16 bytes")]
    [TestCase("(make-vec 0.5 (car names))", 48 + 56, TestName = "A record whose fields do not fit its class takes 24 bytes and 16 for each field")]
    [TestCase("(list i i i)", 48 + 72, TestName = "A list made at once takes 24 bytes and 16 for each element")]
    [TestCase("[i i i]", 48 + 24 + 72, TestName = "A vector takes 48 bytes and 16 for each element")]
    [TestCase("(* i 1.5)", 48, TestName = "A float takes nothing")]
    public void Data_takes(string element, int bytes)
    {
        var program = "(define-record-type point (make-point x y) point? (x px) (y py)) (define-record-type vec (make-vec x y) vec? (y vy)) "
            + "(define (next v) (+ 1.0 (vy v))) (define three (next (make-vec 1.0 2.0))) (define names (list \"s\")) "
            + "(define-record-type node (make-node key next) node? (key key)) (define-record-type mixed (make-mixed key value) mixed? (key mixed-key)) "
            + "(define (call-twice f k) (fn (x) (f (f (+ x k))))) (define (adder k) (fn (x) (+ x k))) (define (compose f g) (fn (x) (f (g x)))) "
            + "(define (after f k) (compose f (adder k))) (define (chain k f) (if (= k 0) f (chain (- k 1) (compose f (adder k))))) "
            + $"(let loop ((i 0) (all '())) (if (< i {{0}}) (loop (+ i 1) (cons {element} all)) (length all)))";
        var each = (Allocated(program, 20000) - Allocated(program, 10000)) / 10000.0;
        Assert.That(each, Is.EqualTo(bytes).Within(0.5));
    }

    private static long Allocated(string program, int size)
    {
        var compilation = new Compilation(new SourceText(string.Format(program, size)));
        var image = compilation.Emit("allocation", hasEntryPoint: false);
        Assert.That(compilation.Diagnostics.Items, Is.Empty);
        var bytes = 0L;
        StackGuard.RunOnLargeStack(() =>
        {
            // The second run has no code to load.
            var unit = UnitLoader.Load(image!, new Namespace(), []);
            unit.Run();
            var before = GC.GetAllocatedBytesForCurrentThread();
            unit.Run();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        return bytes;
    }
}
