using System.Globalization;
using System.Text;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Calls;

/// <summary>
/// Loops along lists, whose compiled code goes from one element of an array to the next without looking at the list again: they do what the interpreter
/// does, whatever else a turn computes, and wherever it overflows, changes its kind, raises or goes on with another list.
/// </summary>
[TestFixture]
public sealed class ListLoopTests
{
    private const int RandomPrograms = 200;

    private const string Sums = """
        (define (leaves e) (cond ((null? e) 0) ((pair? e) (+ (leaves (car e)) (leaves (cdr e)))) (else 1)))
        (define (total e) (cond ((null? e) 0) ((pair? e) (+ (total (car e)) (total (cdr e)))) (else e)))
        (define (weight e)
          (cond ((null? e) 0)
                ((pair? e)
                 (+ (weight (car e))
                    (weight (cdr e))))
                (else (quotient 100 e))))

        """;

    [TestCase("(println (leaves '((a (b)) () 5 \"s\" [1 2] (nil (c) . ()))) (leaves nil) (leaves 7) (leaves (cons 1 (cons '(2 3) '(4 5)))))")]
    [TestCase("(println (map leaves '(() (a b) c nil (()))) (total '(1 (2.5 3/4) (9223372036854775807 1))))")]
    [TestCase("(println (weight '(1 (2 3) 4)) (weight (list 7 (cons 8 '(9)))))")]
    [TestCase("(weight '(1 (2 (0)) 3))", TestName = "raises deep in the first operand")]
    [TestCase("(weight '(1 (2 3) (4) 0))", TestName = "raises in the last element")]
    [TestCase("(total '(1 (2 x (3)) 4))", TestName = "adds what is no number")]
    [TestCase("(define (nest n l) (if (= n 0) l (nest (- n 1) (list l 'a)))) (println (leaves (nest 100000 '())))", TestName = "nested deeply")]
    public void Sums_over_trees_are_those_of_the_interpreter(string use)
    {
        var interpreted = Tests.Programs.Run(Sums + use, BackEnd.Interpreter);
        foreach (var level in Enum.GetValues<OptimizationLevel>())
        {
            var emitted = Tests.Programs.Run(Sums + use, BackEnd.Il, level);
            Assert.That(emitted.Output, Is.EqualTo(interpreted.Output), $"{level}");
            // A trace shows a recursion that is a loop once, and the places of calls behind inlined tests are the JIT's guess: so just the activations are compared.
            if (level == OptimizationLevel.Full) Assert.That(Activations(emitted.Error), Is.EqualTo(Activations(interpreted.Error)));
            else Assert.That(emitted.Error?.Split('\n')[0], Is.EqualTo(interpreted.Error?.Split('\n')[0]), $"{level}");
        }
        Assert.That(interpreted.Output.Count + (interpreted.Error?.Length ?? 0), Is.Positive);
    }

    private static IEnumerable<string>? Activations(string? error) => error?.Split('\n').Select(static line => line.Split(" (<input>")[0]);

    /// <summary>Loops without a call, which go on in the general version where something is no integer, leaves 64 bits or raises.</summary>
    [Test]
    public void Loops_that_only_take_apart_and_compute_are_those_of_the_interpreter()
    {
        string[] loops =
        [
            "(f (l a) (if (null? l) a (f (cdr l) (+ a (car l)))))",
            "(f (l a) (cond ((null? l) a) ((> (car l) a) (f (cdr l) (car l))) (else (f (cdr l) a))))",
            "(f (l a) (cond ((null? l) (list 'end a)) ((= (car l) (+ a 1)) (car (cdr l))) ((= (car l) (- a 3)) 'less) (else (f (cdr l) (+ a 2)))))",
            "(f (l a) (cond ((null? l) a) ((even? (car l)) (f (cdr l) (bit/xor a (bit/shift-left (car l) 3)))) (else (f (cdr l) (abs (- (car l) a))))))",
            "(f (l a) (if (null? l) a (if (pair? (car l)) (f (car l) (* a 3)) (f (cdr l) (min a (cadr l))))))",
            "(f (l a) (if (eq? (car l) 3) (* a a) (f (cdr l) (quotient (* a 5) (car l)))))",
            "(f (l a) (if (zero? (remainder (car l) 4)) a (f (cdr l) (- (car l) a))))",
        ];
        string[] lists =
        [
            "'()", "'(1 2 3 4 5)", "(cons 7 (cons 2 '(3 4)))", "'(1 2.5 3)", "'(5 9223372036854775807 2 3)", "'(-9223372036854775808 -9223372036854775808 3)", "'(1 x 3)", "'(1 (2 8) 3)", "'(2 1/2 100000000000000000000 3)",
            "(cons 6 (cons 0 '()))", "nil", "5",
        ];
        string[] numbers = ["0", "2", "-7", "9223372036854775807", "-9223372036854775808", "0.5", "nil"];
        var calls = Enumerable.Range(0, loops.Length).SelectMany(i => lists.SelectMany(l => numbers.Select(n => $"(try (f{i} {l} {n}) (catch e (:message e)))")));
        var definitions = loops.Select(static (loop, i) => "(define " + loop.Replace("(f (l a)", $"(f{i} l a)", StringComparison.Ordinal).Replace("(f (", $"(f{i} (", StringComparison.Ordinal));
        var source = $"{string.Join('\n', definitions)}\n(list {string.Join(' ', calls)})";
        var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
        Assert.That(Tests.Programs.Run(source, BackEnd.Il).Value, Is.EqualTo(interpreted.Value).And.Not.Null);
    }

