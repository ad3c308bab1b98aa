using Sema.Compiler;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Optimization;

/// <summary>What each pass makes of a program that shows it, as <c>semac dump --after</c> prints it.</summary>
[TestFixture]
public sealed class PassTests
{
    private static string Dump(string source, string stage, string? pass, OptimizationLevel level = OptimizationLevel.Full)
    {
        var text = "";
        StackGuard.RunOnLargeStack(() => text = new Compilation(new SourceText(source)) { Level = level }.Dump(stage, pass)!);
        return string.Join(' ', text.Split(' ', '\n').Where(static w => w.Length > 0));
    }

    [Test]
    public void Inline_procedures_puts_the_body_in_the_place_of_the_call()
    {
        const string source = "(define (f x) (car x)) (define (g y) (+ 1 (f (cdr y))))";
        Assert.That(Dump(source, "core", null), Does.Contain("(call + '1 (call f (call cdr y False False) False False) False False)"));
        Assert.That(Dump(source, "core", "inline-procedures"), Does.Contain(
            "(call + '1 (let (binding x (call cdr y False False)) (inlined (call car x True False) f False False)) False False)"));
    }

    [Test]
    public void Inline_procedures_takes_local_procedures_and_lambdas_that_are_called_at_once()
    {
        var local = Dump("(define (g y) (define (f x) (car x)) (+ (f y) (f 1)))", "core", "inline-procedures");
        Assert.That(local, Does.Contain("(call + (let (binding x y) (inlined (call car x True False) f False False)) (let (binding x '1) (inlined"));
        var lambda = Dump("(define (g y) (+ 1 ((fn (x) (for-each (fn (z) (println z)) x)) y)))", "core", "inline-procedures");
        Assert.That(lambda, Does.Contain("(let (binding x y) (inlined (call for-each"));
        var argument = Dump("(define (app f x) (+ 1 (f x))) (define (g y) (app (fn (x) (car x)) y))", "core", "inline-procedures");
        Assert.That(argument, Does.Contain(
            "(let (binding x y) (inlined (call + '1 (let (binding x x) (inlined (call car x True False) <lambda> False False)) True False) app False True))"));
    }

    [TestCase("(define (f x) (if (= x 0) 0 (f (- x 1)))) (define (g) (+ 1 (f 5)))", TestName = "recursion")]
    [TestCase("(define (f x) (fn () x)) (define (g) ((f 5)))", TestName = "a closure in the body")]
    [TestCase("(define (f x) x) (define (g) (+ 1 (f 5))) (set! f car)", TestName = "an assigned global")]
    [TestCase("(define (f x) x) (define (g) (+ 1 (f 5))) (eval '(define f car))", TestName = "run-time code")]
    [TestCase("(define (f x) x) (define (g) (+ 1 (f 5 6)))", TestName = "a wrong number of arguments")]
    [TestCase("(define (f x) (list x (list x (list x (list x (list x (list x (list x (list x (list x)))))))))) (define (g) (list (f 5)))", TestName = "a large body")]
    [TestCase("(define (f x) x) (println (f 5))", TestName = "top-level code")]
    public void Inline_procedures_leaves_a_call_alone(string source) =>
        Assert.That(Dump(source, "core", "inline-procedures"), Is.EqualTo(Dump(source, "core", null)));

    [Test]
    public void Inline_procedures_grows_a_call_by_a_constant()
    {
        // Each procedure calls the one before it twice.
        var source = string.Join('\n', Enumerable.Range(1, 40).Select(static i => $"(define (f{i} x) (+ (f{i - 1} x) (f{i - 1} x)))"));
        var words = Dump("(define (f0 x) (* x x))" + source, "core", "inline-procedures").Count(static c => c == '(');
        Assert.That(words, Is.LessThan(40 * 120));
    }

