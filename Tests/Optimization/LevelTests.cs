using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Optimization;

/// <summary>
/// Programs do the same with the optimizer and without it: values, output, messages, hints and (interpreted) traces. Every builtin for which a loop is
/// emitted meets every kind of procedure and sequence.
/// </summary>
[TestFixture]
public sealed partial class LevelTests
{
    private const string Definitions = """
        (define c 0) (define k 3) (define (inc1 x) (+ x 1)) (define (g x) (+ (car x) 1)) (define (h x) (+ 1 (g x)))
        (define (g2 a b) (+ a (g b))) (define (sq x) (let ((y x)) (* y x)))

        """;

    private static readonly string[] Sequences =
    [
        "'(1 2 3)", "[1 2 3]", "(cons 1 (cons 2 '(3 4)))", "(cdr '(1 2 3))", "(range 5)", "(range 2 6)", "'()", "(range 0 'x)", "(range 5 1)",
        "(range 0 100000000000000)", "nil", "5", "{:a 1}", "'(1 a 3)", "(list 1 \"x\" 2)", "(cons 1 [2 3])", "'((1 2) (3 4))", "(range 0 6 2)",
        "(begin (println \"seq\") '(1 2))", "(let ((m (mutable-array/new))) (mutable-array/push! m 1) (mutable-array/push! m 2) m)",
    ];

    private static readonly string[] OfOne =
    [
        "(fn (x) (* x 2))", "(fn (x) (if (> x 1) x nil))", "(fn (x) (println x) x)", "(fn (x) (car x))", "(fn (x) (throw x))", "(fn (x) (g x))", "g",
        "car", "+", "not", "(fn (x) (fn () x))", "(fn (x y) x)", "(fn (& r) r)", "(fn (x) (set! c (+ c x)) c)", "h", "undefined-thing", ":k", "nil",
        "(fn (x) (try (g x) (catch e (:message e))))", "(fn (x) (error \"boom\"))", "(let ((k 2)) (fn (x) (* x k)))", "println", "g2", "inc1",
        "(fn (x) (map (fn (y) (+ y x)) '(1 2)))", "(fn (x) ((fn (z) (+ z (car z))) x))", "(fn (x) (set! x (+ x 1)) (fn () x))", "(fn (x) (h x))",
        "(fn (x) (try (throw x) (catch e (throw (list (:value e))))))",
    ];

    private static readonly string[] OfTwo =
    [
        "(fn (a b) (+ a b))", "+", "(fn (a b) (cons a b))", "cons", "list", "(fn (a b) (println a b) b)", "g2", "(fn (a b) (g2 a b))", "(fn (a) a)",
        "(fn (a b) (throw (list a b)))", "(fn (a b) (set! a (+ a b)) (fn () a))", "(fn (a b) (set! c (+ c 1)) a)", "max",
    ];

    private static readonly string[] Pure =
    [
        "(fn (x) (* x 2))", "(fn (x) (+ x k))", "car", "inc1", "sq", "(fn (x) (* x 9223372036854775807))", "(fn (x) (list x x))",
        "(fn (x) (let ((y (+ x 1))) (* y y)))", "(fn (x) (quotient 10 (- x 2)))", "(fn (x) (:k x))", "(fn (x) (set! c (+ c 1)) x)", "(fn (x) undefined-thing)",
    ];

    private static readonly string[] Predicates = ["odd?", "(fn (x) (> x 1))", "(fn (x) (= (remainder x 3) 0))", "not", "(fn (x) (> (car x) 1))"];

