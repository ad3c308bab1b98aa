using Sema.Compiler.Evaluation;

namespace Sema.Tests.Macros;

/// <summary>Macros beyond the specification's examples: at run time, as values, in modules, and those that write macros.</summary>
[TestFixture]
public sealed class MacroTests
{
    // Run-time code sees the macros of the program, and the program's procedures in them.
    [TestCase("(defmacro m (x) (list '+ x 1)) (list (eval '(m 5)) (macroexpand '(m 7)))", "(6 (+ 7 1))")]
    [TestCase("(define-syntax sw (syntax-rules () ((_ a b) (list b a)))) (eval '(sw 1 2))", "(2 1)")]
    [TestCase("(define (f) (defmacro lm (x) (list 'quote x)) (eval '(lm (a b)))) (f)", "(a b)")]
    [TestCase("(eval '(defmacro q (x) (list 'quote x))) (eval '(q (a)))", "(a)")]
    [TestCase("(define seen '()) (defmacro m (x) (set! seen (cons x seen)) x) (eval '(m 1)) seen", "(1)")]
    [TestCase("(defmacro m (x) x) (set! m 5) (eval '(list m))", "(5)")]
    [TestCase("(if #t (defmacro zz (x) x)) (type zz)", ":macro")]
    // As values.
    [TestCase("(list -> (type guard))", "(<macro ->> :macro)")]
    [TestCase("(define -> 5) ->", "5")]
    [TestCase("(eval '->)", "<macro ->>")]
    // Macros in modules, and those that write macros.
    [TestCase("(module a (export f) (defmacro tw (x) `(* 2 ,x)) (define (f x) (tw x))) (f 4)", "8")]
    [TestCase("(defmacro defm (n v) `(defmacro ,n () ,v)) (defm five 5) (five)", "5")]
    [TestCase("(defmacro defm (n) `(defmacro ,n (x#) `(+ 1 ,x#))) (defm plus) (plus 5)", "6")]
    // One step each, whatever an expansion does at once.
    [TestCase("(macroexpand '(-> 1 (+ 2) (* 3)))", "(-> (+ 1 2) (* 3))")]
    [TestCase("(macroexpand '(as-> 1 x (+ x 2) (* x 3)))", "(let ((x 1)) (as-> (+ x 2) x (* x 3)))")]
    [TestCase("(list (-> 1 (+ 2) (- 10) list) (as-> 5 x (+ x 3) (* x x)) (some-> {:a {:b 5}} :a :b list) (some-> {:a nil} :a :b list))", "((-7) 64 (5) nil)")]
    [TestCase("(macroexpand '(term/with-mouse a b))",
        "(begin (term/enable-mouse) (let ((res__1 (try (begin a b) (catch e__2 (term/disable-mouse) (throw e__2))))) (term/disable-mouse) res__1))")]
    [TestCase("(macroexpand '(io/with-raw-mode a))",
        "(let ((raw__1 (io/tty-raw!))) (let ((res__2 (try (begin a) (catch e__3 (when raw__1 (io/tty-restore! raw__1)) (throw e__3))))) (when raw__1 (io/tty-restore! raw__1)) res__2))")]
    // Fresh variables in each iteration (differences.md 4).
    [TestCase("(define fs '()) (dotimes (i 3) (set! fs (cons (fn () i) fs))) (map (fn (f) (f)) fs)", "(2 1 0)")]
    [TestCase("(define fs '()) (for-range (i 0 6 2) (let ((j i)) (set! fs (cons (fn () j) fs)))) (map (fn (f) (f)) fs)", "(4 2 0)")]
    [TestCase("(let ((n 0)) (retry (fn () (set! n (+ n 1)) (if (< n 3) (error \"x\") n)) {:base-delay-ms 0}))", "3")]
    [TestCase("(let ((n 0)) (try (retry (fn () (set! n (+ n 1)) (error \"x\")) {:max-attempts 2 :base-delay-ms 0}) (catch e (list n (:message e)))))", "(2 \"x\")")]
    public void Value_is(string source, string expected)
    {
        var result = Run(source);
        Assert.That(result.Error, Is.Null);
        Assert.That(string.Join(' ', result.Value!.Split('\n').Select(static line => line.Trim())), Is.EqualTo(expected));
    }

    [TestCase("(defmacro mm (x) :macro) (mm 1) (define (mm x) :fn)", "not callable: <macro mm> (macro)")]
    [TestCase("(define (f) (defmacro lm (x) x) (lm 5)) (f)", "not callable: <macro lm> (macro)")]
    [TestCase("(map -> '(1))", "expected callable, got macro")]
    [TestCase("(defmacro ct (n) (if (= n 0) 0 (list '+ 1 (list 'ct (- n 1))))) (eval '(ct 20))", "macro expansion exceeded depth limit")]
    [TestCase("(macroexpand '(if-let (x 1) x))", "if-let expects 3 arguments, got 2")]
    public void Error_is(string source, string expected) => Assert.That(Run(source).Error?.Split('\n')[0], Is.EqualTo(expected));

    private static ProgramCase Run(string source)
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(source));
        return result;
    }
}
