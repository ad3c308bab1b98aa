using Sema.Compiler;
using Sema.Compiler.Cli;
using Sema.Compiler.Diagnostics;

namespace Sema.Tests.Diagnostics;

/// <summary>What <c>semac check</c> says of deliberate mistakes; and that every code is explained, with an example that has it.</summary>
[TestFixture]
public sealed class DiagnosticTests
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Diagnostics");

    private static IEnumerable<string> Mistakes() => Directory.GetFiles(Folder, "*.sema").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    private static DiagnosticBag Check(SourceText source, WarningPolicy? policy = null)
    {
        var compilation = new Compilation(source) { Diagnostics = new DiagnosticBag(policy) };
        StackGuard.RunOnLargeStack(() => compilation.Resolve());
        return compilation.Diagnostics;
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Mistake_is_shown_with_its_place(string name)
    {
        var diagnostics = Check(new SourceText(File.ReadAllText(Path.Combine(Folder, name + ".sema")), name + ".sema"));
        var text = string.Join('\n', DiagnosticRenderer.Texts(diagnostics, OutputFormat.Text, useColor: false)) + "\n";
        Assert.That(text, Is.EqualTo(File.ReadAllText(Path.Combine(Folder, name + ".out"))));
    }

    private static IEnumerable<TestCaseData> Codes() => DiagnosticCode.All.Select(static c => new TestCaseData(c).SetArgDisplayNames(c.Code));

    [TestCaseSource(nameof(Codes))]
    public void Code_is_explained(DiagnosticCode code)
    {
        Assert.That(code.Explanation, Does.StartWith($"{code.Severity.ToString().ToLowerInvariant()}[{code.Code}]: {code.Title}"));
        Assert.That(code.Text, Has.Length.GreaterThan(20));
    }

    private static IEnumerable<TestCaseData> CodesWithExample() => Codes().Where(static c => c.Arguments[0] is DiagnosticCode { Example: not null });

    [TestCaseSource(nameof(CodesWithExample))]
    public void Example_of_a_code_has_that_fault(DiagnosticCode code) =>
        Assert.That(Check(new SourceText(code.Example!)).Items.Select(static d => (d.Code, d.Severity)), Does.Contain((code.Code, code.Severity)));

    [Test]
    public void Every_code_that_the_compiler_words_is_explained()
    {
        var worded = Mistakes().SelectMany(static name => File.ReadAllLines(Path.Combine(Folder, name + ".out")))
            .Where(static line => line.Contains("[SEMA", StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOf('[') + 1)..line.IndexOf(']')]).Distinct().ToList();
        Assert.That(worded, Has.Count.GreaterThan(10));
        Assert.That(worded, Is.SubsetOf(DiagnosticCode.All.Select(static c => c.Code)));
    }

    [Test]
    public void A_silenced_warning_is_not_reported()
    {
        var source = new SourceText("(nope) (car)");
        Assert.That(Check(source, new WarningPolicy(new HashSet<string> { "SEMA0103" }, IsStrict: false)).Items.Select(static d => d.Code), Is.EqualTo(new[] { "SEMA0105" }));
    }

    [Test]
    public void Strict_makes_every_warning_an_error()
    {
        var diagnostics = Check(new SourceText("(define (f x x) (nope))"), new WarningPolicy(new HashSet<string>(), IsStrict: true));
        Assert.That(diagnostics.Items, Has.Count.EqualTo(2).And.All.Property(nameof(Diagnostic.Severity)).EqualTo(Severity.Error));
        Assert.That(diagnostics.IsFailure);
    }

    // What eval, or a file found at run time, may define cannot be known.
    [TestCase("(eval (read \"(define later 1)\")) later")]
    [TestCase("(define (f) (later)) (load (string-append \"a\" \".sema\")) (f)")]
    // Definitions anywhere count, assignments too.
    [TestCase("(define (f) (g)) (if #t (define (g) 1)) (f)")]
    [TestCase("(define-values (a b) (values 1 2)) (+ a b)")]
    [TestCase("(define-record-type p (make-p x) p? (x p-x)) (p-x (make-p 1))")]
    [TestCase("(defmulti area :shape) (defmethod area :square (fn (s) 1)) (area {:shape :square})")]
    [TestCase("(defmacro m (x) (helper-of-nobody x)) (list m -> when-let pi)")]
    [TestCase("(define (car x y) x) (car 1 2)")]
    [TestCase("(define (f) (define _unused 1) 2) (f)")]
    [TestCase("(define (f) \"what it does\" 2) (f)")]
    [TestCase("(guard (e (else 1)) (error \"x\"))")]
    [TestCase("(define (f . r) r) (f) (f 1 2)")]
    [TestCase("(let lp ((i 0)) (when (< i 3) (lp (+ i 1))))")]
    [TestCase("(define f (fn (x) x)) (set! f (fn () 1)) (f)")]
    [TestCase("(match 5 (n when (> n 1) n) (_ 0))")]
    [TestCase("(define x {:a 1 :b 2}) (:a x)")]
    public void No_warning(string text) => Assert.That(Check(new SourceText(text)).Items.Select(static d => d.Message), Is.Empty);
}
