namespace Sema.Runtime.Regexes;

/// <summary>
/// Finds what the groups of a match took: follows all threads of the program through the match at once, each with the bounds that it noted
/// (a Pike machine). Takes time proportional to the program and the match.
/// </summary>
internal sealed class CaptureMatcher(PatternProgram program, Alphabet alphabet, int groups)
{
    private readonly int[] _bounds = new int[2 * (groups + 1)];
    private readonly Stack<(int At, int Bound, int Value)> _pending = new();
    private Threads _now = new(program.Instructions.Length, 2 * (groups + 1)), _next = new(program.Instructions.Length, 2 * (groups + 1));

    /// <summary>The bounds of the groups in a match that begins and ends at known places: start and end of group n at 2n and 2n + 1, -1 for none.</summary>
    public int[] Match(string text, int start, int end)
    {
        var none = new int[_bounds.Length];
        Array.Fill(none, -1);
        _now.Clear();
        Follow(_now, program.Entry, none, text, start);
        for (var at = start; at < end;)
        {
            var symbol = alphabet.After(text, at, out var width);
            at += width;
            _next.Clear();
            for (var i = 0; i < _now.Count && !_next.IsCut; i++)
            {
                ref readonly var instruction = ref program.Instructions[_now.Items[i]];
                if (instruction.Operation == PatternProgram.Operation.Take && alphabet.Contains(instruction.Argument, symbol))
                    Follow(_next, instruction.Next, _now.Noted(i), text, at);
            }
            (_now, _next) = (_next, _now);
        }
        for (var i = 0; i < _now.Count; i++)
            if (program.Instructions[_now.Items[i]].Operation == PatternProgram.Operation.Match)
            {
                var result = _now.Noted(i).ToArray();
                (result[0], result[1]) = (start, end);
                return result;
            }
        throw new InvalidOperationException("the automaton found a match that the program does not have");
    }

    /// <summary>Adds the threads that an instruction leads to at a place, by priority.</summary>
    private void Follow(Threads threads, int from, ReadOnlySpan<int> noted, string text, int at)
    {
        var bounds = _bounds;
        noted.CopyTo(bounds);
        _pending.Push((from, -1, 0));
        while (_pending.TryPop(out var step))
        {
            if (step.Bound >= 0)
            {
                bounds[step.Bound] = step.Value;
                continue;
            }
            if (!threads.Visit(step.At)) continue;
            ref readonly var instruction = ref program.Instructions[step.At];
            switch (instruction.Operation)
            {
                case PatternProgram.Operation.Split:
                    _pending.Push((instruction.Other, -1, 0));
                    _pending.Push((instruction.Next, -1, 0));
                    break;
                case PatternProgram.Operation.Note:
                    // Choices of less priority have not been here.
                    _pending.Push((0, instruction.Argument, bounds[instruction.Argument]));
                    bounds[instruction.Argument] = at;
                    _pending.Push((instruction.Next, -1, 0));
                    break;
                case PatternProgram.Operation.Assert:
                    var before = alphabet.NeighbourOf(alphabet.Before(text, at, out _));
                    var after = alphabet.NeighbourOf(alphabet.After(text, at, out _));
                    if (((Assertion)instruction.Argument).Holds(before, after)) _pending.Push((instruction.Next, -1, 0));
                    break;
                default:
                    threads.Add(step.At, bounds);
                    if (instruction.Operation != PatternProgram.Operation.Match) break;
                    threads.IsCut = true;
                    _pending.Clear();
                    return;
            }
        }
    }

    /// <summary>The threads at one place, by priority, with what each noted.</summary>
    private sealed class Threads(int instructions, int bounds)
    {
        private readonly int[] _seen = new int[instructions];
        private int[] _noted = new int[8 * bounds];
        private int _round;

        public int[] Items { get; private set; } = new int[8];

        public int Count { get; private set; }

        /// <summary>Whether a match ended: threads of less priority do not count.</summary>
        public bool IsCut { get; set; }

        public void Clear()
        {
            (Count, IsCut) = (0, false);
            _round++;
        }

        public bool Visit(int at)
        {
            if (_seen[at] == _round) return false;
            _seen[at] = _round;
            return true;
        }

        public ReadOnlySpan<int> Noted(int thread) => _noted.AsSpan(thread * bounds, bounds);

        public void Add(int at, int[] noted)
        {
            if (Count == Items.Length)
            {
                var items = Items;
                Array.Resize(ref items, 2 * Count);
                Items = items;
                Array.Resize(ref _noted, 2 * Count * bounds);
            }
            Items[Count] = at;
            noted.CopyTo(_noted, Count++ * bounds);
        }
    }
}
