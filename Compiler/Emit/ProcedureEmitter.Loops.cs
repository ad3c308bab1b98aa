using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Loops: local ones and self tail calls. A loop whose variables seem to be numbers is emitted twice: with raw variables, and in general
// for when one turns out to be something else, or overflows; then the general version goes on from there.
internal sealed partial class ProcedureEmitter
{
    private bool _isGeneral;
    private IReadOnlyDictionary<Loop, List<ResolvedContinue>>? _continues;

    /// <summary>Where a loop or join point starts.</summary>
    private sealed class LoopPlace(Instruction start)
    {
        public Instruction Start { get; } = start;

        /// <summary>What each turn evaluates.</summary>
        public ResolvedExpr? Body { get; init; }

        /// <summary>Where a turn starts whose list is in the same array as that of the turn before.</summary>
        public NextItem? NextItem { get; set; }

        /// <summary>How each variable is kept.</summary>
        public IReadOnlyList<PassedAs>? Kinds { get; init; }

        /// <summary>The way into the general version.</summary>
        public Exit General { get; } = new();

        /// <summary>The way into the general version with the variables as they are, to do the iteration anew.</summary>
        public Exit Restart { get; } = new();

        /// <summary>Where the general version keeps the variables, by slot.</summary>
        public Dictionary<Slot, SlotPlace> GeneralPlaces { get; } = [];
    }

    /// <summary>Emits a loop for its value; see <see cref="Push"/>.</summary>
    private bool PushLoop(ResolvedLoop loop)
    {
        if (RawKinds(loop) is null)
        {
            var isReached = false;
            EmitLoop(loop, () => isReached = Push(loop.Body));
            return isReached;
        }
        var result = NewLocal(_known.Value, null);
        var end = Instruction.Create(OpCodes.Nop);
        var ends = false;
        EmitLoop(loop, () =>
        {
            if (!Push(loop.Body)) return;
            ends = true;
            _il.Emit(OpCodes.Stloc, result);
            _il.Emit(OpCodes.Br, end);
        });
        _il.Append(end);
        if (ends) _il.Emit(OpCodes.Ldloc, result);
        return ends;
    }

    /// <summary>The kinds of a loop's variables if some are to be raw, else null.</summary>
    private PassedAs[]? RawKinds(ResolvedLoop loop)
    {
        if (_isGeneral || _isCold) return null;
        var kinds = loop.Loop.Slots.Select(s => _written.Contains(s) || s.Likely == PassedAs.Procedure ? PassedAs.Value : s.KeptAs).ToArray();
        return Array.Exists(kinds, static k => k != PassedAs.Value) ? kinds : null;
    }

    /// <summary>Emits a loop, with what emits its body: that is called once for each version.</summary>
    private void EmitLoop(ResolvedLoop loop, Action body)
    {
        _hasLoop = true;
        var slots = loop.Loop.Slots;
        var kinds = RawKinds(loop);
        var place = new LoopPlace(Instruction.Create(OpCodes.Nop)) { Kinds = kinds, Body = loop.Body };
        for (var i = 0; i < slots.Count; i++)
        {
            if (kinds is null || kinds[i] == PassedAs.Value)
            {
                Declare(slots[i]);
                place.GeneralPlaces[slots[i]] = _places[slots[i].Index];
                continue;
            }
            _places[slots[i].Index] = new SlotPlace(null, NewLocal(_known.TypeOf(kinds[i]), slots[i].Name), kinds[i]);
            place.GeneralPlaces[slots[i]] = new SlotPlace(null, NewLocal(_known.Value, slots[i].Name));
        }
        Assign(slots, loop.Initial, place, isFirst: true);
        var restart = _restart;
        if (kinds is not null) _restart = place.Restart;
        _isPure = kinds is not null;
        _loops[loop.Loop] = _turn = place;
        var forget = LearnFromTurns(loop, place);
        var endLoop = BeginLoop(_arrays.Of(loop.Loop));
        _il.Append(place.Start);
        MarkAsNext();
        InBranch(body);
        forget();
        _isPure = false;
        _restart = restart;
        if (place.Restart.IsUsed)
        {
            OutOfTheWay(() =>
            {
                _il.Append(place.Restart.Use());
                LeaveRaw(slots, place, static _ => true);
            });
        }
        if (place.General.IsUsed) EmitGeneral(loop, place, body);
        endLoop();
    }

    /// <summary>
    /// Notes what can be said of a loop's raw integers in every turn; returns what forgets it. Emits tests for it: a loop that counts down from less than 0 has no
    /// end, or none that matters, and is left to the general version.
    /// </summary>
    private Action LearnFromTurns(ResolvedLoop loop, LoopPlace place)
    {
        if (place.Kinds is not { } kinds) return static () => { };
        _continues ??= LoopTurns.Of(_procedure.Body);
        var turns = _continues.GetValueOrDefault(loop.Loop) ?? [];
        var slots = loop.Loop.Slots;
        var natural = NaturalVariables.Of(loop.Body, slots, i => kinds[i] == PassedAs.Fixnum, _written, e => e is ResolvedContinue turn && turn.Loop == loop.Loop ? turn.Operands : null);
        var undo = new List<Action>();
        for (var i = 0; i < kinds.Count; i++)
        {
            if (kinds[i] != PassedAs.Fixnum) continue;
            var bounds = _bounds.OfLoop(slots[i], loop.Initial[i], turns.Select(t => t.Operands[i]));
            if (natural.Contains(i))
            {
                if (!_bounds.IsNatural(loop.Initial[i])) LeaveIfNegative(slots[i], place.Restart);
                bounds = bounds.And(Interval.Natural);
            }
            undo.Add(_bounds.Note(slots[i], bounds));
        }
        return () => undo.ForEach(static forget => forget());
    }

