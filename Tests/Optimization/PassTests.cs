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
    public void Parameter_kinds_finds_what_is_passed_raw()
    {
        const string source = "(define (f n) (if (< n 2) n (+ (f (- n 1)) 1))) (println (f 5))";
        Assert.That(Dump(source, "il", "inline-traversals"), Does.Not.Match(@"Value Program::[^ ]+\(System\.Int64\)"));
        Assert.That(Dump(source, "il", "parameter-kinds"), Does.Match(@"Value Program::[^ ]+\(System\.Int64\)"));
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
        const string source = "(define (f xs) (map car xs))";
        Assert.That(Dump(source, "core", "inline-traversals", level), Is.EqualTo(Dump(source, "core", null)));
    }

    [Test]
    public void Passes_have_names_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "docs", "architecture.md"));
        Assert.That(Passes.Names.Where(n => !text.Contains($"`{n}`", StringComparison.Ordinal)), Is.Empty);
    }
}
