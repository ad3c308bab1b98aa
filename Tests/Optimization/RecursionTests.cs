using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Optimization;

/// <summary>
/// Recursive procedures do the same as loops as they do without the optimizer: values, output, messages. Every base case meets every
/// operation on the result of the recursive call.
/// </summary>
[TestFixture]
public sealed class RecursionTests
{
    private static readonly string[] Bases =
    [
        "'()", "nil", "0", "1.5", "'a", "9223372036854775807", "(g l)", "(begin (println \"base\") '())", "'(8 9)", "[7]", "(f 5)", "(list k k)", "(if k (g 1) 2)",
        "(let ((z k)) (g z))", "(let loop ((i 0)) (if (< i 3) (loop (+ i 1)) i))", "(throw 'end)", "(undefined-thing)", "(length l)",
    ];

    private static readonly string[] Lists =
    [
        "(cons (f (car l)) REC)", "(+ (f (car l)) REC)", "(+ REC (car l))", "(+ REC k)", "(- (car l) REC)", "(+ 1 REC)", "(list (car l) REC k)", "(* (car l) REC)",
        "(cons 1 (cons (car l) REC))", "(let ((r REC)) (list r (car l)))", "(let* ((a (f (car l))) (r REC) (b 2)) (list a r b))", "(not REC)",
        "(let ((a (car l)) (r REC) (b (f 1))) (list a r b))", "(if (> k (car l)) (cons (car l) REC) REC)", "(if (> k (car l)) (+ 1 REC) (+ 2 REC))",
        "(if (> k (car l)) (cons 1 REC) (cons 2 (cons 3 REC)))", "(if (> k (car l)) (cons 1 REC) (+ 2 REC))", "(string-append (str (car l)) REC)",
        "(begin (println (car l)) (cons (car l) REC))", "(append (list (car l)) REC)", "(cons (length ((fn () l))) REC)", "(cons (fn () l) REC)",
        "(get {:a REC} :a)", "(max (car l) REC)", "(cons REC (car l))", "(let ((r REC)) (set! r (list r)) r)", "(let ((r REC)) (f r))", "(apply + (list 1 REC))",
        "(begin (set! k (+ k 1)) (+ k REC))", "(begin (set! l (cdr l)) (cons k (rec l f k)))", "(+ (car l) (* 2 REC))", "(list (list k (cons (car l) REC)))",
        "(cond ((= (car l) 2) (g l)) (else (cons (car l) REC)))", "(try (cons (car l) REC) (catch e 0))", "(let ((r REC) (q REC)) (list r q))", "(map f (list REC))",
        "(+ (car l) REC REC)", "(let ((r REC)) ((fn (x) (list x r)) k))", "(vector REC)", "(and (car l) (cons k REC))", "(or (> (car l) 1) (+ 1 REC))",
    ];

    private static readonly string[] Sums =
    [
        "(+ (tree (car e) k) (tree (cdr e) k))", "(+ 1 (tree (car e) k) (tree (cdr e) k))", "(+ (tree (cdr e) 0) (tree (car e) (+ k 1)))",
        "(let ((n (length e))) (+ n (tree (car e) n) (tree (cdr e) k)))", "(if (> k 2) (tree (car e) (- k 1)) (+ (tree (car e) (+ k 1)) (tree (cdr e) (+ k 1))))",
        "(begin (println k) (+ (tree (car e) (+ k 1)) (tree (cdr e) (+ k 2))))", "(+ (quotient (tree (car e) k) 2) (tree (cdr e) (* k 2)))",
    ];

    private static readonly string[] Leaves = ["1", "k", "(+ k 1)", "(- 9223372036854775807 k)", "(g k)", "2.5", "(* k 4611686018427387904)"];