    [Test]
    public void Inline_methods_tests_the_types_of_small_methods_at_the_call()
    {
        const string source = """
            (define-record-type sq (make-sq a) sq? (a sq-a)) (define-record-type pt (make-pt x) pt? (x pt-x)) (defmulti area type)
            (defmethod area :sq (fn (s) (sq-a s))) (defmethod area :pt (fn (p) 0)) (define (f x) (list (area x)))
            """;
        var text = Dump(source, "core", "inline-methods");
        Assert.That(text, Does.Contain("(primitive AddKnownMethod area ':sq"));
        Assert.That(text, Does.Contain("(if (primitive HasKnownMethods area '2) (if (primitive RecordIsExactly x '#<record-type sq>) "
            + "(call (lambda nil s nil (primitive RecordField s '#<record-type sq> '0) False) x False False) (if (primitive RecordIsExactly x '#<record-type pt>)"));
    }

    [Test]
    public void Inline_methods_leaves_other_dispatch_alone()
    {
        const string source = "(define-record-type sq (make-sq a) sq? (a sq-a)) (defmulti area sq-a) (defmethod area :sq (fn (s) 1)) (define (f x) (list (area x)))";
        Assert.That(Dump(source, "core", "inline-methods"), Does.Not.Contain("HasKnownMethods"));
    }

    [TestCase("(define (f x) (+ x (* 2 3)))", "(call + x '6 False False)")]
    [TestCase("(define (f x) (let ((y 2)) (* x (+ y 1))))", "(call * x '3 False False)")]
    [TestCase("(define (f x) (let ((y x)) (car y)))", "(call car x False False)")]
    [TestCase("(define n 5) (define (f x) (if (< n 3) (car x) (cdr x)))", "(lambda f x nil (call cdr x False False) False)")]
    [TestCase("(define (f x) (/ x (- 1 1)))", "(call / x '0 False False)")]
    [TestCase("(define (f) (/ 1 0))", "(call / '1 '0 False False)")]
    [TestCase("(define (f) (+ 9223372036854775807 1))", "(call + '9223372036854775807 '1 False False)")]
    [TestCase("(define (f x) (let ((y x)) (set! x 1) y))", "(binding y x)")]
    [TestCase("(define (f) (let ((y 1)) (fn () y)))", "(lambda nil nil y False)")]
    public void Fold_constants(string source, string expected)
    {
        Assert.That(Dump(source, "core", "fold-constants"), Does.Contain(expected));
        Assert.That(Dump(source, "core", "fold-constants", OptimizationLevel.Basic), Does.Contain(expected));
    }

    [TestCase("(define (f x) (let ((y (list x))) x))", "(lambda f x nil x False)")]
    [TestCase("(define (f x) (let ((y (car x))) x))", "(binding y (call car x False False))")]
    [TestCase("(define (f x) (define (g) x) x)", "(lambda f x nil x False)")]
    [TestCase("(define (f x) 1 (list x) x)", "(lambda f x nil x False)")]
    [TestCase("(define (f x) (println x) (throw x) (println 2))", "(sequence (call println x False False) (primitive Throw x))")]
    [TestCase("(define (f x) (let* ((a x) (b a)) 5))", "(lambda f x nil '5 False)")]
    public void Remove_dead_code(string source, string expected) => Assert.That(Dump(source, "core", "remove-dead-code"), Does.Contain(expected));

    [TestCase("(define (f a b) (if (and a b) 1 2))", "(if (if a b '#f) '1 '2)")]
    [TestCase("(define (f a b) (or (< a b) b))", "(if (call < a b False False) '#t b)")]
    [TestCase("(define (f a b) (not (or a b)))", "(call not (if a '#t b) False False)")]
    [TestCase("(define (f a b) (or (g a) b))", "(let (binding or (call g a False False)) (if or or b))")]
    public void Simplify_tests(string source, string expected) => Assert.That(Dump(source, "core", "simplify-tests"), Does.Contain(expected));

    [Test]
    public void Inline_traversals_puts_a_loop_in_the_place_of_the_call()
    {
        const string source = "(define (f xs) (for-each (fn (x) (println x)) xs))";
        Assert.That(Dump(source, "core", null), Does.Contain("(call for-each (lambda nil x nil (call println x False False) False) xs False False)"));
        Assert.That(Dump(source, "core", "inline-traversals"), Does.Contain(
            "(let (binding seq (primitive WalkOf xs '\"for-each\")) (letrec (procedurebinding for-each (lambda for-each at nil "
            + "(if (primitive WalkGoesOn at) (sequence (inlined (let (binding x (primitive WalkItem at)) (call println x True False)) <lambda> True False) "
            + "(call for-each (primitive WalkNext at) False False)) 'nil) False)) (call for-each seq False False)))"));
    }

