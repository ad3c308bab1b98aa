using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// What is known of variables that hold raw integers on the path being emitted: behind a failed <c>(&lt; k 2)</c>, k is at least 2 and k - 2
/// cannot overflow; behind <c>(&lt; j n)</c>, j + 1 cannot; a loop's variable that starts with 0 and only grows is never negative.
/// </summary>
/// <param name="isFixnum">Whether an expression is a raw integer for certain.</param>
internal sealed class Bounds(Func<ResolvedExpr, bool> isFixnum)
{
    private readonly Dictionary<Slot, Interval> _bounds = [];

    /// <summary>The interval of a computation that is done raw, its ways out not taken.</summary>
    public Interval Of(Numeric numeric)
    {
        if (numeric is NumericLeaf leaf) return Of(leaf.Expr);
        return numeric is NumericOperation { Kind: PassedAs.Fixnum } operation ? operation.Bounds ??= Steps(operation)[^1].Fitting : Interval.All;
    }

    /// <summary>
    /// The intervals of the exact results of an operation's steps, each from what fits of the one before: one less than there are operands, one for a single operand.
    /// </summary>
    public Interval[] Steps(NumericOperation operation)
    {
        var (name, operands) = (operation.Call.Builtin.Name, operation.Operands);
        if (operands.Count == 1) return [Interval.Result(name, Of(operands[0]))];
        var steps = new Interval[operands.Count - 1];
        var left = Of(operands[0]);
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Interval.Result(name, left, Of(operands[i + 1])) ?? Interval.All;
            left = steps[i].Fitting;
        }
        return steps;
    }

    /// <summary>
    /// The interval of an expression that computes an integer of 64 bits from such as are known here, whatever it is kept as; null when that is not certain.
    /// </summary>
    public Interval? OfInteger(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant { Value: { IsFixnum: true, Bits: var number } }: return Interval.Of(number);
            case SlotRead { Slot: var slot }: return _bounds.TryGetValue(slot, out var known) ? known : null;
            case BuiltinCall { Operands: [var left, var right] } call when OfInteger(left) is { } first && OfInteger(right) is { } second:
                return Interval.Result(call.Builtin.Name, first, second) is { Fits: true } result ? result : null;
            default: return null;
        }
    }

    /// <summary>Whether an expression, a fixnum, is certainly not negative.</summary>
    public bool IsNatural(ResolvedExpr expr) => Of(expr).Least >= 0;

    /// <summary>Whether the interval of a variable has been noted.</summary>
    public bool Has(Slot slot) => _bounds.ContainsKey(slot);

    /// <summary>Notes the interval of a new variable; returns what forgets it.</summary>
    public Action Note(Slot slot, Interval interval)
    {
        _bounds[slot] = interval;
        return () => _bounds.Remove(slot);
    }

    /// <summary>
    /// The interval of a loop's variable from its first value and those that the next turns give it: a step up never makes it less than it has been,
    /// as a turn that overflows leaves the loop of raw integers.
    /// </summary>
    public Interval OfLoop(Slot slot, ResolvedExpr initial, IEnumerable<ResolvedExpr> next)
    {
        var (interval, grows, shrinks) = (Of(initial), false, false);
        foreach (var value in next) Add(value);
        return new Interval(shrinks ? long.MinValue : interval.Least, grows ? long.MaxValue : interval.Most);

        void Add(ResolvedExpr value)
        {
            if (value is SlotRead same && same.Slot == slot) return;
            if (value is ResolvedIf conditional)
            {
                Add(conditional.Then);
                Add(conditional.Else);
            }
            else if (Step(slot, value) is { } step)
            {
                grows |= step > 0;
                shrinks |= step < 0;
            }
            else interval = interval.Or(OfAny(value));
        }
    }

    /// <summary>Learns from the outcome of a test; returns what undoes it.</summary>
    public Action Learn(ResolvedExpr test, bool outcome)
    {
        if (test is ResolvedIf { Else: ResolvedConstant { Value.IsTruthy: false } } both && outcome)
        {
            var (first, second) = (Learn(both.Test, true), Learn(both.Then, true));
            return () =>
            {
                second();
                first();
            };
        }
        if (test is not BuiltinCall call || NumberBuiltins.Test(call) is not { IsComparison: true, Relation: var relation, Left: var left, Right: var right }
            || !isFixnum(left) || !isFixnum(right)) return static () => { };
        var name = outcome ? relation : relation switch { "<" => ">=", ">" => "<=", "<=" => ">", ">=" => "<", _ => "≠" };
        var undoLeft = Compare(left, name, right);
        var undoRight = Compare(right, name switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", _ => name }, left);
        return () =>
        {
            undoRight();
            undoLeft();
        };
    }

    private Action Compare(ResolvedExpr variable, string comparison, ResolvedExpr other)
    {
        if (variable is not SlotRead { Slot: var slot }) return static () => { };
        var had = _bounds.TryGetValue(slot, out var known);
        if (!had) known = Interval.All;
        var (least, most) = Of(other);
        _bounds[slot] = comparison switch
        {
            "<" => known.And(new Interval(long.MinValue, most - 1)),
            "<=" => known.And(new Interval(long.MinValue, most)),
            ">" => known.And(new Interval(least + 1, long.MaxValue)),
            ">=" => known.And(new Interval(least, long.MaxValue)),
            "=" => known.And(new Interval(least, most)),
            _ => least == most ? known.Except(least) : known,
        };
        return () =>
        {
            if (had) _bounds[slot] = known;
            else _bounds.Remove(slot);
        };
    }

    /// <summary>The interval of an expression that is a fixnum, here.</summary>
    private Interval Of(ResolvedExpr expr) => expr is SlotRead { Slot: var slot } && isFixnum(expr) ? _bounds.GetValueOrDefault(slot, Interval.All) : OfAny(expr);

    /// <summary>The interval of an expression that is a fixnum, whatever its variables hold.</summary>
    private static Interval OfAny(ResolvedExpr expr) => expr switch
    {
        ResolvedConstant { Value: { IsFixnum: true, Bits: var number } } => Interval.Of(number),
        BuiltinCall call when NumberBuiltins.IsSize(call) => Interval.Natural,
        BuiltinCall { Builtin.Name: "remainder" or "mod", Operands: [_, ResolvedConstant { Value: { IsFixnum: true, Bits: var divisor } }] } call =>
            Interval.Result(call.Builtin.Name, Interval.All, Interval.Of(divisor)) ?? Interval.All,
        _ => Interval.All,
    };

    /// <summary>What an expression adds to a variable, if that is all that it does.</summary>
    private static long? Step(Slot slot, ResolvedExpr value) => StepOf(value) is (SlotRead read, var step) && read.Slot == slot ? step : null;

    /// <summary>An expression with the constant that is added to it, if that is what an expression does.</summary>
    public static (ResolvedExpr Expr, long Step)? StepOf(ResolvedExpr expr) => expr is not BuiltinCall { Operands: [var left, var right] } call ? null : (call.Builtin.Name, left, right) switch
    {
        ("+", _, ResolvedConstant { Value: { IsFixnum: true, Bits: var step } }) => (left, step),
        ("+", ResolvedConstant { Value: { IsFixnum: true, Bits: var step } }, _) => (right, step),
        ("-", _, ResolvedConstant { Value: { IsFixnum: true, Bits: var step and not long.MinValue } }) => (left, -step),
        _ => null,
    };
}
