using Sema.Compiler.Evaluation;

namespace Sema.Tests.Evaluation;

/// <summary>Run-time evaluation (§9.1), and the traces of stacks on which code of several units and builtins meet (§8.1).</summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed class EvalTests(BackEnd backEnd)
{
    [TestCase("(eval (list + 1 2))", "3")]
    [TestCase("(eval (list 'list (list 'quote (list car 1))))", "((<native-fn car> 1))")]
    [TestCase("(let ((x (gensym))) (eval (list 'let (list (list x 5)) (list '+ x 1))))", "6")]
    [TestCase("(try (eval (list (string->symbol \"a b\") 1)) (catch e (:message e)))", "\"Unbound variable: a b\"")]
    [TestCase("(try (eval (string->symbol \"nil\")) (catch e (:message e)))", "\"Unbound variable: nil\"")]
    [TestCase("(eval '(define ev 5)) ev", "5")]
    [TestCase("(define (f) (define x 1) (eval '(set! x 5)) x) (list (f) x)", "(1 5)")]
    [TestCase("(define (f) :old) (define (g) (f)) (eval '(define (f) :new)) (g)", ":new")]
    [TestCase("(eval '(begin (define (h n) (if (= n 0) :done (h (- n 1)))) (h 100000)))", ":done")]
    [TestCase("(eval {:a '(+ 1 2)})", "{:a 3}")]
    [TestCase("(defmacro m (x) (list '+ x 1)) (eval '(m 5))", "6")]
    [TestCase("(eval '(defmacro m (x) (list '+ x 1))) (eval '(m 5))", "6")]
    [TestCase("(define (helper x) (list '+ x 1)) (eval '(defmacro m (x) (helper x))) (eval '(m 5))", "6")]
    [TestCase("(define (f) (defmacro lm (x) (list '+ x 1))) (f) (eval '(lm 5))", "6")]
    [TestCase("(eval '(defmacro m (x) x)) (eval '(define (m x) :fn)) (eval '(m 5))", ":fn")]
    [TestCase("(try (let ((x 7)) `[,@x]) (catch e (:message e)))", "\"expected list, got int\"")]
    [TestCase("(map (fn (e) (eval e)) '((+ 1 2) 'a \"s\" #t))", "(3 a \"s\" #t)")]
    [TestCase("(define g (eval '(fn (x) (* x x)))) (list (map g '(1 2 3)) (type g) (g 7))", "((1 4 9) :lambda 49)")]
    [TestCase("(try ((eval '(fn (x) x))) (catch e (:message e)))", "\"<lambda> expects 1 argument, got 0\"")]
    public void Value_of_an_evaluated_form(string source, string expected)
    {
        var result = Programs.Run(source, backEnd);
        Assert.That(result.Error, Is.Null);
        Assert.That(result.Value, Is.EqualTo(expected));
    }

    [TestCase("(define (f) (+ 1 (eval '(car 5)))) (f)", "at car / at <lambda>")]
    [TestCase("(define (f) (+ 1 (eval '(begin (define (g x) (+ 1 (car x))) (+ 1 (g 5)))))) (f)", "at car / at g / at <lambda>")]
    [TestCase("(define (f) (eval '(defun g (x) (car x)))) (f) (g 5)", "at car / at g / at <lambda> (<input>:1:48)")]
    [TestCase("(define (g) (+ 1 (h))) (define (h) (car 5)) (eval '(list (g)))", "at car (<input>:1:36) / at h (<input>:1:36) / at g (<input>:1:18) / at <lambda>")]
    [TestCase("(define (f x) (+ 1 (g x))) (define (g x) (+ 1 (car x))) (f 5)", "at car (<input>:1:47) / at g (<input>:1:47) / at f (<input>:1:20) / at <lambda> (<input>:1:57)")]
    public void Trace_of_an_uncaught_condition(string source, string expected) =>
        Assert.That(Frames(Programs.Run(source, backEnd).Error!), Is.EqualTo(expected));

    /// <summary>Emitted code calls a procedure that cannot come back without the prefix of a tail call, so its frame may stay; and the JIT may inline a builtin.</summary>
    [TestCase("(define (f x) (g x)) (define (g x) (car x)) (f 5)", "at car (<input>:1:36) / at g (<input>:1:36) / at <lambda> (<input>:1:45)")]
    [TestCase("(map (fn (x) (car x)) '(1))", "at car (<input>:1:14) / at <lambda> (<input>:1:14)")]
    public void Trace_that_emitted_code_may_not_match(string source, string expected)
    {
        if (backEnd == BackEnd.Il) Assert.Ignore("emitted code shows a frame more");
        Assert.That(Frames(Programs.Run(source, backEnd).Error!), Is.EqualTo(expected));
    }

    [TestCase("(define (f) (list (try (car 5) (catch e (:stack-trace e))))) (car (f))",
        "({:col 24 :line 1 :name \"car\"} {:col 24 :line 1 :name \"f\"} {:col 67 :line 1 :name \"<lambda>\"})")]
    [TestCase("(define (f) (try (+ 1 (g)) (catch e (map :name (:stack-trace e))))) (define (g) (+ 1 (car 5))) (list (f))",
        "((\"car\" \"g\" \"f\" \"<lambda>\"))")]
    [TestCase("(eval '(define (k thunk) (list (thunk)))) (define (f) (try (k (fn () (+ 1 (car 5)))) (catch e (map :name (:stack-trace e))))) (list (f))",
        "((\"car\" \"<lambda>\" \"k\" \"f\" \"<lambda>\"))")]
    [TestCase("(eval '(define (k thunk) (try (thunk) (catch e nil)))) (define (f) (k (fn () (car 5))) (+ 1 (car 6))) (list (try (f) (catch e (map :name (:stack-trace e)))))",
        "((\"car\" \"f\" \"<lambda>\"))")]
    public void Trace_of_a_caught_condition(string source, string expected)
    {
        var result = Programs.Run(source, backEnd);
        Assert.That(result.Error, Is.Null);
        Assert.That(string.Join(' ', result.Value!.Split('\n').Select(static l => l.Trim())), Is.EqualTo(expected));
    }

    private static string Frames(string error) =>
        string.Join(" / ", error.Split('\n').Skip(1).Select(static l => l.Trim()).Where(static l => l.StartsWith("at ", StringComparison.Ordinal)));
}
