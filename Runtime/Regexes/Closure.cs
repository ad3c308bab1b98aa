namespace Sema.Runtime.Regexes;

/// <summary>
/// Collects the instructions that are reached without taking a character, by priority: those that take one or end a match, and assertions
/// when it is not known yet what stands around.
/// </summary>
internal sealed class Closure(PatternProgram program)
{
    private readonly int[] _seen = new int[program.Instructions.Length];
    private readonly Stack<int> _pending = new();
    private int[] _items = new int[16];
    private int _count;
    private int _round;
    private bool _cuts, _isCut, _isPlaced;
    private Neighbour _before, _after;

    /// <summary>What was collected since the beginning.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    /// <summary>Begins a list. Assertions stay in it.</summary>
    /// <param name="cuts">Whether nothing counts that has less priority than the end of a match.</param>
    public void Begin(bool cuts)
    {
        (_cuts, _isCut, _isPlaced, _count) = (cuts, false, false, 0);
        _round++;
    }

    /// <summary>Begins a list for a place between two characters: assertions are decided.</summary>
    public void Begin(bool cuts, Neighbour before, Neighbour after)
    {
        Begin(cuts);
        (_isPlaced, _before, _after) = (true, before, after);
    }

    /// <summary>Adds what is reached from an instruction.</summary>
    public void Add(int from)
    {
        if (_isCut) return;
        _pending.Push(from);
        while (_pending.TryPop(out var at))
        {
            if (_seen[at] == _round) continue;
            _seen[at] = _round;
            ref readonly var instruction = ref program.Instructions[at];
            switch (instruction.Operation)
            {
                case PatternProgram.Operation.Split:
                    _pending.Push(instruction.Other);
                    _pending.Push(instruction.Next);
                    break;
                case PatternProgram.Operation.Note:
                    _pending.Push(instruction.Next);
                    break;
                case PatternProgram.Operation.Assert when _isPlaced:
                    if (((Assertion)instruction.Argument).Holds(_before, _after)) _pending.Push(instruction.Next);
                    break;
                default:
                    Collect(at);
                    if (!_cuts || instruction.Operation != PatternProgram.Operation.Match) break;
                    _isCut = true;
                    _pending.Clear();
                    return;
            }
        }
    }

    private void Collect(int at)
    {
        if (_count == _items.Length) Array.Resize(ref _items, 2 * _count);
        _items[_count++] = at;
    }
}
