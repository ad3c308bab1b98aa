using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Variables, globals and the making of closures.
internal sealed partial class ProcedureEmitter
{
    private void Declare(Slot slot)
    {
        if (!_places.TryGetValue(slot.Index, out var place) || place.PassedAs != PassedAs.Value)
            _places[slot.Index] = new SlotPlace(null, NewLocal(slot.IsBoxed ? _known.Box : _known.Value, slot.Name));
    }

    private void Bind(Slot slot, ResolvedExpr value)
    {
        if (!slot.IsBoxed && !_written.Contains(slot) && CertainNumber(value, slot.Likely) is var (load, kind, bounds))
        {
            var number = NewLocal(_known.TypeOf(kind), slot.Name);
            load();
            _il.Emit(OpCodes.Stloc, number);
            _places[slot.Index] = new SlotPlace(null, number, kind);
            if (kind == PassedAs.Fixnum) _bounds.Note(slot, bounds);
            return;
        }
        if (!slot.IsBoxed && !_written.Contains(slot) && KnownAs(value) == PassedAs.Procedure)
        {
            Push(value);
            DeclareProcedure(slot);
            StoreProcedure(slot);
            return;
        }
        var reached = Push(value);
        Declare(slot);
        if (!reached) return;
        StoreNew(slot);
    }

    /// <summary>Stores the value on the stack as the slot's first one: in a new box, if it is boxed.</summary>
    private void StoreNew(Slot slot)
    {
        if (slot.IsBoxed) _il.Emit(OpCodes.Newobj, _known.NewBox);
        Store(slot);
    }

    private void Store(Slot slot)
    {
        var place = _places[slot.Index];
        if (place.Parameter is { } parameter) _il.Emit(OpCodes.Starg, parameter);
        else _il.Emit(OpCodes.Stloc, place.Local!);
    }

    private void DeclareProcedure(Slot slot) => _places[slot.Index] = new SlotPlace(null, NewLocal(_known.Procedure, slot.Name), PassedAs.Procedure);

    /// <summary>Stores the value on the stack, a procedure for certain, in a slot that is kept as one.</summary>
    private void StoreProcedure(Slot slot)
    {
        _il.Emit(OpCodes.Call, _known.ProcedureOf);
        Store(slot);
    }

    private void LoadPlace(SlotPlace place)
    {
        if (place.Parameter is { } parameter) _il.Emit(OpCodes.Ldarg, parameter);
        else _il.Emit(OpCodes.Ldloc, place.Local!);
    }

    /// <summary>Pushes what the slot holds: a value or a box.</summary>
    private void LoadRaw(Slot slot)
    {
        var place = _places[slot.Index];
        LoadPlace(place);
        if (place.PassedAs != PassedAs.Value) Box(place.PassedAs);
    }

    private void Read(Slot slot)
    {
        LoadRaw(slot);
        if (slot.IsBoxed) _il.Emit(OpCodes.Ldfld, _known.BoxValue);
    }

    /// <summary>Pushes what the capture holds: a value or a box.</summary>
    private void LoadCapture(Capture capture)
    {
        LoadField(capture);
        if (_closure!.Kinds[capture.Index] is var kind and not PassedAs.Value) Box(kind);
    }

