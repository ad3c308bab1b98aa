using Sema.Runtime.Builtins;

namespace Sema.Tests.Builtins;

/// <summary>The builtins against the specification's list of names with their arities.</summary>
[TestFixture]
public sealed class NamesTests
{
    private static readonly Dictionary<string, (int Min, int Max, string Wave)> Specified = File
        .ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Builtins", "names.tsv")).Skip(1).Select(static l => l.Split('\t'))
        .Where(static p => p[2] != "-").ToDictionary(static p => p[0], static p => (int.Parse(p[2]), p[3] == "*" ? -1 : int.Parse(p[3]), p[5]));

    /// <summary>Where the reference takes more counts than the list says, as the errors in the tables show.</summary>
    private static readonly Dictionary<string, Arity> Wider = new()
    {
        ["hashmap/assoc"] = Arity.AtLeast(0), // a wrong count is reported in words of its own (maps.md)
        ["make-parameter"] = Arity.AtLeast(1),
        ["with-stream"] = Arity.AtLeast(1), // the body may be empty
        ["with-open"] = Arity.AtLeast(1),
    };

    private static Arity ArityOf(string name) => PreludeMacros.All.TryGetValue(name, out var macro) ? macro.Arity : BuiltinTable.All[name].Arity;

    private static string DocOf(string name) => PreludeMacros.All.TryGetValue(name, out var macro) ? macro.Doc : BuiltinTable.All[name].Declaration.Doc;

    private static bool IsThere(string name) => PreludeMacros.All.ContainsKey(name) || BuiltinTable.All.ContainsKey(name);

    private static IEnumerable<string> Declared() => BuiltinTable.All.Keys.Concat(PreludeMacros.All.Keys).Where(static n => !n.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Declared))]
    public void Builtin_has_the_specified_arity(string name)
    {
        Assert.That(Specified, Contains.Key(name));
        var (min, max, _) = Specified[name];
        Assert.That(ArityOf(name), Is.EqualTo(Wider.GetValueOrDefault(name, new Arity(min, max))));
    }

    [TestCaseSource(nameof(Declared))]
    public void Builtin_is_documented(string name) => Assert.That(DocOf(name), Is.Not.Empty);

    [Test]
    public void The_share_of_the_first_wave_that_is_there_is_said()
    {
        var wave = Specified.Where(static s => s.Value.Wave == "1").Select(static s => s.Key).ToList();
        TestContext.Progress.WriteLine($"builtins of wave 1: {wave.Count(IsThere)} of {wave.Count}");
        Assert.That(wave.Where(IsThere), Is.Not.Empty);
    }
}
