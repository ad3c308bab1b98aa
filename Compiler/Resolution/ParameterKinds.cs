using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>How a value is passed to the fast version of a procedure, or kept in a variable.</summary>
public enum PassedAs
{
    /// <summary>As it is.</summary>
    Value,

    /// <summary>As a raw 64-bit integer: the value is known to be a fixnum.</summary>
    Fixnum,

    /// <summary>As a raw binary64: the value is known to be a flonum.</summary>
    Flonum,

    /// <summary>As the object: the value is known to be a procedure.</summary>
    Procedure,
}

/// <summary>
/// Guesses what kinds of numbers variables and results are, and so decides which procedures get a fast version with unboxed
/// parameters. A variable is a candidate when the program computes with it and what is stored there, as far as it can be told, is all
/// fixnums or all flonums. Nothing has to be proved: a caller whose arguments turn out to be something else (a bignum after an
/// overflow, say) calls the general version, and a loop goes on in its general version.
/// </summary>
/// <remarks>
/// The kinds of expressions are sets, found by iteration from the empty set upwards. Arithmetic on fixnums counts as a fixnum.
/// </remarks>
internal sealed class ParameterKinds
{
    /// <summary>Their second operand is an index.</summary>
    private static readonly HashSet<string> Indexed = new(StringComparer.Ordinal)
    {
        "mutable-array/get", "mutable-array/set!", "vector-ref", "nth", "string-ref", "list-ref",
    };

    [Flags]
    private enum Kinds
    {
        None = 0,
        Fixnum = 1,
        Flonum = 2,
        Procedure = 4,
        Other = 8,

        /// <summary>What is certainly none of these; never without <see cref="Other"/>.</summary>
        Thing = 16,
    }

    private const Kinds Guessable = Kinds.Fixnum | Kinds.Flonum | Kinds.Procedure;

    private readonly Dictionary<VariablePlace, Kinds> _stored = [];
    private readonly Dictionary<VariablePlace, Kinds> _hints = [];
    private readonly Dictionary<ResolvedProcedure, Kinds> _results = [];
    private readonly RecordClasses _records;
    private readonly HashSet<VariablePlace> _fixed = [];
    private readonly Dictionary<VariablePlace, ResolvedExpr> _values = [];
    private bool _changed;

    private ParameterKinds(RecordClasses records) => _records = records;

    /// <summary>Sets <see cref="VariablePlace.Likely"/>, <see cref="ResolvedProcedure.LikelyResult"/> and, where a fast version pays, <see cref="ResolvedProcedure.FastParameters"/>.</summary>
    public static void Run(ResolvedProgram program)
    {
        var analysis = new ParameterKinds(program.Records);
        var procedures = program.Procedures;
        foreach (var field in program.Records.All.Where(static r => r.IsConstructorRead).SelectMany(static r => r.Fields)) analysis.Join(field, Kinds.Other);
        foreach (var procedure in procedures)
        {
            if (procedure.Rest is { } rest) analysis.Join(rest, Kinds.Other);
            if (procedure.IsLifted) continue;
            foreach (var slot in procedure.Parameters) analysis.Join(slot, Kinds.Other);
        }
        do
        {
            analysis._changed = false;
            foreach (var procedure in procedures) analysis.JoinResult(procedure, analysis.Of(procedure.Body));
        }
        while (analysis._changed);
        foreach (var place in analysis._hints.Keys) place.Likely = analysis.LikelyOf(place);
        foreach (var field in program.Records.All.SelectMany(static r => r.Fields)) field.Likely = analysis.KeptIn(field);
        foreach (var (procedure, kinds) in analysis._results) procedure.LikelyResult = Single(kinds & Guessable);
        foreach (var procedure in procedures)
            if (procedure.IsLifted && procedure.Rest is null) Choose(procedure);
    }

    private static void Choose(ResolvedProcedure procedure)
    {
        var passed = procedure.Parameters.Select(static slot => slot.KeptAs).ToArray();
        if (Array.Exists(passed, static p => p != PassedAs.Value)) procedure.FastParameters = passed;
    }

    /// <summary>What a variable that is computed with seems to hold: what is known to be stored there, else what it is combined with.</summary>
    private PassedAs LikelyOf(VariablePlace place)
    {
        if (_fixed.Contains(place)) return PassedAs.Value;
        var stored = _stored.GetValueOrDefault(place) & Guessable;
        return Single(stored == Kinds.None ? _hints[place] : stored);
    }

