using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// What tests say of variables that hold raw integers on the path being emitted: behind a failed <c>(&lt; k 2)</c>, k is at least 2 and k - 2
/// cannot overflow; behind <c>(&lt; j n)</c>, j + 1 cannot.
/// </summary>
/// <param name="isFixnum">Whether an expression is a raw integer for certain.</param>
internal sealed class Bounds(Func<ResolvedExpr, bool> isFixnum)
{
    private readonly Dictionary<Slot, (long Least, long Most)> _bounds = [];

    /// <summary>Whether a constant can be added to a variable without an overflow.</summary>
    public bool CanAdd(Slot slot, long amount)
    {
        var (least, most) = _bounds.GetValueOrDefault(slot, (long.MinValue, long.MaxValue));
        return amount >= 0 ? most <= long.MaxValue - amount : least >= long.MinValue - amount;
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
        if (test is not BuiltinCall { Operands: [var left, var right] } call || !NumberBuiltins.IsComparison(call) || !isFixnum(left) || !isFixnum(right))
            return static () => { };
        var name = outcome ? call.Builtin.Name : call.Builtin.Name switch { "<" => ">=", ">" => "<=", "<=" => ">", ">=" => "<", _ => "" };
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
        if (!had) known = (long.MinValue, long.MaxValue);
        var (least, most) = other switch
        {
            ResolvedConstant { Value: var value } => (value.Bits, value.Bits),
            SlotRead read => _bounds.GetValueOrDefault(read.Slot, (long.MinValue, long.MaxValue)),
            _ => (long.MinValue, long.MaxValue),
        };
        var bounds = comparison switch
        {
            "<" => (known.Least, Math.Min(known.Most, most == long.MinValue ? most : most - 1)),
            "<=" => (known.Least, Math.Min(known.Most, most)),
            ">" => (Math.Max(known.Least, least == long.MaxValue ? least : least + 1), known.Most),
            ">=" => (Math.Max(known.Least, least), known.Most),
            "=" => (Math.Max(known.Least, least), Math.Min(known.Most, most)),
            _ => known,
        };
        _bounds[slot] = bounds;
        return () =>
        {
            if (had) _bounds[slot] = known;
            else _bounds.Remove(slot);
        };
    }
}
