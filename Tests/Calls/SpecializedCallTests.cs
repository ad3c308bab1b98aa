using Sema.Compiler.Evaluation;

namespace Sema.Tests.Calls;

/// <summary>
/// Programs that leave the special ways the compiler has for calls: unboxed parameters whose values outgrow 64 bits or change their
/// kind, conditions that travel by return through every kind of frame, join points, records of known types.
/// </summary>
[TestFixture]
public sealed class SpecializedCallTests
{
    [TestCase("(define (f n acc) (if (= n 0) acc (f (- n 1) (* acc 3)))) (f 60 1)", "42391158275216203514294433201")]
    [TestCase("(define (f k) (if (< k 2) k (+ (f (- k 1)) (f (- k 2))))) (list (f 20) (f 1.5) (try (f \"a\") (catch e (:message e))))",
        "(6765 1.5 \"expected comparable values, got string and int\")")]
    [TestCase("(define (f x) (+ x 1)) (list (f 9223372036854775807) (f 9223372036854775806) (f 1/2) (f 1.5))",
        "(9223372036854775808 9223372036854775807 3/2 2.5)")]
    [TestCase("(define (f x) (- x 1)) (list (f -9223372036854775808) (f -9223372036854775807))", "(-9223372036854775809 -9223372036854775808)")]
    [TestCase("(define (up n k) (if (= k 0) n (down (+ n n) (- k 1)))) (define (down n k) (if (= k 0) n (up (+ n 1) (- k 1)))) (up 1 200)",
        "2535301200456458802993406410751")]
    [TestCase("(define (f x y) (if (> x 100.0) (+ x y) (f (* x 2.0) (+ y 1)))) (list (f 1.0 0) (f 1 0))", "(135.0 135.0)")]
    [TestCase("(define (f x) (set! x (+ x 1)) x) (list (f 1) (f 1.5))", "(2 2.5)")]
    [TestCase("(define (f x) (fn () (set! x (+ x 1)) x)) (let ((g (f 1))) (g) (g))", "3")]
    [TestCase("(define (f k x y) (if (< k 1) (list (+ x (+ x x) y) (+ x x x y) (* x x y) (- x x y) (+ x y x)) (f (- k 1) x y))) (f 1 9007199254740993 0.5)",
        "(27021597764222980.0 27021597764222980.0 40564819207303349855093757313024.0 -0.5 18014398509481984.0)")]
    [TestCase("(define (f k) (fn (x) (+ x k))) (map (fn (g) (g 1)) (list (f 1) (f 1.5) (f 9223372036854775807) (f 1/2)))", "(2 2.5 9223372036854775808 3/2)")]
    [TestCase("(define (f k) (fn (x) (+ x k))) (define g (f 1)) (define h (f 1.5)) (list (= (type g) (type h)) (equal? g g) (equal? g h) (format \"~a\" g) (format \"~a\" h))",
        "(#t #t #f \"<native-fn <vm-closure>>\" \"<native-fn <vm-closure>>\")")]
    [TestCase("(define (f g) (fn (x) (g x))) (list ((f car) '(1 2)) ((f :a) {:a 5}) (try ((f 5) 1) (catch e (:message e))))", "(1 5 \"not callable: 5 (int)\")")]
    [TestCase("(define (f n) (letrec ((a (fn (k) (if (= k 0) n (b (- k 1))))) (b (fn (k) (if (= k 0) (list n) (a (- k 1)))))) (list a b))) (list ((car (f 5)) 4) ((cadr (f 5.5)) 4))",
        "(5 (5.5))")]
    [TestCase("(define (f n) (define (g x) (+ x n)) (define h (fn () (set! g car) g)) (list (g 1) ((h) '(7)) (g '(8)))) (f 1)", "(2 7 8)")]
    [TestCase("(let loop ((i 0) (fs '())) (if (< i 3) (loop (+ i 1) (cons (fn (x) (* x i)) fs)) (map (fn (f) (f 10)) fs)))", "(20 10 0)")]
    [TestCase("(define (counter c step) (fn () (set! c (+ c step)) c)) (define (run f) (f) (f)) (list (run (counter 1 2)) (run (counter 1.5 2)) (run (counter 9223372036854775806 1)) (try (run (counter 1 \"a\")) (catch e (map :name (:stack-trace e)))))",
        "(5 5.5 9223372036854775808 (\"+\" \"<lambda>\" \"run\" \"<lambda>\"))")]
    [TestCase("(define (adder k) (fn (x) (+ x k))) (define (run f x) (+ 1 (f x))) (list (run (adder 1) 2) (run (adder 1.5) 2) (try (run (adder 1) \"a\") (catch e (map :name (:stack-trace e)))) (try (run (fn (a b) a) 1) (catch e (:message e))))",
        "(4 4.5 (\"+\" \"<lambda>\" \"run\" \"<lambda>\") \"<lambda> expects 2 arguments, got 1\")")]
    [TestCase("(define (adder k) (fn (x) (+ x k))) (define (compose f g) (fn (x) (f (g x)))) (define (mk f v) (compose f (adder v))) (define (try-it v) (try (+ 1 ((mk abs v) 5)) (catch e (map :name (:stack-trace e))))) (list (try-it -7) (try-it \"a\") (eq? (mk abs 1) (mk abs 1)))",
        "(3 (\"+\" \"<lambda>\" \"<lambda>\" \"try-it\" \"<lambda>\") #f)")]
    [TestCase("(define (f p) (delay (if (p) (force p) 1))) (define d (delay (force d))) (list (force (f (fn () #f))) (try (force (f 5)) (catch e (:message e))) (try (force d) (catch e (:message e))))",
        "(1 \"not callable: 5 (int)\" \"resource gate is already owned by this task\")")]
    [TestCase("(define (f n) (* n 2)) (list (map f '(1 2)) (apply f '(4611686018427387904)))", "((2 4) 9223372036854775808)")]
    [TestCase("(define (f x) (if (> x 2) (throw (list :big x)) (+ 1 (f (+ x 1))))) (define (g x) (f x)) (try (g 0) (catch e (:value e)))", "(:big 3)")]
    [TestCase("(define (f x) (throw x)) (define (h) (try (f 1) (catch e (throw (list :again (:value e)))))) (try (h) (catch e (:value e)))", "(:again 1)")]
    [TestCase("(define (f x) (if x (throw x) 0)) (define (k x) (try (car x) (f x) (catch e (:message e)))) (list (k '(1)) (k 5))",
        "(\"(1)\" \"expected list or vector, got int\")")]
    [TestCase("(define (f x) (throw x)) (list (map (fn (x) (try (f x) (catch e (:value e)))) '(1 2)) (try (map f '(3)) (catch e (:value e))))", "((1 2) 3)")]
    [TestCase("(define (f n) (if (= n 0) (throw :done) (f (- n 1)))) (try (f 1000000) (catch e (:value e)))", ":done")]
    [TestCase("(define (a n) (if (= n 0) (throw :done) (b (- n 1)))) (define (b n) (a n)) (define g b) (try (a 1000000) (catch e (:value e)))", ":done")]
    [TestCase("(define (f x) (throw x)) (define (g) (list 1 (f 2) 3)) (try (try (g) (catch e (throw (:type e)))) (catch e (:value e)))", ":user")]
    [TestCase("(define (f x) (+ 1 (throw x))) (define (g) (f 2)) (try (g) (catch e (map :name (:stack-trace e))))", "(\"throw\" \"f\" \"<lambda>\")")]
    [TestCase("(define (f x) (if x (throw x) :ok)) (define (g) (let ((r (try (f #f) (catch e :caught)))) (list r (f #f)))) (g)", "(:ok :ok)")]
    [TestCase("(define (f x) (+ 1 (match x ([a 1] a) ([1 b] when (> b 5) b) ([a b] (* a b)) (_ 0)))) (list (f '(7 1)) (f '(1 9)) (f '(3 4)) (f 5))", "(8 10 13 1)")]
    [TestCase("(define (f x) (if (match x (1 #t) ([_ _] #f) (_ nil)) :yes :no)) (list (f 1) (f '(1 2)) (f 3))", "(:yes :no :no)")]
    [TestCase("(define-record-type p (mk a b) p? (a pa) (b pb)) (define-record-type p (mk3 a b c) q? (c qc)) (list (p? (mk3 1 2 3)) (pa (mk3 1 2 3)) (q? (mk 1 2)) (qc (mk3 1 2 3)) (p? 5))",
        "(#t 1 #t 3 #f)")]
    [TestCase("(define-record-type e (mk) e?) (define-record-type big (mkb a b c d f g) big? (g bg)) (list (mk) (e? (mk)) (mkb 1 2 3 4 5 6) (bg (mkb 1 2 3 4 5 6)) (try (bg (mk)) (catch e (:message e))))",
        "(#<record e> #t #<record big 1 2 3 4 5 6> 6 \"expected big, got record\")")]
    [TestCase("(define-record-type p (mk a) p? (a pa)) (list (map pa (list (mk 1) (mk 2))) (try (mk) (catch e (:message e))) (try (pa 1 2) (catch e (:message e))))",
        "((1 2) \"mk expects 1 argument, got 0\" \"pa expects 1 argument, got 2\")")]
    public void Program_has_the_value(string source, string expected)
    {
        foreach (var backEnd in Enum.GetValues<BackEnd>())
        {
            var result = Programs.Run(source, backEnd);
            Assert.That(result.Error ?? result.Value?.ReplaceLineEndings(" ").Replace("  ", " "), Is.EqualTo(expected), backEnd.ToString());
        }
    }
}
