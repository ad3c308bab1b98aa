using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Resolution;

namespace Sema.Tests.Calls;

/// <summary>Folds that build maps in place: nobody sees a map change, and the folds that should do it are found.</summary>
[TestFixture]
public sealed class AccumulatorTests
{
    private const string Count = "(define (count-in m xs) (foldl (fn (m x) (assoc m x (+ 1 (get m x 0)))) m xs)) ";

    [TestCase(Count + "(define a (count-in (hashmap/new) '(x y x))) (define b (count-in a '(x z))) (list (get a 'x) (get a 'z) (get b 'x) (get b 'z))", "(2 nil 3 1)")]
    [TestCase(Count + "(define a (count-in (hashmap/new) (range 500))) (define b (count-in a (range 250 750))) (list (count a) (get a 300) (count b) (get b 300))", "(500 1 750 2)")]
    [TestCase("(define f (fn (m x) (assoc m x 1))) (define a (foldl f (hashmap/new) '(1 2))) (define b (f a 3)) (define c (f a 4)) (list (count a) (count b) (count c))", "(2 3 3)")]
    [TestCase("(define kept '()) (define m (foldl (fn (m x) (set! kept (cons m kept)) (assoc m x 1)) (hashmap/new) '(1 2 3))) (list (map count kept) (count m))", "((2 1 0) 3)")]
    [TestCase("(define m (foldl (fn (m x) (assoc m x (fn () (count m)))) (hashmap/new) '(1 2 3))) (list ((get m 1)) ((get m 3)))", "(0 2)")]
    [TestCase("(define m (foldl (fn (m x) (assoc m x m)) (hashmap/new) '(1 2 3))) (list (count (get m 1)) (count (get m 3)))", "(0 2)")]
    [TestCase("(define m (foldl (fn (m x) (let ((n (assoc m x 1))) (if (even? x) n (assoc m :odd n)))) (hashmap/new) '(1 2 3))) (list (count m) (count (:odd m)))", "(2 3)")]
    [TestCase("(define m (foldl (fn (m x) (foldl (fn (n y) (assoc n y (count m))) m '(a b))) (hashmap/new) '(1 2))) (get m 'a)", "2")]
    [TestCase("(define ms (foldl (fn (m x) (if (= x 0) (list m) (assoc m x x))) (hashmap/new) '(1 2 0))) (count (first ms))", "2")]
    [TestCase("(define ms (map (fn (xs) (foldl (fn (m x) (assoc m x x)) (hashmap/new) xs)) '((1 2) (3) ()))) (map count ms)", "(2 1 0)")]
    [TestCase("(define a (reduce (fn (m x) (assoc m x 1)) (list (hashmap/new 0 0) 1 2))) (define b (foldl (fn (m x) (assoc m x 2)) a '(1 5))) (list (get a 1) (count a) (get b 1))", "(1 3 2)")]
    [TestCase("(define m (try (foldl (fn (m x) (if (= x 3) (throw (count m)) (assoc m x x))) (hashmap/new) '(1 2 3)) (catch e (:value e)))) m", "2")]
    [TestCase("(define m (foldl (fn (m x) (try (if (even? x) (throw x) (get m x)) (catch e (assoc m x 1)))) (hashmap/new) '(2 4))) (if (nil? m) nil (count m))", "2")]
    [TestCase("(foldl (fn (m x) (assoc m x 1)) {} '(b a))", "{a 1 b 1}")]
    [TestCase("(foldl (fn (m x) (assoc m (mutable-array) 1)) (hashmap/new) '(b a))", null)]
    [TestCase("(foldl (fn (m x) (assoc m x 1)) 5 '(b a))", null)]
    public void A_fold_gives_what_copies_would(string program, string? expected)
    {
        var compiled = Programs.Run(program, BackEnd.Il);
        var interpreted = Programs.Run(program, BackEnd.Interpreter);
        Assert.That(compiled.Value, Is.EqualTo(interpreted.Value));
        Assert.That(compiled.Value, Is.EqualTo(expected));
        Assert.That(compiled.Error?.Split('\n')[0], Is.EqualTo(interpreted.Error?.Split('\n')[0]));
    }

    [TestCase("(fn (m x) (assoc m x (+ 1 (get m x 0))))", true)]
    [TestCase("(fn (m x) (let ((n (get m x))) (if (nil? n) (assoc m x 1) (assoc m x (+ n 1)))))", true)]
    [TestCase("(fn (m x) (if (contains? m x) m (assoc m x (count m))))", true)]
    [TestCase("(fn (m x) (assoc m x (:total m)))", true)]
    [TestCase("(fn (m x) (assoc m x m))", false)]
    [TestCase("(fn (m x) (assoc m x (fn () m)))", false)]
    [TestCase("(fn (m x) (println m) (assoc m x 1))", false)]
    [TestCase("(fn (m x) (let ((n m)) (assoc m x 1)))", true)]
    [TestCase("(fn (m x) (set! m (dissoc m x)) (assoc m x 1))", false)]
    [TestCase("(fn (m x) (if (assoc m x 1) (assoc m x 2) m))", false)]
    public void Folds_are_found(string step, bool isInPlace)
    {
        var program = new Compilation(new SourceText($"(define (run xs) (foldl {step} (hashmap/new) xs)) (println (run '(1)))")).Resolve()!;
        var updates = new Updates();
        foreach (var procedure in program.Procedures) updates.Visit(procedure.Body);
        Assert.That(updates.InPlace, Is.EqualTo(isInPlace));
    }

    private sealed class Updates : ResolvedVisitor
    {
        public bool InPlace { get; private set; }

        public override void Visit(ResolvedExpr expr)
        {
            InPlace |= expr is BuiltinCall { IsLastUse: true };
            base.Visit(expr);
        }
    }
}
