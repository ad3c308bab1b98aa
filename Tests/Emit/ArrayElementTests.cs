using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Builtins;
using Sema.Runtime.Numbers;

namespace Sema.Tests.Emit;

/// <summary>Elements of mutable arrays that are read and written raw: what the code is like, and where that way ends.</summary>
[TestFixture]
public sealed class ArrayElementTests
{
    private const string Strike = "(define (strike flags j n) (if (> j n) flags (begin (mutable-array/set! flags j #f) (strike flags (+ j 1) n))))"
        + " (strike (mutable-array/new 9 #t) 0 8)";

    // The array changes how it keeps its elements while a loop has them at hand, under its own name and under another one.
    [TestCase("(define a (mutable-array/new 3 1.5)) (define (f a b i x) (if (= i 3) x (begin (if (= i 1) (mutable-array/set! b 2 :k) 0) (f a b (+ i 1) (list x (mutable-array/get a i))))))"
        + " (f a a 0 nil)", "(((nil 1.5) 1.5) :k)")]
    [TestCase("(define a (mutable-array/new 3 1)) (define (f i s) (if (= i 3) s (begin (mutable-array/set! a i (* s 4294967296)) (f (+ i 1) (+ s (mutable-array/get a i))))))"
        + " (list (f 0 1) (mutable-array/->vector a))", "(79228162569604569827557507073 [4294967296 18446744078004518912 79228162551157825745258020864])")]
    [TestCase("(define a (mutable-array/new 4 1.5)) (define (f a b i s) (if (= i 4) s (let ((t (+ s (mutable-array/get a i)))) (match (list i t) ([1 x] (mutable-array/set! b 3 7) (f a b (+ i 1) x))"
        + " ([2 x] when (< x 0) 0) ([_ x] (f a b (+ i 1) x)))))) (f a a 0 0.0)", "11.5")]
    [TestCase("(define a (mutable-array/new)) (define (grow x) (mutable-array/push! a x)) (define (f i s) (if (= i 20) s (begin (grow i) (f (+ i 1) (+ s (mutable-array/get a i)))))) (f 0 0)", "190")]
    [TestCase("(define a (mutable-array/new 2 0)) (define (f i) (if (= i 4) (mutable-array/->vector a) (begin (if (= i 2) (set! a (mutable-array/new 2 0.5)) 0)"
        + " (mutable-array/set! a (remainder i 2) (+ 1 (mutable-array/get a (remainder i 2)))) (f (+ i 1))))) (f 0)", "[1.5 1.5]")]
    // What is kept as a boolean may be nil; what is asked for as a boolean may be anything.
    [TestCase("(define a (mutable-array/new 3 nil)) (mutable-array/set! a 0 #t) (mutable-array/set! a 1 #f) (define (f i l) (if (= i 3) l (f (+ i 1) (cons (if (mutable-array/get a i) 1 0) l))))"
        + " (list (f 0 nil) (mutable-array/->vector a))", "((0 0 1) [#t #f nil])")]
    [TestCase("(define (any a i) (if (= i 2) :none (if (mutable-array/get a i) i (any a (+ i 1))))) (list (any (mutable-array/new 2 0) 0) (any (mutable-array/new 2 nil) 0) (any (mutable-array/new 2 '()) 1))",
        "(0 :none 1)")]
    [TestCase("(define a (mutable-array/new 1 1)) (eq? a (mutable-array/set! a 0 2))", "#t")]
    // Errors: the words, and their order.
    [TestCase("(define (f a i s) (if (= i 9) s (f a (+ i 1) (+ s (mutable-array/get a i))))) (try (f (mutable-array/new 3 1) 0 0) (catch e (:message e)))",
        "\"mutable-array/get: index 3 out of bounds (length 3)\"")]
    [TestCase("(define (f a i) (mutable-array/set! a i 1.5) (f a (- i 1))) (list (try (f (mutable-array/new 3 0.5) 2) (catch e (:message e))) (try (f 7 2) (catch e (:message e))))",
        "(\"mutable-array/set!: expected a non-negative integer, got -1\" \"expected mutable-array, got int\")")]
    [TestCase("(define log '()) (define (note x) (set! log (cons x log)) x) (define (f i) (mutable-array/set! late (note i) (* 1.5 (note 2)))) (list (try (f 1) (catch e (:type e))) log)", "(:unbound ())")]
    [TestCase("(define a (mutable-array/new 2 0.5)) (define (f x) (mutable-array/set! a 5 (* 2.0 (car x)))) (list (try (f '(\"s\")) (catch e (:type e))) (try (f '(1.0)) (catch e (:type e))))", "(:type-error :eval)")]
    [TestCase("(define a (mutable-array/new 2 0.5)) (define (add i) (let* ((x (mutable-array/get a i)) (y (* x 2.0))) (mutable-array/set! a i (+ x y)) (mutable-array/get a i)))"
        + " (list (add 0) (add 0) (begin (mutable-array/set! a 1 3) (add 1)))", "(1.5 4.5 9.0)")]
    public void Program_has_the_value(string source, string expected)
    {
        foreach (var backEnd in Enum.GetValues<BackEnd>())
        {
            var result = Programs.Run(source, backEnd);
            Assert.That(result.Error ?? result.Value?.ReplaceLineEndings(" ").Replace("  ", " "), Is.EqualTo(expected), backEnd.ToString());
        }
    }

