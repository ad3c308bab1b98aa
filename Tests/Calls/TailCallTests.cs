using Sema.Compiler.Evaluation;

namespace Sema.Tests.Calls;

/// <summary>Tail calls do not grow the stack; other recursion goes deep, and without end it is a condition.</summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed class TailCallTests(BackEnd backEnd)
{
    private string? Value(string source)
    {
        var result = Programs.Run(source, backEnd);
        Assert.That(result.Error, Is.Null);
        return result.Value;
    }

    private static IEnumerable<TestCaseData> Arities() =>
        from caller in Enumerable.Range(0, 9) from callee in Enumerable.Range(0, 9) select new TestCaseData(caller, callee);

    /// <summary>Two procedures of any two arities that call each other two hundred thousand times: far more frames than any stack has.</summary>
    [TestCaseSource(nameof(Arities))]
    public void Known_procedures_of_any_arities(int first, int second) =>
        Assert.That(Value(Program(first, second)), Is.EqualTo(":done"));

    /// <summary>The same through variables that could hold anything.</summary>
    [TestCaseSource(nameof(Arities))]
    public void Unknown_procedures_of_any_arities(int first, int second) =>
        Assert.That(Value(Program(first, second, "(define f #f)\n(define g #f)\n(set! {0} (fn ({1}) {2}))")), Is.EqualTo(":done"));

    private static string Program(int first, int second, string template = "(define ({0}{1}) {2})")
    {
        string Parameters(int n) => string.Concat(Enumerable.Range(0, n).Select(static i => $" a{i}"));
        string Arguments(int n) => string.Concat(Enumerable.Range(0, n).Select(static i => $" {i}"));
        string Body(string name, int n) => $"(if (= n 0) :done (begin (set! n (- n 1)) ({name}{Arguments(n)})))";
        var lines = template.Split('\n');
        string Define(string name, int own, string other, int others) => string.Format(lines[^1], name, Parameters(own), Body(other, others));
        return string.Join('\n', [.. lines[..^1], "(define n 200000)", Define("f", first, "g", second), Define("g", second, "f", first), $"(f{Arguments(first)})"]);
    }

    [TestCase("(define (f n) (if (= n 0) :done (f (- n 1)))) (f 10000000)")]
    [TestCase("(define (f n) (cond ((= n 0) :done) (else (when #t (and #t (or #f (f (- n 1))))))))  (f 10000000)")]
    [TestCase("(define (ev n) (if (= n 0) :done (od (- n 1)))) (define (od n) (if (= n 0) :odd (ev (- n 1)))) (ev 10000000)")]
    [TestCase("(define (f n) (case n ((0) :done) (else (match n (0 :never) (k (f (- k 1))))))) (f 10000000)")]
    [TestCase("(define (f n) (if (= n 0) :done (apply f (list (- n 1))))) (f 10000000)")]
    [TestCase("(define (f n . r) (if (= n 0) :done (apply g (- n 1) r))) (define (g n . r) (if (= n 0) :done (apply f (- n 1) 1 2 3 4 5 '()))) (f 1000000)")]
    [TestCase("(define (f n) (call-with-values (fn () (values n 1)) (fn (a b) (if (= a 0) :done (f (- a b)))))) (f 3000000)")]
    [TestCase("(define (f n) (try (throw 1) (catch e (if (= n 0) :done (f (- n 1)))))) (f 100000)")]
    [TestCase("(define (f n) (let ((g (fn (k) (if (= k 0) :done (f (- k 1)))))) (g n))) (f 10000000)")]
    [TestCase("(define (loop k n) (if (= n 0) (k :done) (loop (fn (x) (k x)) (- n 1)))) (loop (fn (x) x) 100000)")]
    [TestCase("(define (f n) (do () (#t (if (= n 0) :done (f (- n 1)))))) (f 1000000)")]
    [TestCase("(define (f n) (if (= n 0) (delay :done) (delay (force (f (- n 1)))))) (force (f 3000000))")]
    [TestCase("(define (f n) (delay (let go ((k 3)) (cond ((> k 0) (go (- k 1))) ((= n 0) :done) (else (match n (m (force (f (- m 1))))))))))  (force (f 1000000))")]
    public void Tail_positions(string source) => Assert.That(Value(source), Is.EqualTo(":done"));

    [Test]
    public void A_million_frames_fit() =>
        Assert.That(Value("(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1))))) (count 1000000)"), Is.EqualTo("1000000"));

    [Test]
    public void A_million_frames_of_a_list_building_procedure_fit() =>
        Assert.That(Value("(define (build k) (if (= k 0) '() (cons k (build (- k 1))))) (length (build 1000000))"), Is.EqualTo("1000000"));

    [TestCase("(define (f n) (+ 1 (f n))) (try (f 0) (catch e (:message e)))")]
    [TestCase("(define (f n) (+ 1 (car (map f (list n))))) (try (f 0) (catch e (:message e)))")]
    public void Endless_recursion_is_a_condition(string source) =>
        Assert.That(Value(source), Is.EqualTo("\"stack overflow: maximum call depth exceeded\""));

    /// <summary>A promise that goes on with another one; with the reference's results where its computation raised and is run again.</summary>
    [TestCase("(letrec ((p (delay (force q))) (q (delay (force p)))) (try (force p) (catch e (:message e))))", "\"resource gate is already owned by this task\"")]
    [TestCase("(define a (delay (list 1))) (define b (delay (force a))) (list (force b) (promise-forced? a) (eq? (force a) (force b)))", "((1) #t #t)")]
    [TestCase("(define i (delay (throw :x))) (define o (delay (force i))) (define (f p) (try (force p) (catch e (:value e)))) (list (f o) (promise-forced? o) (f i) (f o))", "(:x #f :x :x)")]
    [TestCase("(define n 0) (define fail #t) (define q (delay (begin (set! n (+ n 1)) (if fail (throw 1) n)))) (define p (delay (begin (set! n (+ n 10)) (if fail (force q) :other)))) "
        + "(define first (try (force p) (catch e n))) (set! fail #f) (list first (promise-forced? q) (force p) n (promise-forced? q) (force q) n)", "(11 #f :other 21 #f 22 22)")]
    [TestCase("(try (force (delay (force 5))) (catch e (:message e)))", "\"expected thunk, got int\"")]
    public void Forcing_at_the_end_of_a_promise(string source, string expected) => Assert.That(Value(source), Is.EqualTo(expected));

    [TestCase("(define (f n) (define (g k) (if (= k 0) 0 (+ k (g (- k 1))))) (g n)) (f 10)", "55")]
    [TestCase("(define (f n) (define (ev k) (if (= k 0) #t (od (- k 1)))) (define (od k) (if (= k 0) #f (ev (- k 1)))) (ev n)) (f 11)", "#f")]
    [TestCase("(define (f) (define (g) (h)) (define x 2) (define (h) (* x 3)) (g)) (f)", "6")]
    [TestCase("(define (f) (define a (fn () b)) (define b 1) (set! b 5) (a)) (f)", "5")]
    [TestCase("(define (f n) (let ((s (delay (* n 2)))) (define n 7) (force s))) (f 4)", "8")]
    [TestCase("(define (nums n) (list n (delay (nums (+ n 1))))) (car (force (cadr (force (cadr (nums 1))))))", "3")]
    [TestCase("(define (f) (define g (let ((n 0)) (fn () (set! n (+ n 1)) n))) (g) (g) (list (g) (g))) (f)", "(3 4)")]
    public void Internal_definitions_and_promises(string source, string expected) => Assert.That(Value(source), Is.EqualTo(expected));
}