    /// <summary>
    /// What a field of records seems to hold. A wrong guess costs more than for a variable: numbers of one kind must be known to be stored there, and nothing that is
    /// none. Where something is unknown, only floats say enough, if the program computes with the field: an integer may be the 0 that a sum of floats begins with.
    /// </summary>
    private PassedAs KeptIn(RecordField field)
    {
        var stored = _stored.GetValueOrDefault(field);
        var numbers = stored & (Kinds.Fixnum | Kinds.Flonum);
        if (numbers == Kinds.None || (stored & (Kinds.Thing | Kinds.Procedure)) != 0) return PassedAs.Value;
        if ((stored & Kinds.Other) == 0) return Single(numbers);
        return numbers == Kinds.Flonum && _hints.ContainsKey(field) ? PassedAs.Flonum : PassedAs.Value;
    }

    private static PassedAs Single(Kinds kinds) => kinds switch
    {
        Kinds.Fixnum => PassedAs.Fixnum,
        Kinds.Flonum => PassedAs.Flonum,
        Kinds.Procedure => PassedAs.Procedure,
        _ => PassedAs.Value,
    };

    private void Join(VariablePlace place, Kinds kinds)
    {
        var known = _stored.GetValueOrDefault(place);
        if ((known | kinds) == known) return;
        _stored[place] = known | kinds;
        _changed = true;
    }

    private void JoinResult(ResolvedProcedure procedure, Kinds kinds)
    {
        var known = _results.GetValueOrDefault(procedure);
        if ((known | kinds) == known) return;
        _results[procedure] = known | kinds;
        _changed = true;
    }

    /// <summary>Notes that the program computes with an expression, whose value is best of the kind of what it is combined with.</summary>
    private void Use(ResolvedExpr operand, Kinds partner)
    {
        if (operand is BuiltinCall { Builtin.Name: "+" or "-" or "*" or "/" } part && partner == Kinds.Flonum)
        {
            foreach (var inner in part.Operands) Use(inner, partner);
            return;
        }
        if (operand is SlotRead read) Hint(read.Slot, partner);
        else if (operand is CaptureRead captured) Hint(captured.Capture, partner);
        else if (_records.FieldRead(operand) is { } field) Hint(field, partner);
    }

    private void Hint(VariablePlace place, Kinds partner)
    {
        var known = _hints.GetValueOrDefault(place);
        var hints = known | (partner is Kinds.Fixnum or Kinds.Flonum or Kinds.Procedure ? partner : Kinds.None);
        if (_hints.ContainsKey(place) && hints == known) return;
        _hints[place] = hints;
        _changed = true;
        if (_values.TryGetValue(place, out var value)) Use(value, hints);
    }

