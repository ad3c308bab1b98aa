using System.Buffers;
using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>
/// A pattern ready for use. A search takes time linear in the text: a deterministic automaton finds where the first match ends, a second one,
/// backwards, where it begins; what the groups took is found when asked for. Not for use by several threads at once.
/// </summary>
public sealed class CompiledPattern
{
    /// <summary>Characters that a match can begin with, to look for them ahead of the automaton.</summary>
    private const int MaxFirstCharacters = 128;

    private readonly PatternNode _pattern;
    private readonly PatternProgram _program;
    private readonly Alphabet _alphabet;
    private readonly LazyAutomaton _ends;
    private readonly Func<string, int, int>? _skip;
    private LazyAutomaton? _starts;
    private CaptureMatcher? _captures;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not valid, or too large.</exception>
    public CompiledPattern(string pattern)
    {
        _pattern = PatternParser.Parse(pattern, out var names);
        Names = names;
        _program = new PatternProgram(_pattern);
        _skip = _pattern.IsAnchored ? null : Prefilter();
        var entry = _pattern.IsAnchored ? _program.Entry : _program.AddSearch();
        _alphabet = new Alphabet(_program.Sets, _program.Needs);
        _ends = new LazyAutomaton(_program, _alphabet, entry, isReverse: false, _skip is not null);
    }

    /// <summary>The named groups and their numbers.</summary>
    public IReadOnlyDictionary<string, int> Names { get; }

    /// <summary>The number of groups.</summary>
    public int GroupCount => _program.Groups;

    /// <summary>Whether there is a match in a text.</summary>
    public bool IsMatch(string text) => _ends.FindEnd(text, 0, _skip, isEarliest: true) >= 0;

    /// <summary>The matches in a text from left to right; as in Rust, an empty one neither splits a code point nor follows a match at once.</summary>
    public IEnumerable<PatternMatch> Matches(string text)
    {
        var previousEnd = -1;
        for (var at = 0; at <= text.Length;)
        {
            var end = _ends.FindEnd(text, at, _skip, isEarliest: false);
            if (end < 0) yield break;
            _starts ??= Backwards();
            var start = _starts.FindStart(text, end, at);
            if (start == end && end == previousEnd)
            {
                _alphabet.After(text, end, out var width);
                at = end + width;
                continue;
            }
            yield return new PatternMatch(this, text, start, end);
            previousEnd = at = end;
        }
    }

    /// <summary>The bounds of the groups of a match (<see cref="CaptureMatcher.Match"/>).</summary>
    internal int[] Captures(string text, int start, int end) => (_captures ??= new CaptureMatcher(_program, _alphabet, GroupCount)).Match(text, start, end);

    private LazyAutomaton Backwards()
    {
        var program = new PatternProgram(_pattern, _program);
        return new LazyAutomaton(program, _alphabet, program.Entry, isReverse: true, hasPrefilter: false);
    }

    /// <summary>A search for what every match begins with, if that is a text or one of few characters.</summary>
    private Func<string, int, int>? Prefilter()
    {
        var prefix = new StringBuilder();
        Prefix(_pattern, prefix);
        if (prefix.Length > 1)
        {
            var literal = prefix.ToString();
            return (text, at) => text.IndexOf(literal, at, StringComparison.Ordinal);
        }
        if (FirstCharacters() is not { } characters) return null;
        var values = SearchValues.Create(characters);
        return (text, at) => text.AsSpan(at).IndexOfAny(values) is var index and >= 0 ? at + index : -1;
    }

    /// <summary>Appends characters that every match of a part begins with; returns whether they are all of it.</summary>
    private static bool Prefix(PatternNode node, StringBuilder prefix)
    {
        switch (node)
        {
            case PatternNode.Character { Set.Single: >= 0 and var c }:
                prefix.Append(char.ConvertFromUtf32(c));
                return true;
            case PatternNode.Group group: return Prefix(group.Body, prefix);
            case PatternNode.Sequence sequence: return sequence.Items.All(i => Prefix(i, prefix));
            case PatternNode.Repetition { Low: > 0 } repetition:
                Prefix(repetition.Body, prefix);
                return false;
            default: return false;
        }
    }

    /// <summary>The characters that a match can begin with, when these are few and in the Basic Multilingual Plane; else null.</summary>
    private char[]? FirstCharacters()
    {
        var closure = new Closure(_program);
        var reached = new List<int>();
        closure.Begin(cuts: false);
        closure.Add(_program.Entry);
        for (var i = 0; i < closure.Items.Length; i++)
        {
            ref readonly var instruction = ref _program.Instructions[closure.Items[i]];
            if (instruction.Operation == PatternProgram.Operation.Match) return null;
            if (instruction.Operation == PatternProgram.Operation.Assert) closure.Add(instruction.Next);
            else reached.Add(instruction.Argument);
        }
        var characters = new List<char>();
        foreach (var set in reached.Distinct())
            foreach (var (first, last) in _program.Sets[set].Ranges())
            {
                if (last > 0xFFFF || characters.Count + last - first >= MaxFirstCharacters) return null;
                for (var c = first; c <= last; c++) characters.Add((char)c);
            }
        return characters.ToArray();
    }
}
