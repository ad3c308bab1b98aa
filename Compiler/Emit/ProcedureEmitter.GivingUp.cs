using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Lists and equality in a fast version that may still start over: the rare case is left to the general version, so there is no call in the
// code, and no register to save for it.
internal sealed partial class ProcedureEmitter
{
    /// <summary>Whether code here can leave a rare case to the general version.</summary>
    private bool CanGiveUp => _isFast && _isPure && _restart == _startOver && !_isCold;

    /// <summary>Whether raw arithmetic here gives up too, whatever the kinds of its leaves, so that no call is left in the procedure.</summary>
    private bool LeavesRareCases => CanGiveUp && _procedure.LeavesRareCases;

    /// <summary>Emits <c>car</c>, <c>cdr</c> or <c>cadr</c> of any expression, giving up where it is no list with elements enough; false for other calls.</summary>
    private bool AccessOrGiveUp(BuiltinCall call)
    {
        if (!CanGiveUp || call.Builtin.Name is not ("car" or "cdr" or "cadr") || !Push(call.Operands[0])) return false;
        var result = Temporary();
        _il.Emit(OpCodes.Stloc, result);
        Access(result, call.Builtin.Name);
        _il.Emit(OpCodes.Ldloc, result);
        Release(result);
        return true;
    }

    /// <summary>Puts an element of the list in a local, or its rest, in the place of it.</summary>
    private void Access(VariableDefinition list, string name)
    {
        var cell = NewLocal(_known.ConsCell, null);
        var items = NewLocal(_known.ValueArray, null);
        var index = NewLocal(_method.Module.TypeSystem.Int32, null);
        var noCell = Instruction.Create(OpCodes.Nop);
        var end = Instruction.Create(OpCodes.Nop);
        _il.Emit(OpCodes.Ldloc, list);
        TakeInstance(_known.ConsCell, cell, noCell);
        _il.Emit(OpCodes.Ldloc, cell);
        if (name == "car") _il.Emit(OpCodes.Ldfld, _known.CellHead);
        else _il.Emit(OpCodes.Call, _known.CellTail);
        _il.Emit(OpCodes.Stloc, list);
        if (name == "cadr") Access(list, "car");
        _il.Emit(OpCodes.Br, end);
        _il.Append(noCell);
        TakeItems(() => _il.Emit(OpCodes.Ldloc, list), items, _startOver.Use());
        _il.Emit(OpCodes.Ldloc, list);
        _il.Emit(OpCodes.Call, _known.Fixnum);
        _il.Emit(OpCodes.Conv_I4);
        if (name == "cadr")
        {
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Add);
        }
        _il.Emit(OpCodes.Stloc, index);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldloc, items);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Bge_Un, _startOver.Use());
        _il.Emit(OpCodes.Ldloc, items);
        _il.Emit(OpCodes.Ldloc, index);
        if (name != "cdr") _il.Emit(OpCodes.Ldelem_Any, _known.Value);
        else
        {
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Call, _known.ListFrom);
        }
        _il.Emit(OpCodes.Stloc, list);
        _il.Append(end);
    }

    /// <summary>Emits a test for equality that gives up where the two would have to be compared part by part; false for other tests.</summary>
    private bool SameOrGiveUp(BuiltinCall call, Instruction whenFalse)
    {
        if (!CanGiveUp || call is not { Builtin.Name: "eq?" or "equal?", Operands.Count: 2 }) return false;
        var operands = Ready(call.Operands);
        var whenTrue = Instruction.Create(OpCodes.Nop);
        Load(operands, release: false);
        _il.Emit(OpCodes.Call, _known.AreOne);
        _il.Emit(OpCodes.Brtrue, whenTrue);
        Load(operands);
        _il.Emit(OpCodes.Call, _known.AreDistinct);
        _il.Emit(OpCodes.Brfalse, _startOver.Use());
        _il.Emit(OpCodes.Br, whenFalse);
        _il.Append(whenTrue);
        return true;
    }

    /// <summary>Whether an expression cannot be evaluated without taking apart what is known to be no list with elements.</summary>
    private bool MustGiveUp(ResolvedExpr expr) => CanGiveUp && expr switch
    {
        BuiltinCall call => (call.Builtin.Name is "car" or "cdr" or "cadr" && ShapeOf(call.Operands) is Shape.Other) || call.Operands.Any(MustGiveUp),
        KnownCall call => call.Operands.Any(MustGiveUp),
        ResolvedIf conditional => Decided(conditional.Test) is null && MustGiveUp(conditional.Test),
        ResolvedLet let => MustGiveUp(let.Value),
        _ => false,
    };
}
