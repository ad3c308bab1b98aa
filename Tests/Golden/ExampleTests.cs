using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Tests.Verification;

namespace Sema.Tests.Golden;

/// <summary>Every program in <c>examples/</c> prints what stands beside it, and its assembly is sound.</summary>
[TestFixture]
public sealed class ExampleTests
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "examples");

    private static IEnumerable<string> Names() => Directory.GetFiles(Folder, "*.sema").Select(Path.GetFileNameWithoutExtension).Order()!;

    [TestCaseSource(nameof(Names))]
    public void Example_prints_its_expected_output(string name)
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(File.ReadAllText(Path.Combine(Folder, name + ".sema"))));
        Assert.That(result.Error, Is.Null);
        Assert.That(string.Join('\n', result.Output) + "\n", Is.EqualTo(File.ReadAllText(Path.Combine(Folder, name + ".out"))));
    }

    [TestCaseSource(nameof(Names))]
    public void Example_is_verifiable(string name)
    {
        byte[]? image = null;
        StackGuard.RunOnLargeStack(() => image = new Compilation(new SourceText(File.ReadAllText(Path.Combine(Folder, name + ".sema")), name)).Emit(name, true));
        Assert.That(image, Is.Not.Null);
        Assert.That(IlVerifier.Verify(image!), Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void Example_compiles_to_the_same_bytes_each_time(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".sema"));
        byte[]? first = null, second = null;
        StackGuard.RunOnLargeStack(() =>
        {
            first = new Compilation(new SourceText(text, name)).Emit(name, true);
            second = new Compilation(new SourceText(text, name)).Emit(name, true);
        });
        Assert.That(first, Is.EqualTo(second));
    }
}
