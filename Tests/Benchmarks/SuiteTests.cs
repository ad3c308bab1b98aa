using System.Text.RegularExpressions;
using Sema.Benchmarks;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Benchmarks;

/// <summary>Every program of the benchmark suite prints at its small size what the Scheme and C# versions print (Suite/small.tsv).</summary>
[TestFixture(BackEnd.Il)]
[TestFixture(BackEnd.Interpreter)]
public sealed class SuiteTests(BackEnd backEnd)
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Benchmarks", "Suite");

    private static IEnumerable<string> Names() => Directory.GetDirectories(Folder).Select(Path.GetFileName).Order()!;

    [TestCaseSource(nameof(Names))]
    public void Program_prints_its_checksum(string name)
    {
        var expected = File.ReadLines(Path.Combine(Folder, "small.tsv")).Select(line => line.Split('\t')).Single(row => row[0] == name)[1];
        var source = Regex.Replace(File.ReadAllText(Path.Combine(Folder, name, name + ".sema")), @"\d+(?=\D*bench:n small=(\d+))", "$1");
        var size = int.Parse(Regex.Match(source, @"bench:n small=(\d+)").Groups[1].Value);
        Assert.That(source, Does.Contain($"(define n {size}) ; bench:n"), "the size was not replaced");
        var data = Path.GetTempFileName();
        try
        {
            if (name == "brc") Stations.Write(data, size);
            var result = Programs.Run(source.Replace("measurements.txt", data.Replace('\\', '/')), backEnd);
            Assert.That(result.Error, Is.Null);
            Assert.That(result.Output, Is.EqualTo(new[] { expected }));
        }
        finally
        {
            File.Delete(data);
        }
    }
}
