using Sema.Compiler.Cli;

namespace Sema.Tests.Cli;

/// <summary>The command line from outside: what it writes, and its exit codes.</summary>
[TestFixture]
public sealed class BuildTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("semac").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Test]
    public void A_built_program_runs_without_its_source()
    {
        var source = Write("app.sema", "(println \"built\" (+ 1 2))");
        var output = Path.Combine(_folder, "deep", "app.dll");
        Assert.That(CommandLine.Run(["build", source, "-o", output]), Is.Zero);
        File.Delete(source);
        Assert.That(Processes.Dotnet(output), Is.EqualTo((0, "built 3\n", "")));
    }

    [Test]
    public void A_built_program_evaluates_forms_without_the_rest_of_the_compiler()
    {
        var output = Path.Combine(_folder, "app", "app.dll");
        var source = Write("app.sema", """
            (define x 1)
            (define (f) (* x 10))
            (eval '(set! x 5))
            (eval '(define (g n) (+ n (f))))
            (eval '(defmacro twice (e) (list 'begin e e)))
            (eval '(twice (set! x (+ x 1))))
            (println x (f) (eval '(g 1)))
            (println (try (eval (list 'car 5)) (catch e (:message e))))
            """);
        Assert.That(CommandLine.Run(["build", source, "-o", output]), Is.Zero);
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(output)!).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "AngleSharp.dll", "Markdig.dll", "app.dll", "app.runtimeconfig.json", "Sema.Runtime.dll", "semac.dll" }));
        Assert.That(Processes.Dotnet(output), Is.EqualTo((0, "7 70 71\nexpected list or vector, got int\n", "")));
    }

    [Test]
    public void A_program_without_run_time_code_does_not_get_the_compiler()
    {
        var output = Path.Combine(_folder, "app.dll");
        Assert.That(CommandLine.Run(["build", Write("app.sema", "(defmacro m (x) x) (println (m 1))"), "-o", output]), Is.Zero);
        Assert.That(File.Exists(Path.Combine(_folder, "semac.dll")), Is.False);
    }

    [Test]
    public void An_uncaught_condition_shows_where_and_exits_with_1()
    {
        var output = Path.Combine(_folder, "app.dll");
        CommandLine.Run(["build", Write("app.sema", "(println 1)\n(define (f x) (+ 1 (car x)))\n(f 5)"), "-o", output]);
        var (exitCode, printed, error) = Processes.Dotnet(output);
        Assert.That(exitCode, Is.EqualTo(CommandLine.Raised));
        Assert.That(printed, Is.EqualTo("1\n"));
        Assert.That(error, Is.EqualTo(
            "Error: expected list or vector, got int\n  at car (app.sema:2:20)\n  at f (app.sema:2:20)\n  at <lambda> (app.sema:3:1)\n"));
    }

    [Test]
    public void A_program_that_does_not_compile_leaves_nothing()
    {
        var output = Path.Combine(_folder, "bad.dll");
        Assert.That(CommandLine.Run(["build", Write("bad.sema", "(if)"), "-o", output]), Is.EqualTo(CommandLine.DoesNotCompile));
        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EqualTo(new[] { "bad.sema" }));
    }

    [Test]
    public void The_same_source_in_two_folders_gives_the_same_bytes()
    {
        var images = new List<byte[]>();
        foreach (var name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            var source = Write(Path.Combine(name, "app.sema"), "(define (f x) (* x 2)) (println (f 4))");
            var output = Path.Combine(_folder, name, "app.dll");
            CommandLine.Run(["build", source, "-o", output]);
            images.Add(File.ReadAllBytes(output));
        }
        Assert.That(images[0], Is.EqualTo(images[1]));
    }

    [TestCase("build", "no-such-file.sema")]
    [TestCase("check", "/")]
    [TestCase("run", "")]
    public void A_file_that_cannot_be_read_is_an_error_of_the_program(params string[] arguments) =>
        Assert.That(CommandLine.Run(arguments), Is.EqualTo(CommandLine.DoesNotCompile));

    [TestCase("build")]
    [TestCase("frobnicate")]
    [TestCase("dump", "--stage", "nonsense", "x.sema")]
    [TestCase("dump", "--after", "nonsense", "x.sema")]
    [TestCase("build", "-O3", "x.sema")]
    public void Wrong_usage(params string[] arguments) => Assert.That(CommandLine.Run(arguments), Is.EqualTo(CommandLine.Usage));

    [Test]
    public void Invalid_utf8_is_reported_at_its_place()
    {
        var path = Path.Combine(_folder, "latin1.sema");
        File.WriteAllBytes(path, [.. "(println 1)\n; "u8, 0xE9, (byte)'\n']);
        Assert.That(CommandLine.Run(["check", path]), Is.EqualTo(CommandLine.DoesNotCompile));
    }

    [Test]
    public void The_source_is_never_overwritten()
    {
        var source = Write("app.sema", "(println 1)");
        Assert.That(CommandLine.Run(["build", source, "-o", source]), Is.EqualTo(CommandLine.Usage));
        Assert.That(File.ReadAllText(source), Is.EqualTo("(println 1)"));
    }

    private string[] Libraries(string program)
    {
        var output = Path.Combine(_folder, "out", "app.dll");
        Assert.That(CommandLine.Run(["build", Write("app.sema", program), "-o", output]), Is.Zero);
        return [.. Directory.GetFiles(Path.Combine(_folder, "out"), "*.dll").Select(Path.GetFileName).Except(["app.dll", "Sema.Runtime.dll"]).Order()!];
    }

    [Test]
    public void A_library_is_copied_beside_the_program_that_needs_it()
    {
        Assert.That(Libraries("(define (f s) (map html/parse s))\n(println (f '(\"<p>x\")))"), Is.EqualTo(new[] { "AngleSharp.dll" }));
        Assert.That(Processes.Dotnet(Path.Combine(_folder, "out", "app.dll")), Is.EqualTo((0, "(\"<html><head></head><body><p>x</p></body></html>\")\n", "")));
    }

    [Test]
    public void A_program_without_use_for_a_library_runs_without_it()
    {
        // A builtin as a value makes the runtime look at all its types.
        Assert.That(Libraries("(println (map car '((1) (2))))"), Is.Empty);
        Assert.That(Processes.Dotnet(Path.Combine(_folder, "out", "app.dll")), Is.EqualTo((0, "(1 2)\n", "")));
    }

    [Test]
    public void An_open_program_has_all_libraries_and_the_evaluator() =>
        Assert.That(Libraries("(eval '(html/text \"x\"))"), Is.EqualTo(new[] { "AngleSharp.dll", "Markdig.dll", "semac.dll" }));
}
