using Sema.Compiler;
using Sema.Tests.Verification;

namespace Sema.Tests.Golden;

/// <summary>The assemblies of the programs in <c>examples/</c> are sound.</summary>
[TestFixture]
public sealed class ExampleAssemblyTests
{
    [TestCaseSource(typeof(ExampleTests), nameof(ExampleTests.Names))]
    public void Example_is_verifiable(string name)
    {
        byte[]? image = null;
        StackGuard.RunOnLargeStack(() => image = new Compilation(new SourceText(File.ReadAllText(Path.Combine(ExampleTests.Folder, name + ".sema")), name)).Emit(name, true));
        Assert.That(image, Is.Not.Null);
        Assert.That(IlVerifier.Verify(image!), Is.Empty);
    }

    [TestCaseSource(typeof(ExampleTests), nameof(ExampleTests.Names))]
    public void Example_compiles_to_the_same_bytes_each_time(string name)
    {
        var text = File.ReadAllText(Path.Combine(ExampleTests.Folder, name + ".sema"));
        byte[]? first = null, second = null;
        StackGuard.RunOnLargeStack(() =>
        {
            first = new Compilation(new SourceText(text, name)).Emit(name, true);
            second = new Compilation(new SourceText(text, name)).Emit(name, true);
        });
        Assert.That(first, Is.EqualTo(second));
    }
}