    private void LoadField(Capture capture)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, _closure!.Fields[capture.Index]);
    }

    private void Load(CaptureSource source)
    {
        if (source.Capture is { } capture) LoadCapture(capture);
        else LoadRaw(source.Slot!);
    }

    private void Write(SlotWrite write)
    {
        if (write.Slot.IsBoxed) WriteThrough(write.Slot, () => LoadRaw(write.Slot), write.Value);
        else
        {
            if (!Push(write.Value)) return;
            _il.Emit(OpCodes.Dup);
            Store(write.Slot);
        }
    }

    /// <summary>Stores into a box; the value stays on the stack.</summary>
    private void WriteThrough(VariablePlace place, Action loadBox, ResolvedExpr value)
    {
        if (WriteFixnum(place, loadBox, value)) return;
        Push(value);
        _isPure = false;
        StoreThrough(loadBox);
    }

    /// <summary>Stores the value on the stack into a box; it stays there.</summary>
    private void StoreThrough(Action loadBox)
    {
        var temporary = Temporary();
        _il.Emit(OpCodes.Stloc, temporary);
        loadBox();
        _il.Emit(OpCodes.Ldloc, temporary);
        _il.Emit(OpCodes.Call, _known.StoreBox);
        _il.Emit(OpCodes.Ldloc, temporary);
        Release(temporary);
    }

    /// <summary>
    /// Emits an assignment of a variable to an integer that is computed from it: where it has been found to hold one, only the word is stored.
    /// The value stays on the stack. False when it is none.
    /// </summary>
    private bool WriteFixnum(VariablePlace place, Action loadBox, ResolvedExpr value)
    {
        if (_isCold || _numbers.Plan(value) is not { Kind: PassedAs.Fixnum } plan) return false;
        // A variable that is read before something else is evaluated may hold anything afterwards.
        if (!plan.Leaves.All(static l => IsPlain(l.Expr)) || !plan.Leaves.Any(l => l.Kind == PassedAs.Fixnum && ReferenceEquals(VariableOf(l.Expr), place))) return false;
        Prepare(plan);
        var exit = NewExit([plan]);
        var load = Raw(plan, exit);
        var number = NewLocal(_known.TypeOf(PassedAs.Fixnum), null);
        load();
        _il.Emit(OpCodes.Stloc, number);
        loadBox();
        _il.Emit(OpCodes.Ldloc, number);
        _il.Emit(OpCodes.Call, _known.StoreBoxWord);
        _il.Emit(OpCodes.Ldloc, number);
        Box(PassedAs.Fixnum);
        OrElse(exit, () =>
        {
            Push(Generic(plan));
            StoreThrough(loadBox);
        });
        Release(plan);
        _isPure = false;
        return true;
    }

    private static VariablePlace? VariableOf(ResolvedExpr expr) => expr switch
    {
        SlotRead read => read.Slot,
        CaptureRead read => read.Capture,
        _ => null,
    };

    private void ReadGlobal(GlobalRead read)
    {
        var global = read.Global;
        if (global.Constant is { } constant)
        {
            _il.Emit(OpCodes.Ldsfld, _unit.ConstantClosure(constant));
            return;
        }
        if (read.IsChecked) _unit.LoadChecked(_il, global);
        else _unit.LoadGlobal(_il, global);
    }

    private void WriteGlobal(Global global, ResolvedExpr value, bool isDefinition, bool yields)
    {
        Push(value);
        _isPure = false;
        _spans.Clear();
        var temporary = Temporary();
        _il.Emit(OpCodes.Stloc, temporary);
        _unit.StoreGlobal(_il, global, () => _il.Emit(OpCodes.Ldloc, temporary), isDefinition);
        if (yields) _il.Emit(OpCodes.Ldloc, temporary);
        Release(temporary);
    }

    /// <summary>
    /// Pushes a new closure as a value: of the class with raw captures when what is captured turns out to be of the kinds that it seems to
    /// be, else of the class with values.
    /// </summary>
    private void NewClosure(ResolvedProcedure procedure, IReadOnlyList<CaptureSource> captures)
    {
        if (captures.Count == 0)
        {
            _il.Emit(OpCodes.Ldsfld, _unit.ConstantClosure(procedure));
            return;
        }
        var raw = procedure.Captures.Where(static c => c.KeptAs != PassedAs.Value).Select(c => (Source: captures[c.Index], Kind: c.KeptAs)).ToList();
        var uncertain = raw.Where(c => KindOf(c.Source) != c.Kind).ToList();
        var isRaw = raw.Count > 0 && uncertain.All(c => KindOf(c.Source) == PassedAs.Value);
        var exit = new Exit();
        if (isRaw)
        {
            foreach (var (source, kind) in uncertain)
            {
                Load(source);
                _il.Emit(OpCodes.Call, _known.Holds(kind));
                _il.Emit(OpCodes.Brfalse, exit.Use());
            }
        }
        NewClosure(procedure, captures, isRaw);
        OrElse(exit, () => NewClosure(procedure, captures, isRaw: false));
    }

    private void NewClosure(ResolvedProcedure procedure, IReadOnlyList<CaptureSource> captures, bool isRaw)
    {
        var closure = _unit.ClosureClass(procedure, isRaw);
        for (var i = 0; i < captures.Count; i++) LoadAs(captures[i], closure.Kinds[i]);
        _il.Emit(OpCodes.Newobj, closure.Constructor);
        _il.Emit(OpCodes.Newobj, _known.FromObject);
    }

    /// <summary>The kind of what a captured variable holds for certain.</summary>
    private PassedAs KindOf(CaptureSource source) => source.Capture is { } capture ? _closure!.Kinds[capture.Index] : _places[source.Slot!.Index].PassedAs;

    /// <summary>Pushes what a captured variable holds: a box, or a value of the kind that it is known to be.</summary>
    private void LoadAs(CaptureSource source, PassedAs kind)
    {
        if (kind == PassedAs.Value) Load(source);
        else if (KindOf(source) == PassedAs.Value)
        {
            Load(source);
            _il.Emit(OpCodes.Call, _known.Unbox(kind));
        }
        else if (source.Capture is { } capture) LoadField(capture);
        else LoadPlace(_places[source.Slot!.Index]);
    }

    private void MakeClosures(ClosuresExpr group)
    {
        foreach (var closure in group.Closures) DeclareProcedure(closure.Slot);
        var slots = group.Closures.Select(static c => c.Slot).ToHashSet();
        // Which class it is has to be known below: one with raw captures only where no test is needed for it.
        var areRaw = group.Closures.Select(c => c.Procedure.HasRawCaptures && c.Procedure.Captures.All(v => v.KeptAs == PassedAs.Value || KindOf(c.Captures[v.Index]) == v.KeptAs)).ToList();
        for (var i = 0; i < group.Closures.Count; i++)
        {
            var (slot, procedure, captures) = group.Closures[i];
            NewClosure(procedure, captures, areRaw[i]);
            StoreProcedure(slot);
        }
        // A capture of a member that did not exist yet holds what the slot held before: fill it in now.
        for (var i = 0; i < group.Closures.Count; i++)
        {
            var (slot, procedure, captures) = group.Closures[i];
            for (var j = 0; j < captures.Count; j++)
            {
                if (captures[j].Slot is not { } captured || !slots.Contains(captured)) continue;
                var created = group.Closures.TakeWhile(c => c.Slot != captured).Count();
                if (created < i) continue;
                var closure = _unit.ClosureClass(procedure, areRaw[i]);
                LoadPlace(_places[slot.Index]);
                _il.Emit(OpCodes.Castclass, closure.Type);
                LoadAs(captures[j], closure.Kinds[j]);
                _il.Emit(OpCodes.Stfld, closure.Fields[j]);
            }
        }
    }

    /// <summary>Where a slot lives: a parameter, which may be unboxed, or a local.</summary>
    private readonly record struct SlotPlace(ParameterDefinition? Parameter, VariableDefinition? Local, PassedAs PassedAs = PassedAs.Value);
}