    /// <summary>A new closure, or a lifted procedure, gets what the captured variables hold, and what it does with that is done with them.</summary>
    private void Capture(IReadOnlyList<VariablePlace> captures, IReadOnlyList<CaptureSource> sources)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var (capture, source) = (captures[i], sources[i].Place);
            Join(capture, _stored.GetValueOrDefault(source));
            if (_hints.TryGetValue(capture, out var hints)) Hint(source, hints);
            if (!capture.IsBoxed) continue;
            Join(source, _stored.GetValueOrDefault(capture));
            if (_hints.TryGetValue(source, out hints)) Hint(capture, hints);
        }
    }

    private Kinds[] All(IReadOnlyList<ResolvedExpr> operands)
    {
        var kinds = new Kinds[operands.Count];
        for (var i = 0; i < kinds.Length; i++) kinds[i] = Of(operands[i]);
        return kinds;
    }

    /// <summary>The kinds of an expression's values; joins what it passes to variables and procedures on the way.</summary>
    private Kinds Of(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant { Value: var value }: return value.IsFixnum ? Kinds.Fixnum : value.IsFlonum ? Kinds.Flonum : Kinds.Other | Kinds.Thing;
            case SlotRead read: return _stored.GetValueOrDefault(read.Slot);
            case CaptureRead read: return _stored.GetValueOrDefault(read.Capture);
            case BuiltinRead or GlobalRead { Global.Constant: not null }: return Kinds.Procedure;
            case ClosureExpr closure:
                Capture(closure.Procedure.Captures, closure.Captures);
                return Kinds.Procedure;
            case SlotWrite write:
                var assigned = Of(write.Value);
                if (!write.Slot.IsBoxed && _fixed.Add(write.Slot)) _changed = true;
                Join(write.Slot, write.Slot.IsBoxed ? assigned : Kinds.Other);
                return Kinds.Other;
            case GlobalDefine define:
                if (define.Global.Constant is null) Of(define.Value);
                return Kinds.Other;
            case CaptureWrite write:
                Join(write.Capture, Of(write.Value));
                return Kinds.Other;
            case GlobalWrite write:
                Of(write.Value);
                return Kinds.Other;
            case ResolvedIf conditional:
                Of(conditional.Test);
                return Of(conditional.Then) | Of(conditional.Else);
            case ResolvedSequence sequence:
                for (var i = 0; i < sequence.Items.Count - 1; i++) Of(sequence.Items[i]);
                return Of(sequence.Items[^1]);
            case ResolvedLet let:
                Join(let.Slot, Of(let.Value));
                _values[let.Slot] = let.Value;
                return Of(let.Body);
            case ClosuresExpr closures:
                foreach (var (slot, procedure, captures) in closures.Closures)
                {
                    Join(slot, Kinds.Procedure);
                    Capture(procedure.Captures, captures);
                }
                return Of(closures.Body);
            case ResolvedLoop loop:
                Pass(loop.Loop.Slots, All(loop.Initial));
                return Of(loop.Body);
            case ResolvedJoin join: return Of(join.Body) | Of(join.Join);
            case ResolvedContinue @continue:
                Pass(@continue.Loop.Slots, All(@continue.Operands));
                return Kinds.None;
            case ResolvedTry @try:
                Join(@try.Slot, Kinds.Other);
                return Of(@try.Body) | Of(@try.Handler);
            case KnownCall call:
                var arguments = All(call.Operands);
                Pass(call.Target.Parameters, arguments);
                Capture(call.Target.LiftedSlots, call.Captured);
                for (var i = 0; i < Math.Min(arguments.Length, call.Target.Parameters.Count); i++)
                    if (_hints.TryGetValue(call.Target.Parameters[i], out var hints)) Use(call.Operands[i], hints);
                return _results.GetValueOrDefault(call.Target);
            case BuiltinCall call: return Builtin(call);
            case PrimitiveCall call: return Primitive(call);
            case ResolvedCall call:
                Of(call.Operator);
                Use(call.Operator, Kinds.Procedure);
                All(call.Operands);
                return Kinds.Other;
            case ApplyCall call:
                Of(call.Operator);
                All(call.Operands);
                return Kinds.Other;
            default: return Kinds.Other;
        }
    }

    private Kinds Primitive(PrimitiveCall call)
    {
        var kinds = All(call.Operands);
        if (_records.FieldRead(call) is { } field) return _stored.GetValueOrDefault(field);
        if (call is not { Primitive.Name: nameof(Primitives.RecordMake), Operands: [ResolvedConstant { Value.Ref: RecordType type }, ..] }) return Kinds.Other;
        if (_records.Of(type) is { } record)
        {
            Pass(record.Fields, kinds[1..]);
            foreach (var made in record.Fields)
                if (_hints.TryGetValue(made, out var hints)) Use(call.Operands[made.Index + 1], hints);
        }
        return Kinds.Other | Kinds.Thing;
    }

    private void Pass(IReadOnlyList<VariablePlace> slots, Kinds[] values)
    {
        for (var i = 0; i < Math.Min(slots.Count, values.Length); i++) Join(slots[i], values[i]);
    }

    private Kinds Builtin(BuiltinCall call)
    {
        var kinds = All(call.Operands);
        var name = call.Builtin.Name;
        var isSameKind = NumberBuiltins.KeepsKind(name);
        if (isSameKind || name == "/" || NumberBuiltins.IsComparison(call))
        {
            for (var i = 0; i < kinds.Length; i++) Use(call.Operands[i], kinds.Length == 2 ? kinds[1 - i] : Kinds.None);
            if (NumberBuiltins.IsComparison(call)) return Kinds.Other;
            foreach (var operand in call.Operands) Use(operand, kinds.Contains(Kinds.Flonum) ? Kinds.Flonum : Kinds.None);
            var all = kinds.Aggregate(Kinds.None, static (a, b) => a | b);
            // One float makes the result a float; an unknown operand could be anything.
            if ((all & Kinds.Other) != 0) return Kinds.Other;
            if ((all & Kinds.Flonum) != 0) return Array.Exists(kinds, static k => k == Kinds.Flonum) ? Kinds.Flonum : all;
            return isSameKind ? all : all == Kinds.None ? Kinds.None : Kinds.Other;
        }
        if (NumberBuiltins.IsIntegral(name) || NumberBuiltins.IsParity(call))
        {
            foreach (var operand in call.Operands) Use(operand, Kinds.Fixnum);
            return NumberBuiltins.IsParity(call) ? Kinds.Other : Kinds.Fixnum;
        }
        if (Indexed.Contains(name) && call.Operands.Count >= 2) Use(call.Operands[1], Kinds.Fixnum);
        if (NumberBuiltins.IsSize(call)) return Kinds.Fixnum;
        if (name == "sqrt") Use(call.Operands[0], Kinds.Flonum);
        return name.StartsWith("math/", StringComparison.Ordinal) || name == "sqrt" ? (kinds is [Kinds.Flonum] ? Kinds.Flonum : Kinds.Other) : Kinds.Other;
    }
}
