using Sema.Compiler.Evaluation;

namespace Sema.Tests.Calls;

/// <summary>Compiled code that knows the kind of a list does what the interpreter does, which asks each time.</summary>
[TestFixture]
public sealed class ListShapeTests
{
    /// <summary>Lists of cells, arrays, cells in front of arrays, ends of arrays; what is no list.</summary>
    private static readonly string[] Subjects =
    [
        "'()", "nil", "'(1)", "'(1 2)", "'(1 2 3)", "(cons 1 '())", "(cons 1 '(2))", "(cons 1 (cons 2 '()))", "(cons 1 (cons 2 (cons 3 '())))",
        "(cdr '(0 1 2))", "(cdr '(0 1))", "(cdr '(0))", "(map (fn (x) x) '(1 2 3))", "[]", "[1]", "[1 2 3]", "5", "2.5", "\"text\"", "'symbol", ":key", "{:a 1}", "#f",
        "'(x 1)", "(cons 'x '(1))", "['x 1]", "'(y 1 2)", "(list 'y 1 2)", "(cons 'y (cons 1 (cons 2 '())))", "'(z)", "'(x 1 2 3)", "'((y 1 2))", "(list :k 2)", "1/2", "100000000000000000000", "(sqrt -1)",
    ];

    private static readonly string[] Bodies =
    [
        "(if (null? l) 'none (list (car l) (cdr l)))",
        "(if (pair? l) (list (car l) (cdr l)) (if (null? l) 'none 'other))",
        "(if (not (pair? l)) (car l) (cdr l))",
        "(list (car l) (cadr l) (caddr l))",
        "(list (cdr l) (cddr l))",
        "(let ((a (car l)) (b (cdr l))) (if (null? b) a (list a (car b) (cdr b))))",
        "(let loop ((r l) (n 0)) (if (null? r) n (if (pair? r) (loop (cdr r) (+ n 1)) 'improper)))",
        "(cond ((null? l) 0) ((pair? l) (if (pair? (cdr l)) (cadr l) (car l))) (else (cdr l)))",
        "(cond ((number? l) (+ l 1)) ((null? l) 'null) ((pair? l) (if (number? (car l)) (+ 1 (car l)) (car l))) (else 'other))",
        "(list (if (not (number? l)) 'no 'yes) (if (not (null? l)) (if (pair? l) 'list 'other) 'null) (if (pair? l) (if (null? (cdr l)) 'last 'more) 'none))",
        "(eq? (car l) 'x)",
        "(if (eq? l 'symbol) 'yes (if (eq? l :key) 'key 'no))",
        "(match l (['x a] (list 'x1 a)) (['y a b] (list 'y2 a b)) (['z] 'z0) ([a] (list 'one a)) (['x a b c] (list 'x3 a b c)) ([:k n] (list 'k n)) (_ 'none))",
        "(match l (['x a] when (= a 2) 'guarded) (['x a] 'unguarded) (['y 1 2] 'exact) (['y & r] r) ([['y a b]] 'nested) (_ 'none))",
        "(match l (['x a] 'x) (['x a] 'never) (['y 2 2] 'no) (['y 1 c] (list 'c c)) (['y a b] 'any))",
    ];

    private static IEnumerable<string> Definitions =>
        from body in Bodies select $"(define (f l) {body})";

    /// <summary>One program tries a procedure on all subjects: directly, by a recursion that branches, and as a value.</summary>
    [TestCaseSource(nameof(Definitions))]
    public void Back_ends_agree(string definition)
    {
        var calls = string.Concat(Subjects.Select(static s => $"(println (try (f {s}) (catch e (list :raised (:message e) (:hint e)))))"));
        var source = $"{definition}\n(define (walk t) (cond ((null? t) 0) ((pair? t) (+ (walk (car t)) (walk (cdr t)))) (else 1)))\n"
            + $"{calls}(println (map walk (list '(1 (2 3) ()) (cons '(1) (cons 2 '())) 7 nil [1])))(println (map f '((1 2) (x 1) ())))";
        var compiled = Tests.Programs.Run(source, BackEnd.Il);
        var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
        Assert.That(compiled.Output, Is.EqualTo(interpreted.Output));
        Assert.That(compiled.Error, Is.EqualTo(interpreted.Error));
        Assert.That(compiled.Output, Is.Not.Empty);
    }
}
