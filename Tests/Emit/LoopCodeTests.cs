using Sema.Compiler;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Emit;

/// <summary>What the emitted code of loops that call procedures, and of the counters that they call, does not do in each turn.</summary>
[TestFixture]
public sealed class LoopCodeTests
{
    private const string Check = "call System.Void Sema.Runtime.Procedures.StackGuard::Check()";

    /// <summary>The code of a method, its addresses left out.</summary>
    private static string Code(string source, string method)
    {
        var text = "";
        StackGuard.RunOnLargeStack(() => text = new Compilation(new SourceText(source)).Dump("il", null)!);
        var lines = text.Split('\n');
        return string.Join('\n', lines.SkipWhile(l => !l.StartsWith(method, StringComparison.Ordinal)).Skip(1).TakeWhile(static l => l.StartsWith(' ')).Select(static l => l.Trim()[9..]));
    }

    [TestCase("(define (f c d l) (cond ((null? l) c) ((= (car l) (+ c d)) d) ((> (car l) (bit/and c 7)) (f (cadr l) d (cdr l))) (else (f c (+ d 1) (cdr l)))))")]
    [TestCase("(define (f l a) (if (null? l) a (f (cdr l) (+ a (car l)))))")]
    [TestCase("(define (f l a) (if (zero? (car l)) a (f (cdr l) (max a (car (car l))))))")]
    public void A_loop_that_takes_lists_apart_and_computes_calls_nothing(string loop)
    {
        var code = Code($"{loop} (println (f 1 2 '(1 2)) (f '(1 2) 0))", "Program::f%fast(");
        var calls = code.Split('\n').Where(static l => l.StartsWith("call ", StringComparison.Ordinal) && (l.Contains("Outlined::", StringComparison.Ordinal) || l.Contains("Other(", StringComparison.Ordinal)));
        Assert.That(calls.Where(static l => !l.Contains("Program::f", StringComparison.Ordinal)), Is.Empty);
        Assert.That(code, Is.Not.Empty);
    }

    [Test]
    public void A_loop_that_calls_procedures_checks_the_stack_before_its_turns()
    {
        var code = Code("(define (run i f) (if (= i 0) i (begin (f) (run (- i 1) f)))) (run 3 (fn () 1))", "Program::run%fast(");
        Assert.That(code.Split(Check).Length - 1, Is.EqualTo(1));
        Assert.That(code[..code.IndexOf(Check, StringComparison.Ordinal)], Does.Not.Contain("\nb"), "no branch comes before it");
    }

    [Test]
    public void A_loop_that_is_called_again_from_its_turns_without_end_is_a_condition()
    {
        var result = default(ProgramCase);
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run("(define (run i f) (if (= i 0) i (begin (f) (run (- i 1) f)))) (define (again) (run 2 again)) (try (again) (catch e (:message e)))"));
        Assert.That(result!.Value, Does.Contain("maximum call depth exceeded"));
    }

    [Test]
    public void A_recursion_that_loops_too_checks_the_stack_where_it_calls_itself()
    {
        var code = Code("(define (t i f) (if (= i 0) i (begin (t (- i 1) f) (f) (t (- i 1) f)))) (t 3 (fn () 1))", "Program::t%fast(");
        Assert.That(code[..code.IndexOf(Check, StringComparison.Ordinal)], Does.Contain("\nbne.un"));
    }

    [Test]
    public void A_loop_says_once_that_its_procedures_are_not_null()
    {
        const string body = "(define (run i f) (if (= i 0) i (begin (f) (run (- i 1) f)))) (run 3 (fn () 1))";
        Assert.That(Code(body, "Program::run%fast("), Does.StartWith("ldarg.1\ncall System.Void Sema.Runtime.Procedures.Callable::IsNotNull(Sema.Runtime.Procedures.Procedure)"));
    }

    [TestCase("(fn () (set! n (+ n 1)) n)", true)]
    [TestCase("(fn () (set! n (- (* n 2) 7)))", true)]
    [TestCase("(fn () (set! n (+ n (begin (set! n 'a) 1))))", false, TestName = "the variable may hold anything by then")]
    [TestCase("(fn () (set! n (+ m 1)))", false, TestName = "computed from another variable")]
    [TestCase("(fn () (set! n (* n 0.5)))", false, TestName = "a float")]
    public void A_counter_stores_a_word(string closure, bool storesWord)
    {
        var code = Code($"(define (make n m) (list {closure} (fn () (set! m n)))) (println (make 0 1))", "closure:lambda::Invoke0(");
        Assert.That(code.Contains("Box::StoreWord", StringComparison.Ordinal), Is.EqualTo(storesWord), code);
        Assert.That(code, Does.Contain("Box::Store("), "the way for all other numbers");
    }

    [Test]
    public void The_first_class_that_a_call_looks_for_goes_straight_on()
    {
        var code = Code("(define (adder n) (fn (x) (+ x n))) (define (use f) (list (f 1))) (println (use (adder 2)))", "Program::use%fast(");
        var leaf = code[code.IndexOf("::Leaf(", StringComparison.Ordinal)..].Split('\n');
        Assert.That(leaf[1], Does.StartWith("brfalse"));
        Assert.That(code.IndexOf("Invoke1", StringComparison.Ordinal), Is.GreaterThan(code.LastIndexOf("ListOfSome", StringComparison.Ordinal)), "calls stand behind the end");
    }
}
