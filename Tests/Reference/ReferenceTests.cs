using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Reference;

/// <summary>
/// semac against the reference implementation: values, output and errors of the corpus. The reference's answers are recorded in
/// <c>answers/</c>; with <c>SEMAC_RECORD_REFERENCE=1</c> in the environment they are asked anew and written there.
/// </summary>
[TestFixture]
public sealed class ReferenceTests
{
    private static readonly string Output = TestContext.CurrentContext.TestDirectory;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Recorded(string src, string? value, IReadOnlyList<string> output, string? error);

    private sealed record Difference(ReferenceCase Case, ReferenceAnswer Reference, BackEnd BackEnd, ReferenceAnswer Ours)
    {
        public override string ToString() => $"{Case.Id}  {Case.Source}\n    reference: {Reference}\n    semac:     {Ours}    [{BackEnd}]";
    }

    private readonly Dictionary<string, IReadOnlyList<ReferenceCase>> _corpus = Files().ToDictionary(static f => f, static f => ReferenceCorpus.Read(Path.Combine(Output, "Reference", "corpus", f)));
    private readonly Dictionary<string, ReferenceAnswer> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<(BackEnd BackEnd, string Source), ReferenceAnswer> _ours = [];
    private readonly Dictionary<string, List<Difference>> _differences = [];
    private readonly Dictionary<string, int> _excused = [];
    private ReferenceSkips _skips = null!;
    private List<string> _stale = [];
    private string? _notAsked;
    private int _compared;
    private int _agree;
    private int _identical;

    private static string[] Files() => [.. Directory.GetFiles(Path.Combine(Output, "Reference", "corpus")).Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [OneTimeSetUp]
    public void RunEverything()
    {
        var cases = _corpus.Values.SelectMany(static c => c).ToList();
        var sources = cases.ConvertAll(static c => c.Source);
        var asking = Task.Run(() => (Answers: ReferenceProcess.Ask(SourceFolder(), sources, out var reason), Reason: reason));
        StackGuard.RunOnLargeStack(() =>
        {
            foreach (var backEnd in Enum.GetValues<BackEnd>()) sources.ForEach(s => _ours[(backEnd, s)] = Run(s, backEnd));
        });
        (var asked, _notAsked) = asking.Result;
        foreach (var file in _corpus.Keys) ReadAnswers(file);
        if (asked is not null)
        {
            if (Environment.GetEnvironmentVariable("SEMAC_RECORD_REFERENCE") == "1") Record(sources.Zip(asked).DistinctBy(static p => p.First).ToDictionary());
            _stale = [.. cases.Zip(asked).Where(p => !(_answers.TryGetValue(p.First.Source, out var a) && a.ToString() == p.Second.ToString()))
                .Select(static p => $"{p.First.Id}  {p.First.Source}\n    reference: {p.Second}")];
        }
        Compare();
    }

    private static ReferenceAnswer Run(string source, BackEnd backEnd)
    {
        try
        {
            return ReferenceAnswer.Of(ProgramCase.Run(source, backEnd: backEnd));
        }
        catch (Exception e)
        {
            // A defect of semac: it fails its own program, not the other thousands.
            return new ReferenceAnswer(null, [], e.ToString());
        }
    }

    private void ReadAnswers(string file)
    {
        var path = AnswersPath(Path.Combine(Output, "Reference"), file);
        if (!File.Exists(path)) return;
        foreach (var line in File.ReadLines(path))
            _answers[JsonSerializer.Deserialize<Recorded>(line)!.src] = ReferenceAnswer.Parse(line);
    }

    private void Record(Dictionary<string, ReferenceAnswer> asked)
    {
        foreach (var (file, cases) in _corpus)
            File.WriteAllText(AnswersPath(SourceFolder(), file), string.Concat(cases.Select(c =>
                JsonSerializer.Serialize(new Recorded(c.Source, asked[c.Source].value, asked[c.Source].output, asked[c.Source].error), Options) + "\n")));
        foreach (var (source, answer) in asked) _answers[source] = answer;
    }

    private void Compare()
    {
        _skips = new ReferenceSkips(Output);
        foreach (var (file, cases) in _corpus)
        {
            var differences = _differences[file] = [];
            foreach (var c in cases)
            {
                if (!_answers.TryGetValue(c.Source, out var reference)) continue;
                _compared++;
                foreach (var backEnd in Enum.GetValues<BackEnd>())
                {
                    var ours = _ours[(backEnd, c.Source)];
                    if (reference.Agrees(ours))
                    {
                        _agree++;
                        if (reference.IsIdentical(ours)) _identical++;
                    }
                    else if (_skips.Excuse(c.Source, reference, ours) is { } reason) _excused[reason] = _excused.GetValueOrDefault(reason) + 1;
                    else differences.Add(new Difference(c, reference, backEnd, ours));
                }
            }
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Programs_do_what_the_reference_does(string file)
    {
        Assert.That(_corpus[file].Where(c => !_answers.ContainsKey(c.Source)).Select(static c => c.Id), Is.Empty, "no answers are recorded");
        Assert.That(_differences[file], Is.Empty, () => string.Join('\n', _differences[file]));
    }

    [Test]
    public void The_recorded_answers_are_the_ones_of_the_reference()
    {
        if (_notAsked is not null)
        {
            TestContext.Progress.WriteLine($"reference: not asked, {_notAsked}; {_corpus.Values.Sum(static c => c.Count)} recorded answers are not checked");
            Assert.Ignore($"The reference cannot be asked: {_notAsked}.");
        }
        Assert.That(_stale, Is.Empty, () => string.Join('\n', _stale));
    }

    [Test]
    public void Every_skip_is_needed() => Assert.That(_skips.Unused, Is.Empty);

    [Test]
    public void No_program_stands_twice_in_the_corpus() => Assert.That(_corpus.Values.SelectMany(static c => c).Select(static c => c.Source), Is.Unique);

    [Test]
    public void At_least_three_thousand_programs_are_compared()
    {
        TestContext.Progress.WriteLine($"reference: {_compared} programs compared on {Enum.GetValues<BackEnd>().Length} back ends: {_agree} agree ({_identical} in every column of their traces), "
            + $"{_excused.Values.Sum()} skipped, {_differences.Values.Sum(static d => d.Count)} differ");
        foreach (var (reason, count) in _excused.OrderByDescending(static e => e.Value)) TestContext.Progress.WriteLine($"reference: skipped {count}: {reason}");
        Assert.That(_compared, Is.GreaterThanOrEqualTo(3000));
    }

    private static string AnswersPath(string folder, string file) => Path.Combine(folder, "answers", Path.ChangeExtension(file, ".jsonl"));

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
