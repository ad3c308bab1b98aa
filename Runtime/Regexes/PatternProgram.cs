using System.Runtime.InteropServices;

namespace Sema.Runtime.Regexes;

/// <summary>A pattern as a nondeterministic automaton, whose instructions are numbered. The order of a choice is its priority.</summary>
internal sealed class PatternProgram
{
    private readonly List<Instruction> _instructions = [new(Operation.Match, 0, 0, 0)];
    private readonly Dictionary<CharSet, int> _numbers;
    private readonly bool _isReverse;

    /// <summary>
    /// Compiles a pattern. If its forward program is given, the new one is the reverse: it takes the characters of a match from the last to the
    /// first, and notes no groups; sets have the same numbers in both.
    /// </summary>
    public PatternProgram(PatternNode pattern, PatternProgram? forward = null)
    {
        _isReverse = forward is not null;
        (Sets, _numbers) = (forward?.Sets ?? [], forward?._numbers ?? []);
        Entry = Compile(pattern, 0);
    }

    /// <summary>What an instruction does.</summary>
    public enum Operation : byte
    {
        /// <summary>The end of a match.</summary>
        Match,

        /// <summary>Takes a character of the set.</summary>
        Take,

        /// <summary>Goes on at the next instruction, with less priority at the other.</summary>
        Split,

        /// <summary>Goes on where the assertion holds.</summary>
        Assert,

        /// <summary>Notes the place as a bound of a group: the start of group n is bound 2n, its end 2n + 1.</summary>
        Note,
    }

    /// <summary>One instruction; the argument is the number of a set, an assertion or a bound.</summary>
    public readonly record struct Instruction(Operation Operation, int Argument, int Next, int Other);

    /// <summary>The first instruction.</summary>
    public int Entry { get; }

    /// <summary>The sets that <see cref="Operation.Take"/> names.</summary>
    public List<CharSet> Sets { get; }

    /// <summary>The highest number of a group. One that is repeated no times is none, as in Rust.</summary>
    public int Groups { get; private set; }

    /// <summary>The instructions.</summary>
    public ReadOnlySpan<Instruction> Instructions => CollectionsMarshal.AsSpan(_instructions);

    /// <summary>All that the assertions ask of their neighbours.</summary>
    public Neighbour Needs { get; private set; }

    /// <summary>Adds an instruction that begins a search: the pattern here, or with less priority one character further, and so on. Returns its number.</summary>
    public int AddSearch()
    {
        var search = Add(Operation.Split, 0, Entry, 0);
        _instructions[search] = _instructions[search] with { Other = Add(Operation.Take, SetNumber(CharSet.All), search, 0) };
        return search;
    }

    private int Add(Operation operation, int argument, int next, int other)
    {
        _instructions.Add(new(operation, argument, next, other));
        return _instructions.Count - 1;
    }

    private int SetNumber(CharSet set)
    {
        if (!_numbers.TryGetValue(set, out var number))
        {
            _numbers[set] = number = Sets.Count;
            Sets.Add(set);
        }
        return number;
    }

    /// <summary>The instruction at which a part begins that goes on at another.</summary>
    private int Compile(PatternNode node, int next)
    {
        StackGuard.Check();
        switch (node)
        {
            case PatternNode.Character character: return Add(Operation.Take, SetNumber(character.Set), next, 0);
            case PatternNode.Place place:
                Needs |= place.Assertion.Needs();
                return Add(Operation.Assert, (int)place.Assertion, next, 0);
            case PatternNode.Group group:
                Groups = Math.Max(Groups, group.Number);
                if (_isReverse) return Compile(group.Body, next);
                return Add(Operation.Note, 2 * group.Number, Compile(group.Body, Add(Operation.Note, 2 * group.Number + 1, next, 0)), 0);
            case PatternNode.Sequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++) next = Compile(sequence.Items[_isReverse ? i : sequence.Items.Count - 1 - i], next);
                return next;
            case PatternNode.Choice choice:
                var entry = Compile(choice.Items[^1], next);
                for (var i = choice.Items.Count - 2; i >= 0; i--) entry = Add(Operation.Split, 0, Compile(choice.Items[i], next), entry);
                return entry;
            case PatternNode.Repetition repetition: return Repetition(repetition, next);
            default: throw new InvalidOperationException($"unknown part {node.GetType().Name}");
        }
    }

    private int Repetition(PatternNode.Repetition repetition, int next)
    {
        var (body, low, lazy) = (repetition.Body, repetition.Low, repetition.IsLazy);
        if (repetition.High is { } high)
        {
            var end = next;
            for (var i = low; i < high; i++) next = Split(Compile(body, next), end, lazy);
        }
        else if (low == 0 && !body.CanBeEmpty)
        {
            var loop = Add(Operation.Split, 0, 0, 0);
            SetSplit(loop, Compile(body, loop), next, lazy);
            return loop;
        }
        else
        {
            // x* where x can be empty is (x+)?: else an empty round would end the loop before other choices of x are tried.
            var loop = Add(Operation.Split, 0, 0, 0);
            var entry = Compile(body, loop);
            SetSplit(loop, entry, next, lazy);
            next = low == 0 ? Split(entry, next, lazy) : entry;
            low--;
        }
        for (var i = 0; i < low; i++) next = Compile(body, next);
        return next;
    }

    private int Split(int body, int exit, bool lazy) => Add(Operation.Split, 0, lazy ? exit : body, lazy ? body : exit);

    private void SetSplit(int split, int body, int exit, bool lazy) =>
        _instructions[split] = _instructions[split] with { Next = lazy ? exit : body, Other = lazy ? body : exit };
}