    [Test]
    public void A_loop_asks_an_array_for_its_elements_once_and_before_it_begins()
    {
        var body = Method(Strike, "strike%fast").Body.Instructions;
        var taken = body.Where(static i => Calls(i, nameof(RawElements), "Flags")).ToList();
        Assert.That(taken, Has.Count.EqualTo(1));
        Assert.That(body.Where(static i => i.OpCode.FlowControl == FlowControl.Branch && ((Instruction)i.Operand).Offset < i.Offset).Select(static i => ((Instruction)i.Operand).Offset),
            Is.All.GreaterThan(taken[0].Offset), "jumps back");
        Assert.That(body.Any(static i => Calls(i, nameof(Mutable))), Is.False, "general access in line");
    }

    [Test]
    public void A_procedure_without_effects_does_not_make_a_loop_ask_again()
    {
        var body = Method("(define (half x) (/ x 2.0)) (define (f a i s) (if (= i 3) s (f a (+ i 1) (+ s (* (half s) (mutable-array/get a i)))))) (f (mutable-array/new 3 1.5) 0 1.0)", "f%fast").Body;
        Assert.That(body.Instructions.Count(static i => Calls(i, nameof(RawElements), "Flonums")), Is.EqualTo(1));
    }

    [Test]
    public void Methods_with_loops_are_optimised_at_once()
    {
        var flag = MethodImplAttributes.AggressiveOptimization;
        Assert.That(Method(Strike, "strike%fast").ImplAttributes & flag, Is.EqualTo(flag));
        Assert.That(Method("(define (f k) (if (< k 2) k (if (< (f (- k 1)) (f (- k 2))) 1 2))) (f 5)", "f%fast").ImplAttributes & flag, Is.EqualTo((MethodImplAttributes)0));
    }

    private static MethodDefinition Method(string source, string name)
    {
        var compilation = new Compilation(new SourceText(source));
        var image = compilation.Emit("elements", hasEntryPoint: false);
        Assert.That(compilation.Diagnostics.Items, Is.Empty);
        return ModuleDefinition.ReadModule(new MemoryStream(image!)).Types.SelectMany(static t => t.Methods).Single(m => m.Name == name);
    }

    private static bool Calls(Instruction instruction, string type, string? name = null) =>
        instruction.Operand is MethodReference method && method.DeclaringType.Name == type && (name is null || method.Name == name);
}
