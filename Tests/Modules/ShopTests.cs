using Sema.Compiler;
using Sema.Compiler.Cli;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Modules;
using Sema.Compiler.Diagnostics;
using Sema.Tests.Verification;

namespace Sema.Tests.Modules;

/// <summary>A program of twelve modules, and what goes wrong in programs of several files.</summary>
[TestFixture]
public sealed class ShopTests
{
    private static readonly string Shop = Path.Combine(TestContext.CurrentContext.TestDirectory, "Modules", "shop");

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("semac").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private SourceText Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new SourceText(text, name) { Path = path };
    }

    [Test]
    public void Twelve_modules_work_together()
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(SourceFile.Read(Path.Combine(Shop, "main.sema"), new DiagnosticBag())!));
        Assert.That(result.Error, Is.Null);
        Assert.That(string.Join('\n', result.Output) + "\n", Is.EqualTo(File.ReadAllText(Path.Combine(Shop, "main.out"))));
    }

    [Test]
    public void Twelve_modules_are_verifiable()
    {
        byte[]? image = null;
        StackGuard.RunOnLargeStack(() => image = new Compilation(SourceFile.Read(Path.Combine(Shop, "main.sema"), new DiagnosticBag())!).Emit("shop", true));
        Assert.That(IlVerifier.Verify(image!), Is.Empty);
    }

    private static Diagnostic[] Check(SourceText main)
    {
        var compilation = new Compilation(main);
        StackGuard.RunOnLargeStack(() => compilation.Resolve());
        return [.. compilation.Diagnostics.Items];
    }

    [Test]
    public void An_error_in_an_imported_file_has_its_place_there()
    {
        Write("part.sema", "(define a 1)\n(module part (export b)\n  (define b (if)))");
        var error = Check(Write("main.sema", "(import \"part.sema\")")).Single();
        Assert.That((error.Where.Source.Name, error.Where.Start, error.Message),
            Is.EqualTo(("part.sema", new TextLocation(3, 13), "if expects 2 or 3 arguments, got 0")));
    }

    [Test]
    public void Text_that_cannot_be_read_has_its_place_too()
    {
        Write("part.sema", "(define a 1)\n(define b (");
        var error = Check(Write("main.sema", "(import \"part.sema\")")).Single();
        Assert.That((error.Where.Source.Name, error.Severity), Is.EqualTo(("part.sema", Severity.Error)));
    }

    [Test]
    public void An_error_in_an_imported_macro_is_at_its_call()
    {
        Write("part.sema", "(defmacro bad (x) (car x))");
        var error = Check(Write("main.sema", "(import \"part.sema\")\n\n(println (bad 5))")).Single();
        Assert.That((error.Where.Source.Name, error.Where.Start.Line), Is.EqualTo(("main.sema", 3)));
    }

    [Test]
    public void A_missing_file_is_a_warning_at_its_path()
    {
        var warning = Check(Write("main.sema", "(println 1)\n(import \"nope.sema\")")).Single();
        Assert.That((warning.Code, warning.Severity, warning.Where.Start), Is.EqualTo(("SEMA0101", Severity.Warning, new TextLocation(2, 9))));
    }

    [Test]
    public void A_missing_export_is_a_warning_at_its_name()
    {
        Write("part.sema", "(define a 1)");
        var warning = Check(Write("main.sema", "(import \"part.sema\" a b)")).Single();
        Assert.That((warning.Code, warning.Where.Start, warning.Message),
            Is.EqualTo(("SEMA0102", new TextLocation(1, 23), "import: module does not export 'b'")));
    }

    [Test]
    public void A_program_that_its_own_module_imports_is_a_cycle()
    {
        Write("part.sema", "(import \"main.sema\")");
        var error = Check(Write("main.sema", "(import \"part.sema\")")).Single();
        Assert.That(error.Message, Is.EqualTo("cyclic import detected: main.sema -> part.sema -> main.sema"));
    }

    [Test]
    public void A_deep_chain_of_imports_compiles()
    {
        for (var i = 0; i < 300; i++) Write($"m{i}.sema", $"(import \"m{i + 1}.sema\" v{i + 1}) (define v{i} (+ v{i + 1} 1))");
        Write("m300.sema", "(define v300 0)");
        ProgramCase result = null!;
        var main = Write("main.sema", "(import \"m0.sema\") v0");
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(main));
        Assert.That((result.Error, result.Value), Is.EqualTo(((string?)null, "300")));
    }

    [Test]
    public void Wrong_forms_are_errors_of_the_program() =>
        Assert.That(CommandLine.Run(["check", Write("main.sema", "(import \"x.sema\" :only)").Path!]), Is.EqualTo(CommandLine.DoesNotCompile));
}