    [Test]
    public void Fuse_traversals_makes_one_loop_with_the_chain_for_errors()
    {
        const string source = "(define (f xs) (foldl + 0 (map car xs)))";
        var fused = Dump(source, "core", "fuse-traversals");
        Assert.That(fused, Does.Contain("(binding item (call car (primitive WalkItem at) False False))"));
        Assert.That(fused, Does.Contain("condition (call foldl + '0 (call map car seq False True) False True))"), "the handler");
        Assert.That(Dump(source, "core", "inline-traversals"), Is.EqualTo(fused), "nothing is left for the next pass");
    }

    [TestCase("(foldl + 0 (map (fn (x) (println x) x) '(1 2)))", TestName = "effects are in their order")]
    [TestCase("(any odd? (map (fn (x) (quotient 1 x)) '(1 0)))", TestName = "the error behind the first match is raised")]
    [TestCase("(eval '(define map 1)) (foldl + 0 (map car '((1) (2))))", TestName = "run-time code may define map")]
    [TestCase("(define (car x) x) (define (g f) (foldl + 0 (map f '((1) (2)))))", TestName = "an unknown procedure may do anything")]
    public void Fuse_traversals_leaves_a_chain_alone(string source) =>
        Assert.That(Dump(source, "core", "fuse-traversals"), Is.EqualTo(Dump(source, "core", null)));

    [Test]
    public void Merge_closures_makes_one_of_two()
    {
        const string source = "(define (adder k) (fn (x) (+ x k))) (define (after f g) (fn (x) (f (g x)))) (define (use f n) (after f (adder n)))";
        Assert.That(Dump(source, "core", "merge-closures"), Does.Contain(
            "(lambda nil x nil (call f (call (lambda nil x nil (call + x n False False) False) x False False) False False) False)"));
    }

    [Test]
    public void Unroll_closures_makes_one_closure_of_several_turns()
    {
        var text = Dump("(define (fact-k n k) (if (= n 0) (k 1) (fact-k (- n 1) (fn (v) (k (* n v))))))", "core", "unroll-closures");
        Assert.That(text, Does.Contain("(if (call = n '0 False False) (call k '1 False False) (let (binding n (call - n '1 False False)) "
            + "(if (call = n '0 False False) (call (lambda nil v nil (call k (call * n v False False) False False) False) '1 False False) (let (binding n"));
        Assert.That(text, Does.EndWith("(call fact-k (call - n '1 False False) (lambda nil v nil "
            + "(call (lambda nil v nil (call (lambda nil v nil (call (lambda nil v nil (call k (call * n v False False) False False) False) "
            + "(call * n v False False) False False) False) (call * n v False False) False False) False) (call * n v False False) False False) False) False False)))))))) False) False False)"));
    }

    [TestCase("(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f x) (f n)))))", TestName = "the closure is called twice")]
    [TestCase("(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f)))))", TestName = "the number of arguments is another")]
    [TestCase("(define (t n f g) (if (= n 0) f (t (- n 1) (fn (x) (f x)) f)))", TestName = "something else gets it")]
    [TestCase("(define (t n f) (println f) (if (= n 0) f (t (- n 1) (fn (x) (f x)))))", TestName = "each turn uses it")]
    [TestCase("(define (t n f) (if (= n 0) (let ((g f)) (g 1)) (t (- n 1) (fn (x) (f x)))))", TestName = "its frame would be lost")]
    [TestCase("(define (t n f) (if (= n 0) (fn () f) (t (- n 1) (fn (x) (f x)))))", TestName = "there is another closure")]
    [TestCase("(define (t n f) (if (= n 0) f (+ 1 (t (- n 1) (fn (x) (f x))))))", TestName = "the call is no tail call")]
    [TestCase("(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f x))))) (set! t car)", TestName = "the procedure is assigned")]
    [TestCase("(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (set! f car) (f x)))))", TestName = "the parameter is assigned")]
    [TestCase("(define (t n f) (if (= n 0) f (t (- n 1) (fn (x) (f (map (fn (y) y) x))))))", TestName = "a closure in the closure")]
    public void Unroll_closures_leaves_alone(string source) => Assert.That(Dump(source, "core", "unroll-closures"), Is.EqualTo(Dump(source, "core", null)));

