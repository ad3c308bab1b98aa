using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sema.Runtime.Builtins;
using Sema.Runtime.Regexes;

namespace Sema.Tests.Regexes;

/// <summary>Regular expressions: what they match, and in what time.</summary>
[TestFixture]
public sealed class RegexTests
{
    private static Value S(string text) => Value.FromString(text);

    /// <summary>
    /// Nine hundred patterns on a text each, with what the reference 1.36 answered (matches.json): handwritten ones for each rule of the
    /// dialect, the others random.
    /// </summary>
    [Test]
    public void Patterns_match_as_in_the_reference()
    {
        var cases = JsonSerializer.Deserialize<string[][]>(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Regexes", "matches.json")))!;
        Assert.That(cases, Has.Length.EqualTo(900));
        Assert.Multiple(() =>
        {
            foreach (var item in cases)
            {
                var (pattern, text) = (S(item[0]), S(item[1]));
                var results = Lists.FromArray([
                    RegularExpressions.FirstMatch(pattern, text), RegularExpressions.FindAll(pattern, text), RegularExpressions.Split(pattern, text),
                    RegularExpressions.ReplaceAll(pattern, S("<$0|$1|${2}>"), text), Value.FromBool(RegularExpressions.IsMatch(pattern, text))]);
                Assert.That(PrettyPrinter.Format(results), Is.EqualTo(item[2]), $"{item[0]} on {item[1]}");
            }
        });
    }

    [TestCase("(x+x+)+y")]
    [TestCase("(a|x|xx)+$y")]
    [TestCase("(x?){50}x{50}y")]
    [TestCase("(.*)(.*)(.*)(.*)(.*)[^x]")]
    [TestCase("(?:x*)*?y")]
    public void Time_is_linear_in_the_text(string pattern)
    {
        var text = S(new string('x', 200_000));
        var clock = Stopwatch.StartNew();
        Assert.That(RegularExpressions.IsMatch(S(pattern), text), Is.False);
        Assert.That(Lists.Count(RegularExpressions.FindAll(S(pattern), text)), Is.Zero);
        // Backtracking would take years.
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    /// <summary>Here the states do not repeat: those that were made are forgotten again and again.</summary>
    [Test]
    public void Automata_of_many_states_stay_small()
    {
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));
        const int behind = 16;
        Assert.That(RegularExpressions.IsMatch(S($"a.{{{behind}}}c"), S(text)), Is.False);
        Assert.That(RegularExpressions.IsMatch(S($"a.{{{behind}}}c"), S(text + "c")), Is.EqualTo(text[^(behind + 1)] == 'a'));
    }

    [Test]
    public void Perl_classes_are_those_of_the_properties()
    {
        foreach (var (letter, property) in new (char, Func<Rune, bool>)[]
        {
            ('w', UnicodeProperties.IsWord), ('s', Rune.IsWhiteSpace), ('d', static c => Rune.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.DecimalDigitNumber),
        })
            Assert.That(UnicodeProperties.Perl(letter, unicode: true), Is.EqualTo(CharSet.Where(property)), $"\\{letter}");
    }
}
