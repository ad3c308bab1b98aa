using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Calls;

/// <summary>
/// Procedures with a front (the tests at the start are a method of their own) and loops over lists that give up in rare cases: what they do, what
/// they raise and what its trace says is what the interpreter says.
/// </summary>
[TestFixture]
public sealed class FrontTests
{
    private const string Evaluator = """
        (define (lookup name env)
          (if (eq? (car (car env)) name) (cadr (car env)) (lookup name (cdr env))))
        (define (ev e env)
          (cond ((symbol? e) (lookup e env))
                ((number? e) e)
                (else
                 (match e
                   (['if c a b] (if (ev c env) (ev a env) (ev b env)))
                   (['+ a b] (+ (ev a env) (ev b env)))
                   (['< a b] (< (ev a env) (ev b env)))
                   (['app f a] ((ev f env) (ev a env)))
                   (['lam x body] (fn (v) (ev body (cons (list x v) env))))
                   (_ (throw e))))))

        """;

    private const string Loops = """
        (define (find-key k l) (cond ((null? l) 'none) ((equal? (car (car l)) k) (cdr (car l))) (else (find-key k (cdr l)))))
        (define (last-but l n) (if (eq? (cadr l) n) (car l) (if (null? l) 'none (last-but (cdr l) n))))
        (define (member-of x l) (and (pair? l) (or (eq? x (car l)) (member-of x (cdr l)))))

        """;

    [TestCase("(println (ev '(app (lam x (if (< x 3) (+ x y) x)) 2) '((y 5))))")]
    [TestCase("(println (ev 'x '((a 1) (x 2))))", TestName = "the front goes to another procedure")]
    [TestCase("(println (ev 12 nil) (ev 2.5 nil))", TestName = "the front returns")]
    [TestCase("(println (map (fn (e) (ev e '((x 1)))) '(x 2 (+ x 3) (if (< x 1) 7 (+ x x)))))", TestName = "called as a value")]
    [TestCase("(ev '(+ 1 (app y 2)) '((y 5)))", TestName = "no procedure")]
    [TestCase("(ev '(+ 1 (+ z 2)) '((y 5)))", TestName = "an unknown name, in another procedure")]
    [TestCase("(ev '(+ 1 (nothing z 2)) '((y 5)))", TestName = "no clause fits")]
    [TestCase("(define (nest n) (if (= n 0) 1 (list '+ 1 (nest (- n 1))))) (println (ev (nest 20000) nil))", TestName = "deep recursion")]
    [TestCase("(define (turn n) (if (= n 0) 1 (list 'if 0 (turn (- n 1)) 2))) (println (ev (turn 200000) nil))", TestName = "tail calls of its own")]
    public void An_evaluator_does_what_it_does_interpreted(string use) => Agree(Evaluator + use);

    [TestCase("(println (find-key 'b '((a 1) (b 2))) (find-key 'c (cons '(a 1) '((b 2)))) (find-key \"k\" '((\"j\" 1) (\"k\" 2))))")]
    [TestCase("(println (find-key 2.0 '((2 1) (2.0 3))) (find-key 1 '((1 . 2) (3 4))))")]
    [TestCase("(println (find-key #\\b '((#\\a 1) (#\\b 2))) (find-key '(1) '((1 2) ((1) 3))) (find-key nil '((#f 1) (nil 2))))")]
    [TestCase("(println (find-key (/ 0.0 0.0) (list (list (/ 0.0 0.0) 1))) (find-key 0.0 (list (list -0.0 1))))")]
    [TestCase("(find-key 'b '((a 1) 7))", TestName = "an element that is no list")]
    [TestCase("(find-key 'b [(quote (a 1))])", TestName = "a vector")]
    [TestCase("(println (last-but '(1 2 3) 3) (last-but (cons 1 (cons 2 (cons 3 '()))) 3) (last-but (cons 1 '(2 3)) 2) (last-but [1 2 3] 2))")]
    [TestCase("(println (last-but '(1 2 3) 4))", TestName = "behind the end")]
    [TestCase("(println (member-of 1 '(2 1)) (member-of 1 (cons 2 (cons 1 '()))) (member-of 1 '(2)) (member-of 1 [1]))")]
    public void A_loop_over_a_list_does_what_it_does_interpreted(string use) => Agree(Loops + use);

    private static void Agree(string source)
    {
        var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
        foreach (var level in Enum.GetValues<OptimizationLevel>())
        {
            var emitted = Tests.Programs.Run(source, BackEnd.Il, level);
            Assert.That(emitted.Output, Is.EqualTo(interpreted.Output), $"{level}");
            // Without the passes two calls of one line share a place in the trace when their operands are elements of one pattern.
            if (level == OptimizationLevel.None) Assert.That(FirstLine(emitted), Is.EqualTo(FirstLine(interpreted)));
            else Assert.That(emitted.Error, Is.EqualTo(interpreted.Error), $"{level}");
        }
        Assert.That(interpreted.Output.Count + (interpreted.Error?.Length ?? 0), Is.Positive);
    }

    private static string? FirstLine(ProgramCase result) => result.Error?.Split('\n')[0];
}