    private static IEnumerable<string> Programs(BackEnd backEnd)
    {
        // Each back end runs a share of the programs; emitted code is slow to make.
        var share = backEnd == BackEnd.Il ? 17 : 2;
        var number = 0;
        foreach (var body in Lists)
            foreach (var end in Bases)
            {
                if (++number % share != 0) continue;
                // A recursion that branches is exponential.
                var longest = body.Split("REC").Length > 2 && !body.StartsWith("(if", StringComparison.Ordinal) ? 7 : 70;
                yield return $"""
                        (define (g x) (if (number? x) (* x 2) (length x)))
                        (define (rec l f k) (if (null? l) {end} {body.Replace("REC", "(rec (cdr l) f k)", StringComparison.Ordinal)}))
                        (define (shown v) (if (pair? v) (map shown v) (if (procedure? v) (v) v)))
                        (define (show l f k) (println (try (shown (rec l f k)) (catch e (:message e)))))
                        (define (run) (show '() g 2) (show '(1 2 3) g 2) (show '(1 a 3) g 2) (show (list 1 2.5 3) (fn (x) (println x) x) 2) (show '(1 2) car 2) (show (range {longest}) g 20))
                        (run)
                        """;
            }
        foreach (var sum in Sums)
            foreach (var leaf in Leaves)
                yield return $"""
                    (define (g x) (if (number? x) (* x 2) (length x)))
                    (define (tree e k) (cond ((null? e) 0) ((pair? e) {sum}) (else {leaf})))
                    (define (show k) (println (try (tree '(1 (2 3) ((4)) . ()) k) (catch e (:message e)))))
                    (show 0) (show 3) (show 1.5) (show 'a) (show 9223372036854775807) (show 100000000000000000000)
                    """;
        yield return "(define (fib k) (if (< k 2) k (+ (fib (- k 1)) (fib (- k 2))))) (println (fib 15) (fib 15.5) (fib -9223372036854775808) (fib 1/2))";
        yield return "(define (up n) (if (= n 0) '() (let loop ((i 0)) (if (= i n) (up (- n 1)) (cons i (loop (+ i 1))))))) (up 5)";
        yield return "(define (f n) (if (= n 0) 'end (begin (cons 1 (f (- n 1))) (f (- n 1))))) (f 5)";
        yield return "(define (f n) (define (g n) (if (< n 1) '() (cons n (f (- n 1))))) (if (or (< n 1) (odd? n)) (g n) (cons 'even (f (- n 1))))) (f 1) (f 6)";
        yield return "(define (f n) (if (= n 0) '() (cons n (f (- n 1))))) (define (g n) (length (f n))) (list (g 3) (begin (set! f (fn (n) '(1))) (g 3)))";
    }

    [TestCase(BackEnd.Il)]
    [TestCase(BackEnd.Interpreter)]
    public void Loops_do_what_the_recursion_did(BackEnd backEnd)
    {
        var different = new List<string>();
        var errors = 0;
        StackGuard.RunOnLargeStack(() =>
        {
            foreach (var program in Programs(backEnd))
            {
                var (plain, optimized) = (Shown(program, OptimizationLevel.None), Shown(program, OptimizationLevel.Full));
                if (plain != optimized) different.Add($"{program}\n  -O0: {plain}\n  -O2: {optimized}");
                if (plain.Contains('✗', StringComparison.Ordinal)) errors++;
            }
        }, StackGuard.InterpreterStackSize);
        Assert.That(different, Is.Empty);
        Assert.That(errors, Is.Zero, "programs that cannot be compiled or run at all");

        string Shown(string program, OptimizationLevel level)
        {
            var result = ProgramCase.Run(program, backEnd: backEnd, level: level);
            return $"{result.Value} {string.Join('⏎', result.Output)}" + (result.Error is null ? "" : $" ✗ {result.Error.Split('\n')[0]}");
        }
    }

    [TestCase("(define (f n) (if (= n 0) '() (cons n (f (- n 1))))) (length (f 5000000))", "5000000")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ n (f (- n 1))))) (f 5000000)", "12500002500000")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1))))) (f 16000000)", "16000000")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ (f 0) (f (- n 1))))) (f 16000000)", "0")]
    public void Linear_recursion_needs_no_stack(string program, string expected) =>
        Assert.That(Tests.Programs.Run(program, BackEnd.Il).Value, Is.EqualTo(expected));

    [TestCase("(define (f n) (cons n (f n)))")]
    [TestCase("(define (f n) (+ n (f n)))")]
    [TestCase("(define (f n) (+ 1 (f n)))")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ (f 0) (f n))))")]
    public void Endless_recursion_is_a_condition_still(string definition) =>
        Assert.That(Tests.Programs.Run($"{definition} (try (f 1) (catch e (:message e)))", BackEnd.Il).Value,
            Is.EqualTo("\"stack overflow: maximum call depth exceeded\""));
}
