using Sema.Compiler.Evaluation;

namespace Sema.Tests.Builtins;

/// <summary>The builtins of the data groups that touch files.</summary>
[TestFixture]
public sealed class FileTests
{
    private string _path = "";

    [SetUp]
    public void MakeFile() => _path = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    private static ProgramCase Run(string program)
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(program));
        return result;
    }

    private string Quoted => Printer.Write(Value.FromString(_path));

    [Test]
    public void A_patch_changes_its_file_and_says_how_many_hunks()
    {
        File.WriteAllText(_path, "a\nb\n");
        Assert.That(Run($"(patch/apply-file {Quoted} (diff/unified \"a\\nb\\n\" \"a\\nc\\n\"))").Value, Is.EqualTo("1"));
        Assert.That(File.ReadAllText(_path), Is.EqualTo("a\nc\n"));
    }

    [Test]
    public void A_patch_that_does_not_fit_leaves_its_file()
    {
        File.WriteAllText(_path, "x\n");
        Assert.That(Run($"(patch/apply-file {Quoted} \"@@ -1 +1 @@\\n-a\\n+b\\n\")").Error, Does.StartWith("patch/apply-file: hunk does not apply"));
        Assert.That(File.ReadAllText(_path), Is.EqualTo("x\n"));
    }

    [Test]
    public void A_missing_file_is_an_io_condition() =>
        Assert.That(Run("(try (patch/apply-file \"/no/such\" \"\") (catch e (:type e)))").Value, Is.EqualTo(":io"));

    [Test]
    public void A_file_is_checked_as_a_string_is()
    {
        File.WriteAllText(_path, "(if)");
        Assert.That(Run($"(equal? (sema/check-file {Quoted}) (sema/check-string \"(if)\"))").Value, Is.EqualTo("#t"));
        Assert.That(Run("(:code (first (:diagnostics (sema/check-file \"/no/such\"))))").Value, Is.EqualTo("\"io\""));
    }
}