    /// <summary>What inlining, folding and the removal of dead code must keep.</summary>
    private static readonly string[] Inlined =
    [
        // Frames of procedures whose calls are gone.
        "(define (w x) (h x)) (define (t x) (list (w x))) (try (t '(a)) (catch e e))",
        "(define (w x) (h x)) (define (t x) (w x)) (try (list (t '(a))) (catch e e))",
        "(define (t x) (+ 1 ((fn (y) (+ 1 (car y))) x))) (try (list (t 5)) (catch e e))",
        "(define (t x) ((fn (y) (car y)) x)) (try (list (t 5)) (catch e e))",
        "(define (t x) ((fn (y) (h y)) x)) (try (list (t '(a))) (catch e e))",
        "(define (t x) (let loop ((i 0)) (if (= i 2) (h x) (loop (+ i 1))))) (try (list (t '(a))) (catch e e))",
        "(define (t x) (+ 1 (let loop ((i 0)) (if (= i 2) (h x) (loop (+ i 1)))))) (try (list (t '(a))) (catch e e))",
        "(define (t x) (define (f y) (+ 1 (car y))) (+ (f x) (f 5))) (try (list (t '(1))) (catch e e))",
        "(define (t x) (define (f y) (+ 1 (car y))) (if (> x 1) (f '(1)) (f 5))) (try (list (t 1)) (catch e e))",
        "(define (t x) (let ((f (fn (y) (h y)))) (+ (f x) (f '(a))))) (try (list (t '(1))) (catch e e))",
        "(define (app f x) (+ 1 (f x))) (define (t x) (+ 1 (app (fn (y) (+ 1 (car y))) x))) (try (list (t 5)) (catch e e))",
        "(define (app f x) (f x)) (define (t x) (app (fn (y) (h y)) x)) (try (list (t '(a))) (catch e e))",
        "(define (twice f x) (f (f x))) (define (t x) (twice (fn (y) (+ 1 (car y))) x)) (try (list (t 5)) (catch e e))",
        "(define (pass f) f) (define (t x) ((pass (fn (y) (+ 1 (car y)))) x)) (try (list (t 5)) (catch e e))",
        "(define (t x) (if (> x 0) (throw (h '(a))) x)) (define (u x) (+ 1 (t x))) (try (list (u 5)) (catch e e))",
        "(define (fails x) (error \"no\" x)) (define (t x) (+ 1 (fails x))) (try (list (t 5)) (catch e e))",
        // Order, assignment, recursion, redefinition.
        "(define (k2 a b) a) (define (t) (k2 (begin (println 1) 1) (begin (println 2) 2))) (println (t))",
        "(define (inc! x) (set! x (+ x 1)) x) (define (t x) (list (inc! x) (inc! x) x)) (println (t 1))",
        "(define (ev? n) (if (= n 0) #t (od? (- n 1)))) (define (od? n) (if (= n 0) #f (ev? (- n 1)))) (define (t) (list (ev? 10) (od? 7))) (println (t))",
        "(define (f2 n) (if (< n 2) n (+ (f2 (- n 1)) (f2 (- n 2))))) (define (t) (list (f2 10))) (println (t))",
        "(define (s x) (* x x)) (define (t) (list (s 3))) (println (t)) (set! s (fn (x) x)) (println (t))",
        "(define (s x) (* x x)) (define (t) (list (s 3))) (println (t)) (eval '(define (s x) x)) (println (t))",
        "(define (s x) (later x)) (define (t) (list (s 3))) (println (try (t) (catch e (:message e)))) (define (later x) x) (println (t))",
        "(define (mk) (let ((x 5)) (fn () x))) (println (eq? (mk) (mk)))",
        "(define (mk) (fn () 5)) (define (t) (eq? (mk) (mk))) (println (t))",
        "(define (t x) (let* ((y x) (z y)) (set! x 7) (list x y z))) (println (t 1))",
        "(define (t x) (let* ((y x) (f (fn () y))) (set! x 7) (list x (f)))) (println (t 1))",
        "(define (t f) (let ((g f)) (g 5))) (try (list (t car)) (catch e e))",
        "(define (t x) (let ((f :k)) (f x))) (println (t {:k 3})) (try (t 5) (catch e e))",
        "(define (t) (let ((f 5)) (f 1))) (try (list (t)) (catch e e))",
        // Lists that every call of a closure makes.
        "(define (mk f e) (define (go v) (if (= v 0) (list f e) (cons (cons (list 'f go) e) ((car (list go)) (- v 1))))) go) (println (map (fn (x) (cdr (car x))) (cdr (reverse ((mk 1 '(2)) 3)))))",
        "(define (mk e) (define (a v) (if (= v 0) (list e v) (list (cons e [b 5]) (b (- v 1))))) (define (b v) (a (- v (count [e a b])))) (list a b)) (println ((car (mk 'x)) 8) ((cadr (mk 'y)) 7))",
        "(define (mk e) (define (go v) (println (list e)) (if (= v 0) (throw (cons go e)) (list e (apply go (list (- v 1)))))) go) (try ((mk 3) 2) (catch c (list (cdr (:value c)) (:stack-trace c))))",
        "(define (mk e) (map (fn (i) (define (go v) (if (= v 0) (vector i e) (list go (list i e) (list v e)))) go) e)) (println (map (fn (f) (cdr (f 1))) (mk '(1 2))) (map (fn (f) (f 0)) (mk '(3))))",
        "(define (mk e) (define (go v) (let ((e v)) (if (= v 0) go (list e go)))) (define (to v) (set! e v) (list e to)) (list go to)) (println (car ((car (mk 1)) 5)) (car ((cadr (mk 1)) 6)))",
        "(define (mk e) (define (out x) (define (in y) (list (list e x) (list x out) (list y in))) (list (list e out) in)) out) (println (car (((cadr ((mk 1) 2))) 3)))",
        // What is computed, and what fails.
        "(println (+ 9223372036854775807 1) (* 4611686018427387904 2) (- 0 0.0) (* -1 0.0) (/ 1 3) (/ 6 3) (/ 1.0 0) (- (/ 1.0 0) (/ 1.0 0)))",
        "(define (t) (+ 1 (/ 1 0))) (try (list (t)) (catch e e))",
        "(define (t) (if (< 1 \"a\") 1 2)) (try (list (t)) (catch e e))",
        "(define z 0) (define (t x) (if (= z 0) x (quotient 1 z))) (println (t 5) (* z 2) (type z) (not z))",
        "(define debug #f) (define (t x) (when debug (println x)) (if debug (car x) x)) (println (t 5))",
        "(define (t) (let ((unused (car 5))) 1)) (try (list (t)) (catch e e))",
        "(define (t) (let ((unused (list 1 2)) (other (fn (x) x)) (third undefined-thing)) 1)) (try (list (t)) (catch e e))",
        "(define (t) (car 5) 1) (try (list (t)) (catch e e))",
        "(define (t x) 1 x (list x) (begin (println x) 2) (throw x) (println 3)) (try (list (t 5)) (catch e e))",
        // Truth.
        "(define (t a b) (list (or a b) (and a b) (or (> 1 2) a) (and (> 2 1) a) (or (> 2 1) a) (and (> 1 2) a) (not (or a b)) (not (and a b)))) (println (t nil #f) (t #f nil) (t 1 nil) (t 0 '()))",
        "(define (t a b) (list (if (or a b) 1 2) (if (and a (or b a)) 1 2) (if (not (and a b)) 1 2) (if (let ((x a)) (if x b x)) 1 2))) (println (t nil #f) (t #f 1) (t 1 nil) (t 1 2))",
        "(define (t a) (list (or (if (> a 1) (< a 5) #f) (= a 9)) (and (or (= a 1) (= a 2)) (odd? a)))) (println (t 1) (t 3) (t 9))",
        // Methods.
        Points + "(println (f (make-pt 1 2)) (f 5) (f nil)) (define m2 m) (defmethod m2 :pt (fn (p) 'new)) (println (f (make-pt 1 2)))",
        Points + "(println (f (make-pt 1 2))) (defmethod m :pt (fn (p) (pt-y p))) (println (f (make-pt 1 2)) (f 5))",
        Points + "(define (add) (defmethod m :pt (fn (p) 'late))) (println (f (make-pt 1 2))) (add) (println (f (make-pt 1 2)))",
        Points + "(try (list (f (make-pt 'a 2))) (catch e e))",
        Points + "(define (tail p) (m p)) (try (list (tail (make-pt 'a 2))) (catch e e))",
        Points + "(define (f2 p) (begin (define-record-type pt (make-pt3 x y z) pt3? (x pt3-x)) (m p))) (println (f2 (make-pt 1 2)))",
        Points + "(define-record-type pt (make-big x y z) big? (x big-x) (z big-z)) (println (f (make-big 1 2 3)) (f (make-pt 1 2)))",
    ];