    [Test]
    public void Unroll_closures_takes_fewer_turns_of_what_is_large()
    {
        static int Ends(string step) => Dump($"(define (t n f) (if (= n 0) (list f) (t (- n 1) (fn (x) (f {step})))))", "core", "unroll-closures").Split("(call list").Length - 1;
        Assert.That(Ends("(+ x n)"), Is.EqualTo(4));
        Assert.That(Ends("(vector x n x n x n x n x n x n x n x n x n x n x n x n)"), Is.EqualTo(2));
        Assert.That(Ends($"(vector {string.Concat(Enumerable.Repeat("(+ x n) ", 20))})"), Is.EqualTo(1));
    }

    [TestCase("(define (use f n) (after f (adder n) n))", TestName = "another number of arguments")]
    [TestCase("(define (use n) (after car (adder n)))", TestName = "the closure might capture nothing and be one object")]
    [TestCase("(define (use f g) (after f g))", TestName = "no new closure is passed")]
    [TestCase("(define (twice f g) (fn (x) (f (g (g x))))) (define (use f n) (twice f (adder n)))", TestName = "the code would be there twice")]
    [TestCase("(define (keep f g) (fn () (list f g))) (define (use f n) (keep f (adder n)))", TestName = "the closure is not only called")]
    public void Merge_closures_leaves_alone(string source)
    {
        source = "(define (adder k) (fn (x) (+ x k))) (define (after f g) (fn (x) (f (g x)))) " + source;
        Assert.That(Dump(source, "core", "merge-closures"), Is.EqualTo(Dump(source, "core", null)));
    }

    private const string States = """
        (define (ping k a) (if (= k 0) (list 'ping a (list (list (list a a))) (list a a)) (pong (- k 1) (+ a 1) k)))
        (define (pong k a b) (if (= k 0) (list 'pong a b (list a b)) (if (= b 3) (pong (- k 1) a 4) (ping (- k 1) (* a 2)))))

        """;

    [Test]
    public void Merge_tail_calls_makes_one_procedure_of_those_that_only_tail_call_each_other()
    {
        var text = Dump(States + "(define (start) (list (ping 5 1)))", "core", "merge-tail-calls");
        Assert.That(text, Does.Contain("(letrec (procedurebinding pong (lambda pong k a b nil (inlined (if (call = k '0 False False) "));
        Assert.That(text, Does.Contain("(call pong (call - k '1 False False) a '4 True False) (call ping (call - k '1 False False) (call * a '2 False False) True False))) pong False True) False))"));
        // Nobody else calls pong.
        Assert.That(text, Does.Contain("(defineglobal pong (lambda pong k a b nil (if"));
    }

    [TestCase("(define (start) (list (ping 5 1))) (set! pong list)", TestName = "one of the group is assigned")]
    [TestCase("(define (start) (list (ping 5 1))) (define (call-more k) (if (= k 0) 1 (call-more (- k 1))))", TestName = "a procedure that calls itself only")]
    [TestCase("(define (start) (eval '(ping 5 1)))", TestName = "run-time code can define anew")]
    public void Merge_tail_calls_leaves_alone(string source)
    {
        if (!source.Contains("call-more", StringComparison.Ordinal)) source = States + source;
        Assert.That(Dump(source, "core", "merge-tail-calls"), Is.EqualTo(Dump(source, "core", "inline-procedures")));
    }

    [Test]
    public void Merge_tail_calls_leaves_procedures_with_other_calls_of_each_other_alone()
    {
        var source = States.Replace("(list a a)", "(list (pong 0 a a))", StringComparison.Ordinal) + "(define (start) (list (ping 5 1)))";
        Assert.That(Dump(source, "core", "merge-tail-calls"), Is.EqualTo(Dump(source, "core", "inline-procedures")));
    }