    [Test]
    public void Random_loops_do_what_they_do_interpreted()
    {
        var raised = 0;
        for (var seed = 1; seed <= RandomPrograms; seed++)
        {
            var source = new Generator(seed).Program();
            var emitted = Tests.Programs.Run(source, BackEnd.Il);
            var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
            Assert.That((emitted.Value, emitted.Error), Is.EqualTo((interpreted.Value, interpreted.Error)), $"seed {seed}:\n{source}");
            Assert.That(interpreted.Value, Is.Not.Null, $"seed {seed}: {interpreted.Error}\n{source}");
            raised += interpreted.Value!.Split("(:raised").Length - 1;
        }
        Assert.That(raised, Is.InRange(1, RandomPrograms * Generator.Attempts / 2));
    }

    /// <summary>Writes a program with loops along a list, with two more variables; all randomness comes from the seed.</summary>
    private sealed class Generator(int seed)
    {
        private static readonly string[] Subjects =
        [
            "'()", "nil", "'(1)", "'(1 2 3 4 5)", "(cons 1 '())", "(cons 1 (cons 2 (cons 3 '())))", "(cons 1 (cons 2 '(3 4 5)))", "(cddr '(8 9 1 2 3))", "(map (fn (x) (* x x)) '(1 2 3 4))",
            "'(1 2.5 3)", "'(1 9223372036854775807 2 3)", "'(4611686018427387904 4611686018427387904 4)", "'(1 x 3)", "'((1) 2 (3 4))", "'(1 [2] 3)", "5", "(list 1 2 1/2 \"s\")",
        ];

        private static readonly string[] Numbers = ["0", "1", "-3", "9223372036854775807", "-9223372036854775808", "0.5", "100000000000000000000"];

        private readonly Random _random = new(seed);
        private int _inner;

        /// <summary>How many calls each program tries.</summary>
        public static int Attempts => 12;

        public string Program()
        {
            var text = new StringBuilder();
            text.AppendLine("(define log '())");
            text.AppendLine("(define (note x) (set! log (cons x log)) x)");
            text.AppendLine("(define (twice x) (if (number? x) (+ x x) x))");
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (walk l n m) (let loop ((r l) (a n) (b m)) {Turn("loop")}))");
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (back l n m) (let again ((a n) (b m) (r l)) {Turn("again")}))");
            text.AppendLine(CultureInfo.InvariantCulture, $"(define (own r a b) {Turn("own")})");
            text.Append("(list");
            for (var i = 0; i < Attempts; i++)
            {
                var name = (i % 3) switch { 0 => "walk", 1 => "back", _ => "own" };
                text.Append(CultureInfo.InvariantCulture, $" (try ({name} {Pick(Subjects)} {Pick(Numbers)} {Pick(Numbers)}) (catch e (list :raised (:message e))))");
            }
            return text.Append(" log)").ToString();
        }

        private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

        private string Turn(string loop) => _random.Next(5) switch
        {
            0 => $"(if (null? r) {Result()} {Next(loop, 2)})",
            1 => $"(if (pair? r) {Next(loop, 2)} {Result()})",
            2 => $"(cond ((null? r) {Result()}) ((pair? r) {Next(loop, 2)}) (else (list 'other r a b)))",
            3 => $"(if (null? r) {Result()} (let ((x (car r))) {Next(loop, 2)}))".Replace("(note (car r))", "(note x)", StringComparison.Ordinal),
            _ => $"(cond ((null? r) {Result()}) ((eq? (car r) 3) {Next(loop, 1)}) (else {Next(loop, 2)}))",
        };

        private string Result() => _random.Next(3) switch { 0 => "(list a b)", 1 => "a", _ => "(list r a b)" };

        private string Next(string loop, int depth)
        {
            if (depth > 0 && _random.Next(3) == 0) return $"(if {Test()} {Next(loop, depth - 1)} {Next(loop, depth - 1)})";
            if (depth > 0 && _random.Next(6) == 0) return $"(begin (note {Expr(1)}) {Next(loop, depth - 1)})";
            if (_random.Next(12) == 0) return Result();
            var rest = _random.Next(12) switch { 0 => "(cddr r)", 1 => "(cdr (cdr r))", 2 => $"(if {Test()} (cdr r) '())", 3 => "(let ((s (cdr r))) s)", _ => "(cdr r)" };
            var (a, b) = (Expr(2), _random.Next(3) == 0 ? "b" : Expr(2));
            return loop == "again" ? $"(again {a} {b} {rest})" : $"({loop} {rest} {a} {b})";
        }

        private string Test() => _random.Next(4) switch { 0 => "(number? (car r))", 1 => "(pair? (cdr r))", 2 => "(null? (cdr r))", _ => "(eq? (car r) 2)" };

        private string Expr(int depth)
        {
            if (depth == 0) return _random.Next(5) switch { 0 => "a", 1 => "b", 2 => "1", _ => "(car r)" };
            switch (_random.Next(11))
            {
                case 0: return $"(+ a {Expr(depth - 1)})";
                case 1: return $"(+ b {Expr(depth - 1)})";
                case 2: return "(+ a 1)";
                case 3: return $"(* {Expr(depth - 1)} 3)";
                case 4: return "(note (car r))";
                case 5: return "(length (cdr r))";
                case 6: return $"(- {Expr(depth - 1)} {Expr(depth - 1)})";
                case 7: return $"(twice {Expr(depth - 1)})";
                case 8 when _inner < 1:
                    _inner++;
                    var inner = $"(let inner ((s {(_random.Next(2) == 0 ? "r" : "(cdr r)")}) (c a)) (if (pair? s) (inner (cdr s) (+ c {(_random.Next(2) == 0 ? "(car s)" : "1")})) c))";
                    _inner--;
                    return inner;
                case 9: return "(let ((f (fn () (list r a)))) (car (f)))";
                default: return Expr(0);
            }
        }
    }
}