    private const string Points = """
        (define-record-type pt (make-pt x y) pt? (x pt-x) (y pt-y)) (define-record-type sq (make-sq a) sq? (a sq-a)) (defmulti m (fn (p) (type p)))
        (defmethod m :pt (fn (p) (+ (pt-x p) (pt-y p)))) (defmethod m :sq (fn (s) (* (sq-a s) (sq-a s)))) (defmethod m :default (fn (p) (list :other p)))
        (define (f p) (list (m p) (m (make-sq 3))))

        """;

    private const string Chain = """
        (define (adder k) (fn (x) (+ x k))) (define (compose f g) (fn (x) (f (g x))))
        (define (chain k f) (if (= k 0) f (chain (- k 1) (compose f (adder k)))))
        (define (fact-k n k) (if (= n 0) (k 1) (fact-k (- n 1) (fn (v) (k (* n v))))))
        (define (deep n k) (if (= n 0) k (deep (- n 1) (fn (v) (+ n (k v))))))
        (define (layers hs h) (if (null? hs) h (layers (cdr hs) (let ((f (car hs))) (fn (x) (f (h x)))))))
        (define (message f) (try (f) (catch e (:message e))))

        """;

    /// <summary>What loops that grow a closure must keep when several turns make one.</summary>
    private static readonly string[] Chains =
    [
        "(println (map (fn (n) ((chain n (fn (x) (list x))) 0)) (range 0 14)))",
        "(println (map (fn (n) (fact-k n (fn (v) v))) (range 0 30)))",
        "(println (map (fn (n) ((deep n (fn (x) (* x 2))) n)) (range 0 11)))",
        "(println (map (fn (n) (= (chain n 'f) (chain n 'f))) '(0 1)) (chain 3 car) (chain 4 5) (type (chain 1 nil)))",
        "(println (map (fn (n) (message (fn () ((chain n (fn (x) x)) 'a)))) '(0 1 2 3 4 5 9)))",
        "(println ((layers (list (fn (x) (cons 1 x)) (fn (x) (cons 2 x)) (fn (x) (cons 3 x)) (fn (x) (cons 4 x)) (fn (x) (cons 5 x))) (fn (x) (list x))) 0))",
        "(println ((chain 5 (fn (x) x)) 9223372036854775807) ((chain 5 (fn (x) x)) 0.5) ((chain 5.0 (fn (x) x)) 1) (message (fn () (chain 'a car))))",
        "(println (map (fn (n) (message (fn () (chain n car)))) (list nil \"x\" '(1))))",
        // Errors in the first, the last and an inner closure; too many and too few arguments; a first closure that is none.
        "(define (t n f x) (list ((chain n f) x))) (try (t 6 (fn (x) (car x)) 1) (catch e e))",
        "(define (t n f x) ((chain n f) x)) (try (list (t 6 (fn (x) x) 'a)) (catch e e))",
        "(define (t n f x) (list ((chain n f) x))) (try (t 3 (fn (x) (g x)) '((b))) (catch e e))",
        "(define (t n) (list ((chain n 5) 1))) (try (t 4) (catch e e))",
        "(define (t n) (list ((chain n car) 1 2))) (try (t 7) (catch e e))",
        "(define (t n) (list ((chain n (fn () 1)) 1))) (try (t 3) (catch e e))",
        "(define (t n) (list ((deep n (fn (v) (h v))) 1))) (try (t 5) (catch e e))",
        "(define (t n x) (list (fact-k n (fn (v) (car v))))) (try (t 5 1) (catch e e))",
        "(define (t n x) (fact-k n (fn (v) (h v)))) (try (list (t 2 1)) (catch e e))",
        "(define (t n) (list (fact-k n (fn (v) v)))) (try (t 'a) (catch e e))",
        "(define (t hs) (list ((layers hs (fn (x) x)) 1))) (try (t (list inc1 inc1 (fn (x) (+ 1 (g x))) inc1 inc1)) (catch e e))",
        "(define (t hs) (list ((layers hs (fn (x) x)) 1))) (try (t (list inc1 inc1 inc1 inc1 5)) (catch e e))",
        "(define (t hs) (layers hs (fn (x) x))) (try (list (t '(1 2 . 3))) (catch e e))",
        "(define (c2 l k) (if (null? l) (k 0) (c2 (cdr l) (fn (v) (k (+ (car l) v)))))) (define (t l) (list (c2 l (fn (v) v)))) (println (t '(1 2 3 4 5 6))) (try (t '(1 2 a 4)) (catch e e))",
        // The order of effects, and state that a closure captures.
        "(define (t n f) (if (begin (println n) (= n 0)) f (t (begin (println 'next) (- n 1)) (fn (x) (println n x) (f (+ x n)))))) (println ((t 5 (fn (x) x)) 0))",
        "(define (t n f) (if (= n 0) f (let ((m (* n 10))) (t (- n 1) (fn (x) (set! m (+ m x)) (f m)))))) (define f (t 5 (fn (x) x))) (println (f 1) (f 1) (f 2))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (set! n (+ n x)) (f n))))) (define f (t 6 (fn (x) x))) (println (f 1) (f 1) (f 2))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (set! x (+ n x)) (f x))))) (println ((t 6 (fn (x) x)) 1))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (set! c (+ c x)) (f (+ c n)))))) (println ((t 6 (fn (x) x)) 1) c)",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f (+ x n)) (println x))))) (println ((t 4 (fn (x) x)) 1))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (if (> x 10) x (f (+ x n))))))) (println (map (fn (n) ((t n (fn (x) (list x))) 0)) (range 0 12)))",
        "(define (t a b f) (if (= a 0) (list a b f) (t (- a 1) (+ b a) (fn () (+ a b (f)))))) (println ((nth (t 7 0 (fn () 1)) 2)))",
        // Closures that more than the next one sees.
        "(define (t n f) (if (= n 0) (list f f) (t (- n 1) (fn (x) (f (+ x n)))))) (define p (t 3 (fn (x) x))) (println (eq? (car p) (cadr p)) ((car p) 1))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (list (f x) (f n)))))) (println ((t 4 (fn (x) x)) 9))",
        "(define all '()) (define (t n f) (set! all (cons f all)) (if (= n 0) f (t (- n 1) (fn (x) (f (+ x n)))))) (println ((t 6 (fn (x) x)) 1)) (println (map (fn (f) (f 0)) all))",
        "(define (t n f g) (if (= n 0) (eq? f g) (t (- n 1) (fn (x) (f (+ x n))) f))) (println (map (fn (n) (t n car car)) '(0 1 2 3 4 5)))",
        "(define (t n f) (if (eq? f car) (t (- n 1) (fn (x) (f (+ x n)))) (if (= n 0) f (t (- n 1) (fn (x) (f (* x n))))))) (println ((t 3 (fn (x) x)) 5) (message (fn () ((t 3 car) 5))))",
        "(define (t n f) (if (= n 0) (+ (f 1) (f 2)) (t (- n 1) (fn (x) (f (+ x n)))))) (println (map (fn (n) (t n (fn (x) x))) (range 0 9)))",
        "(define (t n f) (if (= n 0) (let ((g f)) (g 'a)) (t (- n 1) (fn (x) (f (+ x n)))))) (try (list (t 3 (fn (x) x))) (catch e e))",
        "(define (t n f) (if (= n 0) (if (odd? n) (f 1) (f 'a)) (t (- n 1) (fn (x) (f (+ x n)))))) (try (list (t 5 (fn (x) x))) (catch e e))",
        "(define (t n f) (if (= n 0) (+ 1 (f 'a)) (t (- n 1) (fn (x) (f (+ x n)))))) (try (list (t 6 (fn (x) x))) (catch e e))",
        "(define (t l f) (cond ((null? l) (f 0)) ((number? (car l)) (t (cdr l) (fn (x) (f (+ x (car l)))))) (else (t (cdr l) f)))) (println (t '(1 a 2 b c 3 4 5 d 6 7) (fn (x) x)))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x y) (f y (+ x n)))))) (println ((t 5 list) 1 2)) (try (list ((t 5 list) 1)) (catch e e))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x & r) (f x n))))) (println (message (fn () ((t 5 list) 1 2))))",
        "(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f))))) (println (try ((t 3 (fn () 1)) 1) (catch e (:message e))))",
        // Local loops.
        "(define (t n) (let loop ((i n) (f (fn (x) x))) (if (= i 0) f (loop (- i 1) (fn (x) (f (+ x i))))))) (println (map (fn (n) ((t n) 1)) (range 0 9)))",
        "(define (t n) (let loop ((i n) (f (fn (x) x))) (if (= i 0) (f 'a) (loop (- i 1) (fn (x) (f (+ x i))))))) (try (list (t 6)) (catch e e))",
        "(define (t n) (list (let loop ((i n) (f (fn (x) (h x)))) (if (= i 0) (f 1) (loop (- i 1) (fn (x) (f (+ x i)))))))) (try (list (t 6)) (catch e e))",
        "(define (t n) (define (go i f) (if (= i 0) (f 'a) (go (- i 1) (compose f (adder i))))) (list (go n car) (go 2 car))) (try (list (t 6)) (catch e e))",
        // Long chains, and one that does not end.
        "(println ((chain 1000000 (fn (x) x)) 0) ((deep 100001 (fn (x) x)) 0))",
        "(define (t n f) (if (> n 20) (throw n) (t (+ n 1) (fn (x) (f (+ x n)))))) (println (message (fn () (t 0 car))))",
    ];

    /// <summary>Captured variables that are assigned what is computed from them, and calls of procedures of one class or another.</summary>
    private static readonly string[] Counters =
    [
        Counter + "(println (map (fn (x) (try (list (f x) (f 1)) (catch e (:message e)))) '(1 2.5 9223372036854775807 1/2 a 1)))",
        Counter + "(define (t x) (list (f x))) (t 9223372036854775807) (t 1) (println (t -5)) (try (t 'a) (catch e e))",
        "(define (make) (let ((n 0)) (fn () (set! n (+ n (begin (set! n 'a) 1))) n))) (println (try ((make)) (catch e (:message e))))",
        "(define (make) (let ((n 0)) (fn () (set! n (+ n (begin (set! n 0.5) 1))) n))) (define f (make)) (println (f) (f) (f))",
        "(define (make) (let ((n 0)) (fn () (set! n (+ (begin (set! n 0.5) 1) n)) n))) (define f (make)) (println (f) (f) (f))",
        "(define (make n) (fn (a b) (set! n (- (* n a) b)) n)) (define f (make 1)) (println (f 3 1) (f 4000000000 7) (f 4000000000 0) (f 0.5 1) (f 2 1))",
        "(define (make n) (fn (a) (set! n (quotient n a)) n)) (define f (make 100)) (define (t x) (list (f x))) (println (f 3) (f -2)) (try (t 0) (catch e e))",
        "(define (make n) (list (fn (x) (set! n (+ x n)) n) (fn () n) (fn (x) (set! n x)))) (define m (make 1)) (define (t a) ((car m) a)) "
            + "(println (t 1) ((cadr m)) ((caddr m) \"s\") (try (t 1) (catch e (:message e))) ((caddr m) 2) (t 1) (t 0.5) (t 1))",
        "(define (run i acc f g) (if (= i 0) (list acc (f) (g)) (run (- i 1) (+ acc (f) (g)) f g))) (define (counter n) (fn () (set! n (+ n 1)) n)) (define (same n) (fn () n)) "
            + "(println (run 5 0 (counter 1) (same 2)) (run 5 0 (same 1) (counter 2)) (run 3 0 (counter 9223372036854775805) (counter 0)) (run 2 0 (fn () 1) (same 0.5)))",
        "(define (run i f) (if (= i 0) (f) (begin (f) (run (- i 1) f)))) (define (counter n) (fn () (set! n (+ n 1)) n)) (define (t n) (list (run 3 (counter n)))) (println (t 1)) (try (t \"a\") (catch e e))",
        "(define (run i f) (if (= i 0) (f) (begin (f) (run (- i 1) f)))) (define (t f) (list (run 3 f))) (println (t (fn () 1)) (t list) (t :k)) ",
        "(define (run i f) (if (= i 0) (f) (begin (f) (run (- i 1) f)))) (define (t f) (list (run 3 f))) (try (t 5) (catch e e))",
        "(define (t) (let ((n 0)) (for-each (fn (x) (set! n (+ n x))) '(1 2 3 4.5)) n)) (println (t))",
    ];

    private const string Counter = "(define (make n) (fn (x) (set! n (+ n x)) n)) (define f (make 0)) ";

    private static IEnumerable<string> Calls()
    {
        // Each list is walked in steps of its own, so that in time everything meets everything.
        var n = 0;
        string Sequence() => Sequences[n++ * 7 % Sequences.Length];
        foreach (var builtin in new[] { "map", "mapcar", "filter", "list/reject", "for-each", "any", "every?", "list/find" })
            foreach (var f in OfOne) yield return $"({builtin} {f} {Sequence()})";
        foreach (var f in OfTwo)
        {
            for (var i = 0; i < 3; i++)
            {
                yield return $"(foldl {f} {(i == 1 ? "(begin (println 0) 0)" : "0")} {Sequence()})";
                yield return $"(foldr {f} '() {Sequence()})";
                yield return $"(reduce {f} {Sequence()})";
                yield return $"(map {f} {Sequence()} {Sequence()})";
            }
        }
        foreach (var f in Pure)
        {
            foreach (var p in Predicates)
            {
                yield return $"(foldl + 0 (map {f} (filter {p} {Sequence()})))";
                yield return $"(map {f} (list/reject {p} {Sequence()}))";
                yield return $"(filter {p} (map {f} (map inc1 {Sequence()})))";
                yield return $"(any {p} (map {f} {Sequence()}))";
            }
            yield return $"(for-each println (map {f} {Sequence()}))";
            yield return $"(foldl (fn (a x) (cons x a)) (list c) (map {f} {Sequence()}))";
        }
    }

    /// <summary>The programs for a back end. Emitted code is slow to make: it runs a share of the generated ones.</summary>
    private static IEnumerable<string> Programs(BackEnd backEnd)
    {
        const int Share = 4;
        var number = 0;
        foreach (var call in Calls())
        {
            number++;
            if (backEnd == BackEnd.Il && number % Share != 0) continue;
            yield return Definitions + (number % 3) switch
            {
                0 => $"(define (top z) (list {call} c)) (try (top 1) (catch e e))",
                1 => $"(define (top z) {call}) (println (top 1)) c",
                _ => $"(println {call} c)",
            };
        }
        foreach (var program in Inlined) yield return Definitions + program;
        foreach (var program in Counters) yield return Definitions + program;
        foreach (var program in Chains) yield return Definitions + Chain + program;
        yield return "(define (t xs) (define (f x) (+ 1 (car x))) (map f xs)) (try (t '(1)) (catch e e))";
        yield return "(define (t xs) (define (f x) (if (pair? x) (map f x) (* 2 (car x)))) (map f xs)) (try (t '(1 (2 (3)))) (catch e e))";
        yield return "(define (t xs) (let ((f (fn (x) (* 2 (car x))))) (list (f '(1)) (map f xs)))) (try (t '(1)) (catch e e))";
        yield return "(define (map f x) 'mine) (map (fn (x) x) '(1))";
        yield return "(set! map (fn (f x) 'mine)) (map (fn (x) x) '(1))";
        yield return "(eval '(define (map f x) 'mine)) (map (fn (x) x) '(1))";
        yield return "(define fs (map (fn (x) (set! x (* x 2)) (fn () x)) '(1 2 3))) (map (fn (f) (f)) fs)";
        yield return "(map (fn (f) (f)) (foldl (fn (acc x) (cons (fn () (list (length acc) x)) acc)) '() '(1 2 3)))";
        yield return "(define (p x) (if (> x 1) (throw :big) x)) (define (q xs) (map (fn (x) (+ 1 (p x))) xs)) (define (r) (try (list (q '(1 2))) (catch e e))) (r)";
        yield return "(define (q xs) (map (fn (x) (+ 1 (foldl (fn (a y) (+ x (car y))) 0 xs))) xs)) (define (r) (try (list (q '(1 2))) (catch e e))) (r)";
    }

    [TestCase(BackEnd.Il)]
    [TestCase(BackEnd.Interpreter)]
    public void The_optimizer_changes_nothing_that_can_be_seen(BackEnd backEnd)
    {
        var different = new List<string>();
        StackGuard.RunOnLargeStack(() =>
        {
            foreach (var program in Programs(backEnd))
            {
                var (plain, optimized) = (Shown(program, backEnd, OptimizationLevel.None), Shown(program, backEnd, OptimizationLevel.Full));
                if (plain != optimized) different.Add($"{program}\n  -O0: {plain}\n  -O2: {optimized}");
            }
        }, StackGuard.InterpreterStackSize);
        Assert.That(different, Is.Empty);
    }

    private static string Shown(string program, BackEnd backEnd, OptimizationLevel level)
    {
        var result = ProgramCase.Run(program, backEnd: backEnd, level: level);
        var text = Space().Replace($"{result.Value} ✗ {result.Error} ⏎ {string.Join('⏎', result.Output)}", " ");
        // The interpreter's traces are compared frame by frame. Those of emitted code depend on the JIT too, which may take two places for
        // one, and on which tail calls needed their prefix.
        return backEnd == BackEnd.Il ? Trace().Replace(text, "") : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@":stack-trace \((\{[^}]*\} ?)*\)| at \S+( \(<input>:\d+:\d+\))?")]
    private static partial Regex Trace();
}
