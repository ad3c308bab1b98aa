using System.Diagnostics;
using Sema.Compiler.Cli;

namespace Sema.Tests.Interop;

/// <summary>The C# program in <c>examples/csharp-host</c>, built and run as its README says.</summary>
[TestFixture]
public sealed class CSharpHostTests
{
    private string _folder = "";

    [SetUp]
    public void CopyExample()
    {
        _folder = Directory.CreateTempSubdirectory("semac").FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "csharp-host")))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_host_calls_the_library_and_shows_its_errors()
    {
        var start = new ProcessStartInfo("dotnet", ["run", $"-p:Semac={typeof(CommandLine).Assembly.Location}"])
        {
            WorkingDirectory = _folder,
        };
        // The test runner's MSBuild settings are not the host's.
        foreach (var name in start.Environment.Keys.Where(static n => n.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        var (exitCode, output, error) = Processes.Run(start);
        Assert.That(exitCode, Is.Zero, output + error);
        Assert.That(output, Does.StartWith("""
            mean of (3 4 8): 5
            97 is prime: True
            1² + 2² + 3²: 14
            as text: 3,4,8
            golden ratio: 1.6180
            width: 7
            cannot convert a Sema string to System.Int64
            User exception: {:kind :no-inverse :of 0}
              at throw (math-utils.sema:27:9)
              at invert (math-utils.sema:27:9)
            thrown: {:kind :no-inverse :of 0}
            Sema.Runtime.Errors.SemaException: expected list, vector, or mutable-array, got string in apply
              at mean (math-utils.sema:7:8)
            """));
        Assert.That(output, Does.Contain("condition: {").And.Contain(":type :type-error").And.Contain("Program.cs:line"));
        var documentation = File.ReadAllText(Path.Combine(_folder, "obj", "sema", "MathUtils.xml"));
        Assert.That(documentation, Does.Contain("""<member name="M:MathUtils.Mean(Sema.Runtime.Values.Value)">""").And.Contain("Raises when the list is empty."));
    }
}
