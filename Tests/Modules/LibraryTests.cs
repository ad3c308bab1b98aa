using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Cli;
using Sema.Tests.Verification;

namespace Sema.Tests.Modules;

/// <summary>Compiled libraries: programs import them without their source.</summary>
[TestFixture]
public sealed class LibraryTests
{
    private const string Shapes = """
        (module shapes (export area twice grow! size describe)
          (define (factor x) (list '* 2 x))
          (defmacro twice (x) (factor x))
          (define-record-type box (make-box w h) box? (w box-w) (h box-h))
          (define (area b) (* (box-w b) (box-h b)))
          (define size 1)
          (define (grow!) (set! size (+ size 1)) size)
          (define (describe . parts) (apply string-append parts))
          (println "shapes run"))
        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("semac").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private string Library(string source, string output, params string[] more)
    {
        Assert.That(CommandLine.Run(["build", At(source), "--target", "library", "-o", At(output), .. more]), Is.Zero);
        return At(output);
    }

    private static string Run(string assembly)
    {
        var (_, output, error) = Processes.Dotnet(assembly);
        return output + error;
    }

    [Test]
    public void A_library_and_a_program_share_a_record_type()
    {
        Write("boxes.sema", """
            (module boxes (export grow)
              (define-record-type box (make-box w h) box? (w box-w) (h box-h))
              (define (grow b) (make-box (+ (box-w b) 1) (box-h b))))
            """);
        Library("boxes.sema", "lib/boxes.dll");
        Write("app.sema", """
            (import "boxes.sema")
            (define-record-type box (own-box w h) own-box? (w own-w) (h own-h))
            (define (width b) (if (own-box? b) (+ (own-w b) 1) 0))
            (println (list (box? (own-box 1 2)) (own-box? (make-box 1 2)) (box-w (own-box 5 6)) (own-w (grow (own-box 1 2))) (equal? (own-box 1 2) (make-box 1 2))))
            (println (list (width (make-box 1 2)) (width (own-box 3 4)) (width 5)))
            (println (list (make-box "a" 1.5) (grow (make-box 9223372036854775807 1))))
            (println (map make-box '(1) '(2)))
            """);
        CommandLine.Run(["build", At("app.sema"), "-r", At("lib/boxes.dll"), "-o", At("out/app.dll")]);
        Assert.That(Run(At("out/app.dll")), Is.EqualTo("""
            (#t #t 5 2 #t)
            (2 4 0)
            (#<record box "a" 1.5> #<record box 9223372036854775808 1>)
            (#<record box 1 2>)

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_program_imports_a_library_without_its_source()
    {
        Write("shapes.sema", Shapes);
        var library = Library("shapes.sema", "lib/shapes.dll");
        File.Delete(At("shapes.sema"));
        Write("app.sema", """
            (import "shapes.sema")
            (import "shapes.sema" size)
            (println (area (make-box 3 4)) (twice 21) (grow!) (grow!) size (describe "a" "b") (map area (list (make-box 1 2))))
            (area 5)
            """);
        Assert.That(CommandLine.Run(["build", At("app.sema"), "-r", library, "-o", At("out/app.dll")]), Is.Zero);
        Assert.That(Run(At("out/app.dll")), Is.EqualTo("""
            shapes run
            12 42 2 3 1 ab (2)
            Error: expected box, got int
              at area (shapes.sema:5:23)
              at <lambda> (app.sema:4:1)

            """));
    }

    [Test]
    public void Constant_procedures_are_called_directly_across_assemblies()
    {
        Write("shapes.sema", Shapes);
        var library = Library("shapes.sema", "shapes.dll");
        Write("app.sema", "(import \"shapes.sema\" area describe) (define (f x) (list (area x) (describe \"a\"))) (f (make-box 1 2))");
        Assert.That(CommandLine.Run(["build", At("app.sema"), "-r", library, "-o", At("out/app.dll")]), Is.Zero);
        using var module = ModuleDefinition.ReadModule(At("out/app.dll"));
        var calls = module.GetType("Program").Methods.Single(static m => m.Name == "f").Body.Instructions
            .Where(static i => i.OpCode == OpCodes.Call).Select(static i => ((MethodReference)i.Operand).FullName).ToList();
        Assert.That(calls, Has.Some.EndsWith("<Library>::area(Sema.Runtime.Values.Value)"));
        Assert.That(calls, Has.Some.EndsWith("<Library>::describe(Sema.Runtime.Values.Value)"));
        Assert.That(IlVerifier.Verify(File.ReadAllBytes(library)), Is.Empty);
    }

    [Test]
    public void A_library_imports_another_one()
    {
        Write("low.sema", "(println \"low runs\") (define (helper x) (list '+ x 1)) (defmacro inc (x) (helper x)) (define (low) :low)");
        var low = Library("low.sema", "low.dll");
        Write("high.sema", "(import \"low.sema\") (defmacro inc-twice (x) (list 'inc (list 'inc x))) (define (high) (list (low) (inc 1)))");
        Library("high.sema", "high.dll", "-r", low);
        File.Delete(At("low.sema"));
        File.Delete(At("high.sema"));
        Write("app.sema", "(import \"low.sema\") (import \"high.sema\") (println (high) (inc-twice 5) (low))");
        Assert.That(CommandLine.Run(["build", At("app.sema"), "-r", At("high.dll"), "-o", At("out/app.dll")]), Is.Zero);
        Assert.That(Run(At("out/app.dll")), Is.EqualTo("low runs\n(:low 2) 7 :low\n"));
    }

    [Test]
    public void A_library_is_compiled_again_only_when_something_it_is_made_of_changed()
    {
        Write("util/a.sema", "(define (a) 1)");
        Write("lib.sema", "(import \"util/a.sema\") (define (b) (a))");
        var output = Library("lib.sema", "lib.dll");
        DateTime Built() => File.GetLastWriteTimeUtc(output);
        void Age() => File.SetLastWriteTimeUtc(output, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Age();
        var old = Built();
        Library("lib.sema", "lib.dll", "-v");
        Assert.That(Built(), Is.EqualTo(old), "nothing changed");
        Write("util/a.sema", "(define (a) 2)");
        Library("lib.sema", "lib.dll");
        Assert.That(Built(), Is.GreaterThan(old), "an imported file changed");
        Age();
        Write("other.sema", "(define (c) 3)");
        Library("lib.sema", "lib.dll", "-r", Library("other.sema", "other.dll"));
        Assert.That(Built(), Is.GreaterThan(old), "the options changed");
        Age();
        File.Delete(At("lib.xml"));
        Library("lib.sema", "lib.dll", "-r", At("other.dll"));
        Assert.That(Built(), Is.GreaterThan(old), "a part is missing");
    }

    [Test]
    public void A_library_that_does_not_compile_leaves_the_old_one()
    {
        Write("lib.sema", "(define (b) 1)");
        var before = File.ReadAllBytes(Library("lib.sema", "lib.dll"));
        Write("lib.sema", "(define (b) (if))");
        Assert.That(CommandLine.Run(["build", At("lib.sema"), "--target", "library", "-o", At("lib.dll")]), Is.EqualTo(CommandLine.DoesNotCompile));
        Assert.That(File.ReadAllBytes(At("lib.dll")), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }

    [Test]
    public void What_is_no_library_cannot_be_referred_to()
    {
        Write("app.sema", "(println 1)");
        Assert.That(CommandLine.Run(["build", At("app.sema"), "-r", typeof(Value).Assembly.Location, "-o", At("app.dll")]), Is.EqualTo(CommandLine.Usage));
        Assert.That(CommandLine.Run(["check", At("app.sema"), "-r", At("nowhere.dll")]), Is.EqualTo(CommandLine.Usage));
        Assert.That(CommandLine.Run(["check", At("app.sema"), "-r", At("app.sema")]), Is.EqualTo(CommandLine.Usage));
    }

    [Test]
    public void The_same_sources_in_two_folders_give_the_same_bytes()
    {
        var images = new List<byte[]>();
        foreach (var folder in new[] { "one", "two/deeper" })
        {
            Write(Path.Combine(folder, "shapes.sema"), Shapes);
            Write(Path.Combine(folder, "app.sema"), "(import \"sub/more.sema\") (println (f 1))");
            Write(Path.Combine(folder, "sub/more.sema"), "(define (f x) (eval (list '+ x 1)))");
            Assert.That(CommandLine.Run(["build", At(Path.Combine(folder, "app.sema")), "-o", At(Path.Combine(folder, "app.dll"))]), Is.Zero);
            images.Add([.. File.ReadAllBytes(Library(Path.Combine(folder, "shapes.sema"), Path.Combine(folder, "shapes.dll"))),
                .. File.ReadAllBytes(At(Path.Combine(folder, "app.dll")))]);
        }
        Assert.That(images[0], Is.EqualTo(images[1]));
    }
}
