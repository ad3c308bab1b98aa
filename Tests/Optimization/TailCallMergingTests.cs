using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests.Optimization;

/// <summary>
/// Random procedures that call each other in tail position, in graphs of every shape, do the same with the optimizer and without it: values,
/// errors and (interpreted) traces.
/// </summary>
[TestFixture]
public sealed partial class TailCallMergingTests
{
    private const int Programs = 150;

    [TestCase(BackEnd.Il)]
    [TestCase(BackEnd.Interpreter)]
    public void Merged_procedures_do_what_their_calls_did(BackEnd backEnd)
    {
        var different = new List<string>();
        var (merged, raised) = (0, 0);
        StackGuard.RunOnLargeStack(() =>
        {
            for (var seed = 1; seed <= Programs; seed++)
            {
                var program = new Generator(seed).Program();
                var (plain, optimized) = (Shown(program, backEnd, OptimizationLevel.None), Shown(program, backEnd, OptimizationLevel.Full));
                if (plain != optimized) different.Add($"seed {seed}: {program}\n  -O0: {plain}\n  -O2: {optimized}");
                if (plain.Contains(":type-error", StringComparison.Ordinal)) raised++;
                if (Dump(program, "inline-procedures") != Dump(program, "merge-tail-calls")) merged++;
            }
        }, StackGuard.InterpreterStackSize);
        Assert.That(different, Is.Empty);
        Assert.That(merged, Is.GreaterThan(Programs / 3), "programs with a group that is merged");
        Assert.That(raised, Is.GreaterThan(Programs / 10), "programs in which a state raises");
    }

    [Test]
    public void States_run_in_constant_space()
    {
        const string Program = """
            (define (a k n) (if (= k 0) n (if (even? n) (b (- k 1) (+ n 1)) (c (- k 1) n 1))))
            (define (b k n) (if (= k 0) (list 'b n) (c (- k 1) n 2)))
            (define (c k n by) (if (= k 0) (list 'c n by) (if (= (remainder n 3) 0) (b (- k 1) (+ n by)) (a (- k 1) (+ n by)))))
            (list (a 3000000 0) (a 3000001 0) (b 5 4))
            """;
        Assert.That(Dump(Program, "merge-tail-calls"), Is.Not.EqualTo(Dump(Program, "inline-procedures")));
        Assert.That(Tests.Programs.Run(Program, BackEnd.Il).Value, Is.EqualTo(Tests.Programs.Run(Program, BackEnd.Interpreter).Value));
    }

    private static string Dump(string program, string pass) => new Sema.Compiler.Compilation(new SourceText(program)).Dump("core", pass)!;

    private static string Shown(string program, BackEnd backEnd, OptimizationLevel level)
    {
        var result = ProgramCase.Run(program, backEnd: backEnd, level: level);
        var text = Space().Replace($"{result.Value} ✗ {result.Error}", " ");
        // Which frames a trace of emitted code shows depends on which tail calls needed their prefix.
        return backEnd == BackEnd.Il ? Trace().Replace(text, "") : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@":stack-trace \((\{[^}]*\} ?)*\)")]
    private static partial Regex Trace();

    /// <summary>Writes one program; all randomness comes from the seed.</summary>
    private sealed class Generator(int seed)
    {
        private readonly Random _random = new(seed);
        private int[] _arities = [];

        public string Program()
        {
            _arities = [.. Enumerable.Range(0, _random.Next(2, 7)).Select(_ => _random.Next(1, 4))];
            var text = new StringBuilder();
            for (var i = 0; i < _arities.Length; i++)
            {
                var parameters = string.Concat(Enumerable.Range(1, _arities[i]).Select(static p => $" v{p}"));
                // Longer than what is inlined for its size.
                text.AppendLine(CultureInfo.InvariantCulture, $"(define (s{i} k{parameters}) (if (< k 1) {End(i)} {Branch(i, 2)}))");
            }
            var entries = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => _random.Next(_arities.Length)).ToList();
            for (var n = 0; n < 4; n++)
            {
                var state = entries[n % entries.Count];
                var start = n == 3 ? "9223372036854775806" : "5";
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"(define (try{n}) (try (list (s{state} {17 + n}{string.Concat(Enumerable.Repeat($" {start}", _arities[state]))})) (catch e e)))");
            }
            text.AppendLine("(list (try0) (try1) (try2) (try3))");
            return text.ToString();
        }

        private string Branch(int state, int depth) => depth > 0 && _random.Next(3) > 0
            ? _random.Next(4) == 0
                ? $"(let ((t (+ {Variable(state)} k))) (if (= (remainder t 7) 3) (list 'out t) {Branch(state, depth - 1)}))"
                : $"(if (= (remainder {Variable(state)} {_random.Next(2, 5)}) {_random.Next(2)}) {Branch(state, depth - 1)} {Branch(state, depth - 1)})"
            : Jump(state);

        private string Jump(int state)
        {
            var target = _random.Next(_arities.Length);
            return $"(s{target} (- k 1){string.Concat(Enumerable.Range(0, _arities[target]).Select(_ => " " + Operand(state)))})";
        }

        private string Operand(int state) => _random.Next(9) switch
        {
            0 => _random.Next(10).ToString(CultureInfo.InvariantCulture),
            1 => $"(* 2 {Variable(state)})",
            2 => "k",
            3 or 4 => Variable(state),
            5 => $"(- {Variable(state)} 1)",
            _ => $"(+ {Variable(state)} {_random.Next(1, 4)})",
        };

        private string End(int state) => _random.Next(5) == 0 ? $"(car {Variable(state)})" : $"(list 's{state} {Variable(state)} {Variable(state)})";

        private string Variable(int state) => $"v{_random.Next(1, _arities[state] + 1)}";
    }
}
