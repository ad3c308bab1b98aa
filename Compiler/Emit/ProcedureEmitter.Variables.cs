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
        if (!slot.IsBoxed && !_written.Contains(slot) && CertainNumber(value, slot.Likely) is var (load, kind))
        {
            var number = NewLocal(_known.TypeOf(kind), slot.Name);
            load();
            _il.Emit(OpCodes.Stloc, number);
            _places[slot.Index] = new SlotPlace(null, number, kind);
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

    private void LoadCapture(Capture capture)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldfld, _captures[capture.Index]);
    }

    private void Load(CaptureSource source)
    {
        if (source.Capture is { } capture) LoadCapture(capture);
        else LoadRaw(source.Slot!);
    }

    private void Write(SlotWrite write)
    {
        if (write.Slot.IsBoxed) WriteThrough(() => LoadRaw(write.Slot), write.Value);
        else
        {
            if (!Push(write.Value)) return;
            _il.Emit(OpCodes.Dup);
            Store(write.Slot);
        }
    }

    /// <summary>Stores into a box; the value stays on the stack.</summary>
    private void WriteThrough(Action loadBox, ResolvedExpr value)
    {
        Push(value);
        _isPure = false;
        var temporary = Temporary();
        _il.Emit(OpCodes.Stloc, temporary);
        loadBox();
        _il.Emit(OpCodes.Ldloc, temporary);
        _il.Emit(OpCodes.Call, _known.StoreBox);
        _il.Emit(OpCodes.Ldloc, temporary);
        Release(temporary);
    }

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

    /// <summary>Pushes a new closure as a value.</summary>
    private void NewClosure(ResolvedProcedure procedure, IReadOnlyList<CaptureSource> captures)
    {
        if (captures.Count == 0)
        {
            _il.Emit(OpCodes.Ldsfld, _unit.ConstantClosure(procedure));
            return;
        }
        foreach (var source in captures) Load(source);
        _il.Emit(OpCodes.Newobj, _unit.ClosureClass(procedure).Constructor);
        _il.Emit(OpCodes.Newobj, _known.FromObject);
    }

    private void MakeClosures(ClosuresExpr group)
    {
        foreach (var closure in group.Closures) Declare(closure.Slot);
        var slots = group.Closures.Select(static c => c.Slot).ToHashSet();
        foreach (var (slot, procedure, captures) in group.Closures)
        {
            NewClosure(procedure, captures);
            Store(slot);
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
                var closure = _unit.ClosureClass(procedure);
                LoadRaw(slot);
                _il.Emit(OpCodes.Ldfld, _unit.ValueRef);
                _il.Emit(OpCodes.Castclass, closure.Type);
                LoadRaw(captured);
                _il.Emit(OpCodes.Stfld, closure.Fields[j]);
            }
        }
    }

    /// <summary>Where a slot lives: a parameter, which may be unboxed, or a local.</summary>
    private readonly record struct SlotPlace(ParameterDefinition? Parameter, VariableDefinition? Local, PassedAs PassedAs = PassedAs.Value);
}
