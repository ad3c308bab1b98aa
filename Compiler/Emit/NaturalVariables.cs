using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Finds the variables of a loop that count down and never get below 0 if they start there: <c>k</c> in <c>(if (= k 0) … (loop (- k 1)))</c>. Tests on the way
/// to each next turn bound them, and variables computed from them.
/// </summary>
internal sealed class NaturalVariables : ResolvedVisitor
{
    /// <summary>How many parts a body may have for them to be looked for: a nested loop is walked for each loop that it is in.</summary>
    private const int LargestBody = 400;

    private readonly Func<ResolvedExpr, IReadOnlyList<ResolvedExpr>?> _turn;
    private readonly IReadOnlyList<Slot> _slots;
    private readonly IReadOnlySet<Slot> _written;
    private readonly Dictionary<Slot, ResolvedExpr> _values = [];
    private readonly List<IReadOnlyList<ResolvedExpr>> _turns = [];
    private readonly Bounds _bounds;
    private HashSet<int>? _candidates;
    private bool _hasFailed;
    private int _size;

    private NaturalVariables(IReadOnlyList<Slot> slots, IReadOnlySet<Slot> written, Func<ResolvedExpr, IReadOnlyList<ResolvedExpr>?> turn)
    {
        _slots = slots;
        _written = written;
        _turn = turn;
        _bounds = new Bounds(IsKnown);
    }

    /// <summary>The numbers of such variables.</summary>
    /// <param name="body">The body of the loop.</param>
    /// <param name="slots">The loop's variables.</param>
    /// <param name="areRaw">Which of them are raw integers.</param>
    /// <param name="written">The variables that are assigned.</param>
    /// <param name="turn">The next values of the variables, if an expression starts the next turn.</param>
    public static IReadOnlyCollection<int> Of(
        ResolvedExpr body, IReadOnlyList<Slot> slots, Func<int, bool> areRaw, IReadOnlySet<Slot> written, Func<ResolvedExpr, IReadOnlyList<ResolvedExpr>?> turn)
    {
        var raw = Enumerable.Range(0, slots.Count).Where(i => areRaw(i) && !slots[i].IsBoxed && !written.Contains(slots[i])).ToList();
        if (raw.Count == 0) return [];
        var search = new NaturalVariables(slots, written, turn);
        search.Visit(body);
        if (search._size > LargestBody) return [];
        search._candidates = [.. raw.Where(search.CountsDown)];
        // What one of them is found not to be, others may have been thought to be because of it.
        while (search._candidates.Count > 0 && !search.Holds(body))
        {
        }
        return search._candidates;
    }

    private bool Holds(ResolvedExpr body)
    {
        _hasFailed = false;
        _size = 0;
        var forget = _candidates!.Select(i => _bounds.Note(_slots[i], Interval.Natural)).ToList();
        Visit(body);
        forget.ForEach(static f => f());
        return !_hasFailed;
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (++_size > LargestBody) return;
        if (_candidates is null)
        {
            if (expr is ResolvedLet binding) _values[binding.Slot] = binding.Value;
            if (_turn(expr) is { } next) _turns.Add(next);
            base.Visit(expr);
            return;
        }
        switch (expr)
        {
            case ResolvedIf conditional:
                Visit(conditional.Test);
                Under(conditional.Test, true, conditional.Then);
                Under(conditional.Test, false, conditional.Else);
                break;
            case ResolvedLet let when !let.Slot.IsBoxed && !_written.Contains(let.Slot) && _bounds.OfInteger(let.Value) is { } interval:
                Visit(let.Value);
                var forget = _bounds.Note(let.Slot, interval);
                Visit(let.Body);
                forget();
                break;
            default:
                if (_turn(expr) is { } next) _hasFailed |= _candidates.RemoveWhere(i => _bounds.OfInteger(next[i]) is not { Least: var least } || least < 0) > 0;
                base.Visit(expr);
                break;
        }
    }

    private void Under(ResolvedExpr test, bool outcome, ResolvedExpr expr)
    {
        var forget = _bounds.Learn(test, outcome);
        Visit(expr);
        forget();
    }

    private bool IsKnown(ResolvedExpr expr) => expr is ResolvedConstant { Value.IsFixnum: true } || (expr is SlotRead read && _bounds.Has(read.Slot));

    /// <summary>Whether each turn takes something from the variable, or leaves it as it is.</summary>
    private bool CountsDown(int index)
    {
        var steps = _turns.Select(t => Step(t[index], _slots[index])).ToList();
        return steps.TrueForAll(static s => s <= 0) && steps.Exists(static s => s < 0);
    }

    /// <summary>What an expression adds to a variable; null when that is not all that it does.</summary>
    private long? Step(ResolvedExpr expr, Slot slot)
    {
        if (expr is SlotRead read) return read.Slot == slot ? 0 : _values.TryGetValue(read.Slot, out var value) && !_written.Contains(read.Slot) ? Step(value, slot) : null;
        return Bounds.StepOf(expr) is (var variable, var step) && step is > int.MinValue and < int.MaxValue ? Step(variable, slot) + step : null;
    }
}