    [Test]
    public void Hoist_lists_makes_once_what_each_call_of_a_closure_made()
    {
        const string source = "(define (mk f env) (letrec ((self (fn (v) (g (cons (list f v) (cons (list f self) env)))))) self))";
        Assert.That(Dump(source, "core", "remove-dead-code"), Does.Contain("(letrec (procedurebinding self (lambda nil v nil "
            + "(call g (call cons (call list f v False False) (call cons (call list f self False False) env False False) False False) False False) False)) self)"));
        Assert.That(Dump(source, "core", "hoist-lists"), Does.Contain("(let (binding shared 'nil) (letrec (procedurebinding self (lambda nil v nil "
            + "(call g (call cons (call list f v False False) shared False False) False False) False)) "
            + "(sequence (setlocal shared (call cons (call list f self False False) env False False)) self)))"));
    }

    [TestCase("(define (go v) (if (f [e f] v) go (go 1))) go", "(let (binding shared (primitive MakeVector e f)) (letrec (procedurebinding go", TestName = "what does not refer to the closure")]
    [TestCase("(define (go v) (let ((w (f v)) (l (list e (list v)))) (f (list e '(1)) w l go))) go", "(binding shared (call list e '(1) False False)) (letrec", TestName = "constants in it")]
    [TestCase("(define (go v) (f (pair e) go)) go", "(binding shared (inlined (call list e e True False) pair False False))", TestName = "what an inlined procedure makes")]
    [TestCase("(define (a v) (f b (list e))) (define (b v) (a (list f))) a", "(let (binding shared (call list e False False)) (binding shared (call list f False False)) (letrec (procedurebinding a (lambda a v nil (call f b shared", TestName = "procedures that refer to each other")]
    public void Hoist_lists_of(string body, string expected) => Assert.That(Dump($"(define (pair x) (list x x)) (define (mk e f) {body})", "core", "hoist-lists"), Does.Contain(expected));

    [TestCase("(define (go v) (if (= v 0) (list e f) (go (- v 1)))) go", TestName = "what not every call makes")]
    [TestCase("(define (go v) (f (list e) go)) (set! e 1) go", TestName = "a variable that is assigned")]
    [TestCase("(define (go v) (let ((w (f v))) (f (list e w) (list v) go))) go", TestName = "a variable of the call")]
    [TestCase("(define (go v) (f (list 1 2) [:a] go)) go", TestName = "constants only")]
    [TestCase("(define (go v) (f (list (f e)) (append e e) go)) go", TestName = "what runs code or can fail")]
    [TestCase("(define (go v) (f (fn () (list e)) go)) go", TestName = "what another closure makes")]
    [TestCase("(define (go v) (f (list e) v)) go", TestName = "a closure that does not refer to itself")]
    [TestCase("(fn (v) (f (list e) v))", TestName = "a lambda without a name")]
    [TestCase("(define (go v) (if (= v 0) e (go (f (list e) v)))) (go 5)", TestName = "no closure but a loop")]
    [TestCase("(define (go v) (try (f (list e)) (catch e (go e)))) go", TestName = "what a try makes")]
    public void Hoist_lists_leaves_alone(string body)
    {
        var source = $"(define (mk e f) {body})";
        Assert.That(Dump(source, "core", "hoist-lists"), Is.EqualTo(Dump(source, "core", "remove-dead-code")));
    }

    [Test]
    public void Linear_recursion_makes_a_loop_of_a_cons_around_the_call() => Assert.That(
        Dump("(define (f l) (if (null? l) l (cons (car l) (f (cdr l)))))", "core", "linear-recursion"), Is.EqualTo(
            "(defineglobal f (lambda f l nil (letrec (procedurebinding f (lambda f pending l nil (if (call null? l False False) "
            + "(primitive HeadsOnto pending l) (call f (primitive HeadsWith pending (call car l False False)) (call cdr l False False) False False)) False)) "
            + "(call f (primitive PendingNone) l False False)) False) False False)"));

    [Test]
    public void Linear_recursion_does_afterwards_what_was_left_to_do() => Assert.That(
        Dump("(define (f n) (if (= n 0) 0 (+ n (f (- n 1)))))", "core", "linear-recursion"), Does.Contain(
            "(lambda f pending result nil (if (primitive PendingIsNone pending) (primitive PendingDone pending result) (let (binding held0 (primitive PendingLast pending)) "
            + "(let (binding pending (primitive PendingRest pending)) (call unwind pending (call + held0 result False False) False False)))) False)"));