    /// <summary>As <see cref="LearnFromTurns"/>, of the loop that a fast version is by its tail calls of itself.</summary>
    private void LearnFromOwnTurns()
    {
        if (!_isFast || !_arrays.IsLoop || _path is not null) return;
        var parameters = _procedure.Parameters;
        foreach (var i in NaturalVariables.Of(_procedure.Body, parameters, i => _procedure.FastParameters![i] == PassedAs.Fixnum, _written,
            e => e is KnownCall { IsTail: true } call && ReferenceEquals(call.Target, _procedure) ? call.Operands : null))
        {
            LeaveIfNegative(parameters[i], _startOver);
            _bounds.Note(parameters[i], Interval.Natural);
        }
    }

    private void LeaveIfNegative(Slot slot, Exit exit)
    {
        LoadPlace(_places[slot.Index]);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Blt, exit.Use());
    }

    private void EmitGeneral(ResolvedLoop loop, LoopPlace place, Action body) =>
        OutOfTheWay(() => InBranch(() =>
        {
            foreach (var (slot, general) in place.GeneralPlaces) _places[slot.Index] = general;
            var start = Instruction.Create(OpCodes.Nop);
            _loops[loop.Loop] = _turn = new LoopPlace(start) { Body = loop.Body };
            (var wasGeneral, _isGeneral) = (_isGeneral, true);
            _isPure = false;
            _il.Append(place.General.Use());
            _il.Append(start);
            body();
            _isGeneral = wasGeneral;
        }));

    /// <summary>Emits the way to the general version of a loop: its variables get what those raw variables hold that are unchanged.</summary>
    private void LeaveRaw(IReadOnlyList<Slot> slots, LoopPlace place, Func<int, bool> isUnchanged)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            if (!isUnchanged(i) || place.Kinds![i] == PassedAs.Value) continue;
            LoadRaw(slots[i]);
            _il.Emit(OpCodes.Stloc, place.GeneralPlaces[slots[i]].Local!);
        }
        _il.Emit(OpCodes.Br, place.General.Use());
    }

    private void Continue(ResolvedContinue @continue)
    {
        var place = _loops[@continue.Loop];
        Assign(@continue.Loop.Slots, @continue.Operands, place, isFirst: false);
        if (NextItemOf(place, @continue.Loop.Slots, @continue.Operands) is { } next) GoToNextItem(next);
        else _il.Emit(OpCodes.Br, place.Start);
    }

    /// <summary>Stores values in the slots of a loop at once: none is stored before all are computed.</summary>
    private void Assign(IReadOnlyList<Slot> slots, IReadOnlyList<ResolvedExpr> values, LoopPlace place, bool isFirst)
    {
        var next = isFirst ? null : NextItemOf(place, slots, values);
        var changed = Enumerable.Range(0, slots.Count)
            .Where(i => isFirst || !(slots[i] == next?.Slot || (values[i] is SlotRead read && ReferenceEquals(read.Slot, slots[i]) && !slots[i].IsBoxed))).ToList();
        var passed = Evaluate(changed.Select(i => values[i]).ToList(), changed.Select(i => place.Kinds?[i] ?? PassedAs.Value).ToList());
        var exit = NewExit(passed);
        var loads = LoadsAs(passed, exit);
        foreach (var load in loads) load();
        for (var i = changed.Count - 1; i >= 0; i--) StoreNew(slots[changed[i]]);
        if (NeedsPath(exit))
        {
            Cold(exit, () =>
            {
                foreach (var load in LoadValues(passed)) load();
                for (var i = changed.Count - 1; i >= 0; i--)
                {
                    var slot = slots[changed[i]];
                    if (slot.IsBoxed) _il.Emit(OpCodes.Newobj, _known.NewBox);
                    _il.Emit(OpCodes.Stloc, place.GeneralPlaces[slot].Local!);
                }
                if (next is not null)
                {
                    LoadRest(next);
                    Store(next.Slot);
                }
                LeaveRaw(slots, place, i => !changed.Contains(i));
            });
        }
        Release(passed);
    }

    private void SelfTailCall(KnownCall call)
    {
        _hasLoop = true;
        var next = NextItemOf(_self, _procedure.Parameters, call.Operands);
        var changed = Enumerable.Range(0, call.Operands.Count)
            .Where(i => !(_procedure.Parameters[i] == next?.Slot || (call.Operands[i] is SlotRead { Slot: var slot } && !slot.IsBoxed && _places[slot.Index].Parameter?.Index == i))).ToList();
        var passed = Evaluate(changed.Select(i => call.Operands[i]).ToList(), changed.Select(i => _isFast ? call.Target.FastParameters![i] : PassedAs.Value).ToList());
        var exit = NewExit(passed);
        foreach (var load in LoadsAs(passed, exit)) load();
        for (var i = changed.Count - 1; i >= 0; i--) _il.Emit(OpCodes.Starg, _method.Parameters[changed[i]]);
        if (next is not null) GoToNextItem(next);
        else _il.Emit(OpCodes.Br, _start);
        if (NeedsPath(exit))
        {
            Cold(exit, () =>
            {
                var values = LoadValues(passed);
                var arguments = GeneralArguments();
                for (var i = 0; i < call.Operands.Count; i++)
                {
                    var at = changed.IndexOf(i);
                    if (at >= 0) values[at]();
                    else if (_procedure.Parameters[i] == next?.Slot) LoadRest(next);
                    else LoadRaw(_procedure.Parameters[i]);
                    _il.Emit(OpCodes.Stloc, arguments[i]);
                }
                _il.Emit(OpCodes.Br, _general.Use());
            });
        }
        Release(passed);
    }
}
