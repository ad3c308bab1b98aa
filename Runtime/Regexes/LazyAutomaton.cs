using System.Runtime.InteropServices;

namespace Sema.Runtime.Regexes;

/// <summary>
/// A deterministic automaton for a program, made as far as texts need it. A state is the list of the program's instructions that can come
/// next, in the order of their priority, and what assertions must know of the character behind it. That a match ends at a place is known
/// when the character after it, or the end of the text, has been read.
/// </summary>
internal sealed class LazyAutomaton
{
    /// <summary>A transition that was not asked for yet.</summary>
    private const int Unknown = int.MinValue;

    /// <summary>Marks of the transitions that need attention; these are stored complemented, with the number of the state.</summary>
    private const int Matched = 1, IsStart = 2, MarkBits = 2;

    /// <summary>Transitions to keep; when there are more, all states are forgotten.</summary>
    private const int MaxTransitions = 1 << 20;

    private readonly PatternProgram _program;
    private readonly Alphabet _alphabet;
    private readonly bool _isReverse;
    private readonly int _entry;
    private readonly int _stride;
    private readonly Dictionary<State, int> _numbers = [];
    private readonly List<State> _states = [];
    private readonly Dictionary<Neighbour, int> _starts = [];
    private readonly Closure _closure;
    private readonly int[]? _startItems;
    private int[] _transitions = [];

    /// <summary>
    /// An automaton that begins at an instruction. A reversed one reads backwards, for the longest match; else the first by priority counts.
    /// With a prefilter, who searches can skip to the next possible start.
    /// </summary>
    public LazyAutomaton(PatternProgram program, Alphabet alphabet, int entry, bool isReverse, bool hasPrefilter)
    {
        (_program, _alphabet, _entry, _isReverse, _stride) = (program, alphabet, entry, isReverse, alphabet.End + 1);
        _closure = new Closure(program);
        if (hasPrefilter) _startItems = StartItems();
        Forget();
    }

    /// <summary>
    /// The end of the first match that begins at or after a place, or -1; the earliest end of any match, if that will do. The prefilter
    /// finds the next place where a match can begin, or -1.
    /// </summary>
    public int FindEnd(string text, int at, Func<string, int, int>? skip, bool isEarliest)
    {
        if (skip is not null && (at = skip(text, at)) < 0) return -1;
        var ascii = _alphabet.Ascii;
        var end = -1;
        var state = Start(_alphabet.NeighbourOf(_alphabet.Before(text, at, out _)));
        var transitions = _transitions;
        while (true)
        {
            var width = 1;
            var symbol = (uint)at < (uint)text.Length && text[at] < 128 ? ascii[text[at]] : _alphabet.After(text, at, out width);
            var next = transitions[state + symbol];
            if (next == Unknown)
            {
                next = Transition(state, symbol);
                transitions = _transitions;
            }
            if (next >= 0)
            {
                state = next;
                at += width;
                continue;
            }
            next = ~next;
            if ((next & Matched) != 0)
            {
                end = at;
                if (isEarliest) return end;
            }
            state = (next >> MarkBits) * _stride;
            if (state == 0) return end;
            at += width;
            if ((next & IsStart) == 0) continue;
            var candidate = skip!(text, at);
            if (candidate < 0) return -1;
            if (candidate == at) continue;
            at = candidate;
            state = Start(_alphabet.NeighbourOf(_alphabet.Before(text, at, out _)));
            transitions = _transitions;
        }
    }

    /// <summary>The first place, not before a limit, from which the text up to an end matches; there is one.</summary>
    public int FindStart(string text, int end, int limit)
    {
        var start = end;
        var at = end;
        var state = Start(_alphabet.NeighbourOf(_alphabet.After(text, end, out _)));
        while (true)
        {
            var symbol = _alphabet.Before(text, at, out var width);
            var next = _transitions[state + symbol];
            if (next == Unknown) next = Transition(state, symbol);
            if (next < 0)
            {
                next = ~next;
                if ((next & Matched) != 0) start = at;
                next = (next >> MarkBits) * _stride;
            }
            if (next == 0 || at <= limit) return start;
            state = next;
            at -= width;
        }
    }

    private int Start(Neighbour neighbour)
    {
        if (!_starts.TryGetValue(neighbour, out var state)) _starts[neighbour] = state = Number(new State(StartItems(), neighbour)) * _stride;
        return state;
    }

    private int[] StartItems()
    {
        _closure.Begin(cuts: !_isReverse);
        _closure.Add(_entry);
        return _closure.Items.ToArray();
    }

    /// <summary>Computes the transition of a state for a symbol, and notes it if the state is still there.</summary>
    private int Transition(int state, int symbol)
    {
        var (items, behind) = _states[state / _stride];
        var ahead = _alphabet.NeighbourOf(symbol);
        if (_program.Needs != Neighbour.None)
        {
            _closure.Begin(cuts: !_isReverse, _isReverse ? ahead : behind, _isReverse ? behind : ahead);
            foreach (var item in items) _closure.Add(item);
            items = _closure.Items.ToArray();
        }
        var isMatched = false;
        _closure.Begin(cuts: !_isReverse);
        foreach (var item in items)
        {
            ref readonly var instruction = ref _program.Instructions[item];
            if (instruction.Operation == PatternProgram.Operation.Match) isMatched = true;
            else if (instruction.Operation == PatternProgram.Operation.Take && _alphabet.Contains(instruction.Argument, symbol))
                _closure.Add(instruction.Next);
        }
        var next = _closure.Items;
        var isStart = _startItems is not null && next.SequenceEqual(_startItems);
        var count = _states.Count;
        var number = next.Length == 0 ? 0 : Number(new State(next.ToArray(), ahead));
        var transition = isMatched || isStart || number == 0 ? ~(number << MarkBits | (isMatched ? Matched : 0) | (isStart ? IsStart : 0)) : number * _stride;
        if (_states.Count >= count) _transitions[state + symbol] = transition;
        return transition;
    }

    private int Number(State state)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, state, out var exists);
        if (exists) return number;
        if ((_states.Count + 1) * (long)_stride > MaxTransitions && _states.Count > 2)
        {
            Forget();
            return Number(state);
        }
        number = _states.Count;
        _states.Add(state);
        var needed = _states.Count * _stride;
        if (needed > _transitions.Length)
        {
            var length = _transitions.Length;
            Array.Resize(ref _transitions, Math.Max(needed, Math.Min(2 * length, MaxTransitions)));
            _transitions.AsSpan(length).Fill(Unknown);
        }
        return number;
    }

    /// <summary>Begins again with the state from which there is no match, whose number is 0.</summary>
    private void Forget()
    {
        _numbers.Clear();
        _starts.Clear();
        _states.Clear();
        _transitions.AsSpan().Fill(Unknown);
        Number(new State([], Neighbour.None));
    }

    /// <summary>The key of a state.</summary>
    private readonly record struct State(int[] Items, Neighbour Behind)
    {
        public bool Equals(State other) => Behind == other.Behind && Items.AsSpan().SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add((int)Behind);
            hash.AddBytes(MemoryMarshal.AsBytes(Items.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
