using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;
using Sema.Tests.Verification;

namespace Sema.Tests.Emit;

/// <summary>Records are objects of classes with raw fields where that fits, and of general ones elsewhere: no program can tell which.</summary>
[TestFixture]
public sealed class RecordTests
{
    private const string Point = "(define-record-type point (make-point x y) point? (x px) (y py)) ";
    private const string Largest = "9223372036854775807";

    [TestCase(Point + "(let ((p (make-point 1 2))) (list (px p) (+ (px p) (py p)) (point? p) (record? p) (type p) p))", "(1 3 #t #t :point #<record point 1 2>)")]
    [TestCase(Point + "(let ((p (make-point 1.5 2.5))) (list (px p) (* (px p) (py p)) p))", "(1.5 3.75 #<record point 1.5 2.5>)")]
    [TestCase(Point + "(define (step p) (make-point (+ (px p) 1) (py p))) (let ((p (step (make-point " + Largest + " 2)))) (list p (+ (px p) (py p)) (point? p)))",
        "(#<record point 9223372036854775808 2> 9223372036854775810 #t)", TestName = "A sum that leaves 64 bits goes into a field")]
    [TestCase(Point + "(define (f x) (make-point (+ x 1) (* 2 x))) (list (f 1.5) (py (f 1/2)) (f " + Largest + "))",
        "(#<record point 2.5 3.0>\n 1\n #<record point 9223372036854775808 18446744073709551614>)", TestName = "Operands of all kinds go into fields")]
    [TestCase(Point + "(define (f x) (make-point (+ 1 2) x)) (list (f 1) (f \"s\") (f nil) (px (f 'a)) (equal? (f 1) (make-point 3 1)) (equal? (f \"s\") (make-point 3 \"s\")))",
        "(#<record point 3 1> #<record point 3 \"s\"> #<record point 3 nil> 3 #t #t)", TestName = "What is no number goes into a field of numbers")]
    [TestCase(Point + "(define ps (map make-point '(1 2) '(3 x))) (list ps (map px ps) (map py ps) (apply make-point '(5 6)))",
        "((#<record point 1 3> #<record point 2 x>) (1 2) (3 x) #<record point 5 6>)", TestName = "The constructor as a value")]
    [TestCase(Point + "(map make-point '(1))", null, TestName = "The constructor as a value checks the number of arguments")]
    [TestCase(Point + "(define (f p) (+ (px p) 1)) (list (f (make-point 1 2)) (f 5))", null, TestName = "A field of what is no record")]
    [TestCase(Point + "(define-record-type other (make-other x) other? (x ox)) (define (f p) (+ (px p) 1)) (list (f (make-point 1 2)) (f (make-other 5)))", null, TestName = "A field of another type's record")]
    [TestCase(Point + "(define log '()) (define (note x) (set! log (cons x log)) x) (define e (try (make-point (px (note 1)) (note 2)) (catch e (:type e)))) (list e log)",
        "(:type-error (1))", TestName = "A field is read before the next operand is evaluated")]
    [TestCase(Point + "(define-record-type point (make-point3 x y z) point3? (z pz)) (let ((a (make-point 1 2)) (b (make-point3 1 2 3))) "
        + "(list (point? b) (point3? a) (px b) (equal? a b) (pz b) (type b) (try (pz a) (catch e (:type e)))))", "(#t #t 1 #f 3 :point :type-error)", TestName = "Two types of one name")]
    [TestCase(Point + "(define a (make-point 1 2)) (define-record-type point (make-point x y z) point? (x px) (z pz)) (define b (make-point 1 2 3)) (list a b (px a) (px b) (point? a) (point? b))",
        "(#<record point 1 2> #<record point 1 2 3> 1 1 #t #t)", TestName = "A type that is defined again with other fields")]
    [TestCase(Point + "(define a (make-point 1 2)) (define-record-type point (make-point x y) point? (x px) (y py)) (list a (equal? a (make-point 1 2)) (px a))",
        "(#<record point 1 2> #t 1)", TestName = "A type that is defined again")]
    [TestCase(Point + "(define made (eval '(make-point 3 4))) (list made (px made) (point? made) (equal? made (make-point 3 4)) (eval '(begin (define-record-type point (mk x y) p? (x gx)) (list (gx (mk 7 8)) (p? (mk 1 2))))))",
        "(#<record point 3 4> 3 #t #t (7 #t))", TestName = "eval makes records of the same type")]
    [TestCase("(define-record-type six (make-six a b c d e f) six? (a a) (f f)) (let ((s (make-six 1 2.5 'c \"d\" nil 6))) (list s (+ (a s) (f s)) (six? s) (equal? s (make-six 1 2.5 'c \"d\" nil 6)) (get {s 1} s)))",
        "(#<record six 1 2.5 c \"d\" nil 6> 7 #t #t 1)", TestName = "More than four fields")]
    [TestCase("(define-record-type none (make-none) none?) (list (make-none) (none? (make-none)) (none? 1) (equal? (make-none) (make-none)))", "(#<record none> #t #f #t)", TestName = "No fields")]
    [TestCase("(define-record-type twice (make-twice a a) twice? (a ta)) (list (make-twice 1 2) (ta (make-twice 1 2)))", "(#<record twice 1 2> 1)", TestName = "Two fields of one name")]
    [TestCase(Point + "(list (sort (list (make-point 2 1) (make-point 1 \"x\") (make-point 1 5))) (get {(make-point 1 2) :a} (make-point 1 2)) (get (hash-map (make-point 1 2.0) :b) (make-point 1 2.0)))",
        "((#<record point 1 5> #<record point 1 \"x\"> #<record point 2 1>) :a :b)", TestName = "Records in maps and sorted")]
    [TestCase(Point + "(define (norm p) (sqrt (+ (* (px p) (px p)) (* (py p) (py p))))) (list (norm (make-point 3.0 4.0)) (norm (make-point 3 4)) (norm (make-point 0 -4.0)))", "(5.0 5 4.0)", TestName = "Fields in arithmetic")]
    [TestCase(Point + "(define (sum ps) (let loop ((ps ps) (acc 0)) (if (null? ps) acc (loop (cdr ps) (+ acc (px (car ps))))))) "
        + "(list (sum (list (make-point 1 2) (make-point 2 3))) (sum (list (make-point " + Largest + " 1) (make-point 1 1))) (sum (list (make-point 1.5 1))))",
        "(3 9223372036854775808 1.5)", TestName = "Fields of elements")]
    [TestCase(Point + "(define (f p q) (let loop ((i 0) (p p) (q q)) (if (= i 3) (list (px p) (px q)) (loop (+ i 1) q (if (point? p) (make-point (+ (px p) i) (py q)) (make-point 0 0)))))) "
        + "(list (f (make-point 1 2) (make-point 3 4)) (f 1 (make-point 1 1)))", "((4 3) (2 2))", TestName = "Records in the variables of a loop")]
    [TestCase(Point + "(define (f p) (try (begin (when (> (px p) 1) (throw (px p))) (py p)) (catch e (list (px p) (:value e))))) (map f (list (make-point 1 2) (make-point 5 6)))",
        "(2 (5 5))", TestName = "Records in protected bodies")]
    [TestCase(Point + "(define-record-type body (make-body at mass) body? (at at) (mass mass)) (define (heavy b) (+ (px (at b)) (* (mass b) (py (at b))))) "
        + "(list (heavy (make-body (make-point 1 2) 3)) (heavy (make-body (make-point 1 2.5) 3)) (try (heavy (make-body 1 2)) (catch e (:type e))))", "(7 8.5 :type-error)", TestName = "Records in records")]
    public void Programs_see_no_difference(string program, string? expected)
    {
        var interpreted = Programs.Run(program, BackEnd.Interpreter);
        Assert.That(interpreted.Value, Is.EqualTo(expected), interpreted.Error);
        Assert.That(IlVerifier.Verify(new Compilation(new SourceText(program)).Emit("records", hasEntryPoint: true)!), Is.Empty);
        foreach (var level in Enum.GetValues<OptimizationLevel>())
        {
            var compiled = Programs.Run(program, BackEnd.Il, level);
            Assert.That((compiled.Value, InnermostOf(compiled.Error)), Is.EqualTo((interpreted.Value, InnermostOf(interpreted.Error))));
        }
    }

    /// <summary>The message, and the frame that raised it.</summary>
    private static string? InnermostOf(string? error) => error is null ? null : string.Join('\n', error.Split('\n').Take(2));
}
