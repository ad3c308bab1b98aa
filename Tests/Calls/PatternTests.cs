using System.Globalization;
using System.Text;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Calls;

/// <summary>
/// Random programs that tell values apart by <c>case</c>, <c>match</c> and chains of tests: the emitter searches for the clause and takes lists apart in
/// place, the interpreter tries clause after clause, and both do the same.
/// </summary>
[TestFixture]
public sealed class PatternTests
{
    private const int Programs = 25;

    [TestCase(OptimizationLevel.None, 1)]
    [TestCase(OptimizationLevel.Full, Programs)]
    public void Emitted_code_finds_the_clause_that_the_interpreter_finds(OptimizationLevel level, int defaultCount)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SEMAC_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : defaultCount;
        for (var seed = 1; seed <= count; seed++)
        {
            var source = new Generator(seed).Program();
            var emitted = Tests.Programs.Run(source, BackEnd.Il, level);
            var interpreted = Tests.Programs.Run(source, BackEnd.Interpreter);
            Assert.That(emitted.Error, Is.Null.And.EqualTo(interpreted.Error), $"seed {seed}:\n{source}");
            Assert.That(emitted.Output, Is.EqualTo(interpreted.Output).And.Not.Empty, $"seed {seed}:\n{source}");
        }
    }

    private sealed class Generator(int seed)
    {
        private static readonly string[] Integers =
        [
            .. Enumerable.Range(-4, 60).Select(static i => i.ToString(CultureInfo.InvariantCulture)),
            "1000000", "-77777", "4611686018427387904", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
        ];

        private static readonly string[] Names = [.. "abcdefghijklmnopqrstuvwxyz".Select(static c => $"'{c}"), "'if", "'let", "'lambda"];
        private static readonly string[] Keywords = [.. Names.Select(static n => ":" + n[1..])];
        private static readonly string[] Chars = [.. "abcdefghij0123456789".Select(static c => $"#\\{c}"), "#\\space", "#\\λ"];
        private static readonly string[] Texts = ["\"\"", "\"a\"", "\"b\"", "\"ab\"", "\"ba\"", "\"abc\"", "\"push\"", "\"pull\"", "\"\U0001F600\"", "\"é\""];
        private static readonly string[] Others = ["nil", "#t", "#f", "1.0", "0.0", "3.5", "1e300", "'()", "'(1 2)", "[1 2]"];
        private static readonly string[] Constants = [.. Integers, .. Names, .. Keywords, .. Chars, .. Texts, .. Others];
        private static readonly string[] Heads = ["'if", "'add", "'let", ":key"];

        private readonly Random _random = new(seed);

        public string Program()
        {
            var text = new StringBuilder();
            text.AppendLine(CultureInfo.InvariantCulture, $"(define constants (list {string.Join(' ', Constants)} (/ 4 2) -0.0 (cons 1 '(2))))");
            for (var i = 0; i < 6; i++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"(define (tell{i} k) {Telling()})");
                text.AppendLine(CultureInfo.InvariantCulture, $"(println (map tell{i} constants))");
            }
            text.AppendLine(CultureInfo.InvariantCulture, $"(define lists (list {string.Join(' ', Enumerable.Range(0, 40).Select(_ => List(0)))}))");
            for (var i = 0; i < 4; i++)
            {
                var clauses = string.Join(' ', Enumerable.Range(0, _random.Next(2, 9)).Select(ListClause));
                text.AppendLine(CultureInfo.InvariantCulture, $"(define (take{i} e) (match e {clauses} (_ 'none)))");
                text.AppendLine(CultureInfo.InvariantCulture, $"(println (map take{i} lists))");
            }
            return text.ToString();
        }

        private string Pick(string[] from) => from[_random.Next(from.Length)];

        private string Telling()
        {
            var kind = _random.Next(6) switch { 0 => Integers, 1 => Names, 2 => [.. Names, .. Keywords], 3 => Chars, 4 => Texts, _ => Constants };
            var keys = Enumerable.Range(0, _random.Next(2, 40)).Select(_ => _random.Next(20) == 0 ? Pick(Constants) : Pick(kind)).ToList();
            string Clauses(Func<string, int, string> clause) => string.Join(' ', keys.Select(clause));
            static string Datum(string key) => key.TrimStart('\'');
            var telling = _random.Next(5) switch
            {
                0 => $"(case k {Clauses((k, i) => $"(({Datum(k)}) {i})")})",
                1 => $"(case k {string.Join(' ', keys.Chunk(3).Select(static (k, i) => $"(({string.Join(' ', k.Select(Datum))}) {i})"))} (else 'none))",
                2 => $"(match k {Clauses((k, i) => $"({k} {i})")} (_ 'none))",
                var n => $"(cond {Clauses((k, i) => $"(({(n == 3 ? "equal?" : "=")} k {k}) {i})")} (else 'none))",
            };
            return _random.Next(4) switch { 0 => $"(list 7 {telling})", 1 => $"(begin {telling} 'effect)", _ => telling };
        }

        private string ListClause(int index)
        {
            var variables = new List<string>();
            string Variable(string prefix, int at)
            {
                variables.Add(prefix + at);
                return prefix + at;
            }
            var items = Enumerable.Range(0, _random.Next(1, 5)).Select(i => _random.Next(i == 0 ? 3 : 9) switch
            {
                0 or 1 when i == 0 => Pick(Heads),
                0 => "_",
                1 => "1",
                2 => $"[{Variable("n", i)} 'add]",
                3 => $"['let {Variable("m", i)} & {Variable("r", i)}]",
                _ => Variable("x", i),
            }).ToList();
            if (_random.Next(8) == 0) items.AddRange(["&", Variable("rest", 0)]);
            var guard = variables.Count > 0 && _random.Next(3) == 0 ? $" when (equal? {variables[0]} 1)" : "";
            var used = variables.Where(_ => _random.Next(3) > 0).Concat(variables.Take(_random.Next(2)));
            return $"([{string.Join(' ', items)}]{guard} (list {index} {string.Join(' ', used)}))";
        }

        private string List(int depth)
        {
            var items = Enumerable.Range(0, _random.Next(5)).Select(i => depth < 2 && _random.Next(4) == 0 ? List(depth + 1) : i == 0 || _random.Next(4) == 0 ? Pick(Heads) : "1");
            return _random.Next(6) switch
            {
                0 => $"[{string.Join(' ', items)}]",
                1 => items.Reverse().Aggregate("'()", static (rest, item) => $"(cons {item} {rest})"),
                2 => $"(cons {Pick(Heads)} (list {string.Join(' ', items)}))",
                3 => $"(cdr (list 0 {string.Join(' ', items)}))",
                4 => Pick(Constants),
                _ => $"(list {string.Join(' ', items)})",
            };
        }
    }
}
