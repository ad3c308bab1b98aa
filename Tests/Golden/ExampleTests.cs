using Sema.Compiler.Evaluation;

namespace Sema.Tests.Golden;

/// <summary>Every program in <c>examples/</c> prints what stands beside it.</summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed class ExampleTests(BackEnd backEnd)
{
    internal static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "examples");

    internal static IEnumerable<string> Names() => Directory.GetFiles(Folder, "*.sema").Select(Path.GetFileNameWithoutExtension).Order()!;

    [TestCaseSource(nameof(Names))]
    public void Example_prints_its_expected_output(string name)
    {
        var result = Programs.Run(File.ReadAllText(Path.Combine(Folder, name + ".sema")), backEnd);
        Assert.That(result.Error, Is.Null);
        Assert.That(string.Join('\n', result.Output) + "\n", Is.EqualTo(File.ReadAllText(Path.Combine(Folder, name + ".out"))));
    }
}
