using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Finds the procedures whose fast version always returns a flonum, whatever happens on the way: it can return the raw number.
/// Unlike <see cref="ParameterKinds"/> this proves: an exact integer may turn out to be a bignum, but a flonum combined with a real number is a flonum.
/// </summary>
/// <remarks>
/// Such a procedure makes no tail call but to itself: after one, nothing of it would be left to convert the result of a general version.
/// </remarks>
internal sealed class FlonumResults
{
    private readonly HashSet<ResolvedProcedure> _candidates = [];
    private readonly Dictionary<Slot, Kind> _slots = [];
    private ResolvedProcedure _current = null!;
    private bool _changed;

    private FlonumResults()
    {
    }

    /// <summary>What values an expression can have: none yet (it may never return), exact integers, flonums, anything.</summary>
    private enum Kind
    {
        None,
        Integer,
        Flonum,
        Any,
    }

    /// <summary>Sets <see cref="ResolvedProcedure.ReturnsFlonum"/>; after the fast versions and <see cref="ReturnedConditions"/> are known.</summary>
    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        var analysis = new FlonumResults();
        foreach (var procedure in procedures)
            if (procedure is { FastParameters: not null, ReturnsConditions: false, LikelyResult: PassedAs.Flonum }) analysis._candidates.Add(procedure);
        // All candidates are assumed to return flonums until one is seen not to.
        while (analysis._candidates.RemoveWhere(p => analysis.ResultOf(p) != Kind.Flonum) > 0)
        {
        }
        foreach (var procedure in analysis._candidates) procedure.ReturnsFlonum = true;
    }

    private Kind ResultOf(ResolvedProcedure procedure)
    {
        _current = procedure;
        _slots.Clear();
        for (var i = 0; i < procedure.Parameters.Count; i++) _slots[procedure.Parameters[i]] = Passed(procedure.FastParameters![i]);
        foreach (var slot in procedure.LiftedSlots) _slots[slot] = Kind.Any;
        Kind result;
        do
        {
            _changed = false;
            result = Of(procedure.Body);
        }
        while (_changed);
        return result;
    }

    private static Kind Passed(PassedAs passed) => passed switch
    {
        PassedAs.Fixnum => Kind.Integer,
        PassedAs.Flonum => Kind.Flonum,
        _ => Kind.Any,
    };

    private static Kind Either(Kind a, Kind b) => a == b || b == Kind.None ? a : a == Kind.None ? b : Kind.Any;

    private void Join(Slot slot, Kind kind)
    {
        var known = _slots.GetValueOrDefault(slot);
        var joined = slot.IsBoxed ? Kind.Any : Either(known, kind);
        if (joined == known) return;
        _slots[slot] = joined;
        _changed = true;
    }

    private Kind Of(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant { Value: var value }: return value.IsFixnum ? Kind.Integer : value.IsFlonum ? Kind.Flonum : Kind.Any;
            case SlotRead read: return read.Slot.IsBoxed ? Kind.Any : _slots.GetValueOrDefault(read.Slot, Kind.None);
            case SlotWrite write:
                Of(write.Value);
                Join(write.Slot, Kind.Any);
                return Kind.Any;
            case ResolvedIf conditional:
                Of(conditional.Test);
                return Either(Of(conditional.Then), Of(conditional.Else));
            case ResolvedSequence sequence:
                for (var i = 0; i < sequence.Items.Count - 1; i++) Of(sequence.Items[i]);
                return Of(sequence.Items[^1]);
            case ResolvedLet let:
                Join(let.Slot, Of(let.Value));
                return Of(let.Body);
            case ResolvedLoop loop:
                Pass(loop.Loop.Slots, loop.Initial);
                return Of(loop.Body);
            case ResolvedJoin join: return Either(Of(join.Body), Of(join.Join));
            case ResolvedContinue @continue:
                Pass(@continue.Loop.Slots, @continue.Operands);
                return Kind.None;
            case ClosuresExpr closures:
                foreach (var closure in closures.Closures) Join(closure.Slot, Kind.Any);
                return Of(closures.Body);
            case ResolvedTry @try:
                Of(@try.Body);
                Join(@try.Slot, Kind.Any);
                Of(@try.Handler);
                return Kind.Any;
            case KnownCall call: return Call(call);
            case BuiltinCall call: return Builtin(call);
            case PrimitiveCall call:
                foreach (var operand in call.Operands) Of(operand);
                return call.Primitive.Name == nameof(Primitives.Throw) ? Kind.None : Kind.Any;
            case ResolvedCall call:
                Of(call.Operator);
                foreach (var operand in call.Operands) Of(operand);
                return Kind.Any;
            default: return Kind.Any;
        }
    }

    private void Pass(IReadOnlyList<Slot> slots, IReadOnlyList<ResolvedExpr> values)
    {
        var kinds = values.Select(Of).ToList();
        for (var i = 0; i < slots.Count; i++) Join(slots[i], kinds[i]);
    }

    private Kind Call(KnownCall call)
    {
        var fits = true;
        for (var i = 0; i < call.Operands.Count; i++)
        {
            var kind = Of(call.Operands[i]);
            if (call.Target.FastParameters is { } passed) fits &= passed[i] == PassedAs.Value || kind == Passed(passed[i]) || kind == Kind.None;
        }
        if (!fits || !_candidates.Contains(call.Target)) return Kind.Any;
        return !call.IsTail ? Kind.Flonum : ReferenceEquals(call.Target, _current) ? Kind.None : Kind.Any;
    }

    private Kind Builtin(BuiltinCall call)
    {
        var kinds = call.Operands.Select(Of).ToList();
        switch (call.Builtin.Name)
        {
            case "+" or "-" or "*" or "/":
                if (kinds.Contains(Kind.Any) || kinds.Count == 0) return Kind.Any;
                if (kinds.Contains(Kind.Flonum)) return Kind.Flonum;
                if (kinds.Contains(Kind.None)) return Kind.None;
                return call.Builtin.Name == "/" ? Kind.Any : Kind.Integer;
            case "quotient" or "remainder": return Kind.Integer;
            default: return Kind.Any;
        }
    }
}