    [TestCase("(define (f t) (if (pair? t) (cons (f (car t)) (f (cdr t))) t))", TestName = "the recursion branches")]
    [TestCase("(define (f n g) (if (= n 0) 0 (g (f (- n 1) g))))", TestName = "what is left to do is a call of the program's")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ (f (- n 1)) (car '(1)))))", TestName = "something is evaluated after the call")]
    [TestCase("(define (f n) (cond ((= n 0) 0) ((odd? n) (+ n (f (- n 1)))) (else (* n (f (- n 1))))))", TestName = "different things are left to do")]
    [TestCase("(define (f n) (if (= n 0) 0 (+ n (f (- n 1))))) (set! f 1)", TestName = "the procedure may change")]
    public void Linear_recursion_leaves_a_procedure_alone(string source) =>
        Assert.That(Dump(source, "core", "linear-recursion"), Is.EqualTo(Dump(source, "core", null)));

    [Test]
    public void Accumulated_recursion_makes_a_loop_of_the_last_call_in_a_sum() => Assert.That(
        Dump("(define (f e) (if (pair? e) (+ (f (car e)) (f (cdr e))) 1))", "core", "accumulated-recursion"), Is.EqualTo(
            "(defineglobal f (lambda f e nil (if (call pair? e False False) (letrec (procedurebinding f (lambda f total e nil "
            + "(if (call pair? e False False) (call f (call + total (call f (call car e False False) False False) False False) (call cdr e False False) False False) "
            + "(call + total '1 False False)) False)) (call f (call f (call car e False False) False False) (call cdr e False False) False False)) '1) False) False False)"));

    [Test]
    public void Accumulated_recursion_counts_turns_that_may_go_on_for_ever_and_tests_what_results_depend_on() => Assert.That(
        Dump("(define (f k) (if (< k 2) k (+ (f (- k 1)) (f (- k 2)))))", "core", "accumulated-recursion"),
        Does.Contain("(if (primitive IsFixnum k) (letrec").And.Contain("(if (call < turns '16777216 False False)"));

    [TestCase("(define (f e) (if (pair? e) (+ (f (car e)) (f (cdr e))) 1.5))", TestName = "results are no exact integers")]
    [TestCase("(define (f e) (if (pair? e) (+ (f (car e)) (f (cdr e))) e))", TestName = "results may be anything")]
    [TestCase("(define (f e) (if (pair? e) (* (f (car e)) (f (cdr e))) 1))", TestName = "no sum")]
    public void Accumulated_recursion_leaves_a_procedure_alone(string source) =>
        Assert.That(Dump(source, "core", "accumulated-recursion"), Is.EqualTo(Dump(source, "core", null)));

    [Test]
    public void Parameter_kinds_finds_what_is_passed_raw()
    {
        const string source = "(define (f n) (if (< n 2) n (* (f (- n 1)) (f (- n 2))))) (println (f 5))";
        Assert.That(Dump(source, "il", "inline-traversals"), Does.Not.Match(@"Value Program::[^ ]+\(System\.Int64\)"));
        Assert.That(Dump(source, "il", "parameter-kinds"), Does.Match(@"Value Program::[^ ]+\(System\.Int64\)"));
    }

    [TestCase("(println (mk 1 2))", "(x fixnum) (y fixnum)")]
    [TestCase("(println (mk 1 2.5) (mk 2 1.5))", "(x fixnum) (y flonum)")]
    [TestCase("(println (mk 1 2) (mk 2 1.5))", "(x fixnum) (y value)", TestName = "two kinds of numbers")]
    [TestCase("(println (mk 1 2) (mk 2 nil))", "(x fixnum) (y value)", TestName = "what is no number")]
    [TestCase("(define (f l) (mk 1 (+ (car l) (y (mk 1 1.5))))) (println (f '(1)))", "(x fixnum) (y flonum)", TestName = "floats and something unknown")]
    [TestCase("(define (f l) (mk 1 (+ (car l) (y (mk 1 1))))) (println (f '(1)))", "(x fixnum) (y value)", TestName = "integers and something unknown")]
    [TestCase("(define (f n r) (if (= n 0) r (f (- n 1) (mk (+ (x r) 1) (* 0.5 (y r)))))) (println (f 5 (mk 0 1.0)))", "(x fixnum) (y flonum)", TestName = "a field that is computed from itself")]
    [TestCase("(println (mk 1 2) (map mk '(1) '(2)))", "(x value) (y value)", TestName = "the constructor as a value")]
    public void Parameter_kinds_finds_which_fields_of_records_are_kept_raw(string source, string fields)
    {
        var program = "(define-record-type pt (mk x y) pt? (x x) (y y)) " + source;
        Assert.That(Dump(program, "resolved", "inline-traversals"), Does.Not.Contain("num)"));
        Assert.That(Dump(program, "resolved", "parameter-kinds"), Does.Contain($"(record pt {fields})"));
    }

    [TestCase("(define (f p) (let ((a (x p))) (* a a)))", true)]
    [TestCase("(define (f p) (if (pt? p) (+ (x p) 1) 0))", true, TestName = "a field is read behind a test")]
    [TestCase("(define (f p) (println p) (let ((a (x p))) (* a a)))", false, TestName = "something has happened before")]
    [TestCase("(define (f p) (let ((a (n p))) (list a a)))", false, TestName = "no field of numbers")]
    [TestCase("(define (f p) (let ((q (car p))) (list (x q))))", false, TestName = "no parameter")]
    public void Field_reads_get_a_fast_version(string source, bool has)
    {
        var program = "(define-record-type pt (mk x n) pt? (x x) (n n)) " + source + " (println (f (mk 1 nil)) (f (mk 2 nil)))";
        Assert.That(Dump(program, "il", "list-loops"), Does.Not.Contain("Program::f%fast"));
        Assert.That(Dump(program, "il", "field-reads").Contains("Program::f%fast", StringComparison.Ordinal), Is.EqualTo(has));
    }

    [Test]
    public void Late_elements_reads_an_element_where_it_is_used()
    {
        const string source = "(define (f e) (match e ([a b] (if a b (list b b))) ([a b c] (fn () a))))";
        var before = Dump(source, "core", "inline-traversals");
        var after = Dump(source, "core", "late-elements");
        Assert.That(before, Does.Contain("(binding a (primitive ViewItem view '0))"));
        Assert.That(after, Does.Contain("(if (primitive ViewItem view '0)"), "used once");
        Assert.That(after, Does.Contain("(binding b (primitive ViewItem view '1))"), "used three times");
        Assert.That(after, Does.Contain("(binding a (primitive ViewItem view '0))"), "used by another procedure");
        Assert.That(after, Does.Not.Contain("(binding c "), "not used");
    }

    [TestCase("(define (f k l) (if (eq? (car (car l)) k) (cdr (car l)) (f k (cdr l)))) (println (f 1 '((1 2))))", true, TestName = "a loop that only takes lists apart")]
    [TestCase("(define (f k l) (if (eq? (car l) k) (println l) (f k (cdr l)))) (println (f 1 '(1)))", false, TestName = "a loop that calls")]
    [TestCase("(define (f l) (car (cdr l))) (println (f '(1 2)))", false, TestName = "no loop")]
    public void List_loops_get_a_fast_version(string source, bool has)
    {
        Assert.That(Dump(source, "il", "parameter-kinds"), Does.Not.Contain("f%fast"));
        Assert.That(Dump(source, "il", "list-loops").Contains("f%fast", StringComparison.Ordinal), Is.EqualTo(has));
    }

    [TestCase(OptimizationLevel.None)]
    [TestCase(OptimizationLevel.Basic)]
    public void Lower_levels_inline_nothing(OptimizationLevel level)
    {
        const string source = "(define (g x) (car x)) (define (f xs) (map car (g xs)))";
        Assert.That(Dump(source, "core", "inline-traversals", level), Is.EqualTo(Dump(source, "core", null)));
    }

    [Test]
    public void Passes_have_names_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "docs", "architecture.md"));
        Assert.That(Passes.Names.Where(n => !text.Contains($"`{n}`", StringComparison.Ordinal)), Is.Empty);
    }
}
