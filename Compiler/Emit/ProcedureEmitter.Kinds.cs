using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Tests of what kind of value something is. They are jumps from one comparison to the next: where they are methods that return a truth value, the JIT
// makes that value and tests it again.
internal sealed partial class ProcedureEmitter
{
    /// <summary>Variables that are neither the empty list nor nil.</summary>
    private readonly HashSet<Slot> _notNull = [];

    /// <summary>Emits a test for nil or the empty list, a list with elements, or a number, that jumps when it does not hold; false for other tests.</summary>
    private bool KindTest(BuiltinCall call, Instruction whenFalse)
    {
        if (_isCold || call is not { Builtin.Name: "null?" or "pair?" or "number?", Operands: [var operand] }) return false;
        Operand value;
        if (IsPlain(operand)) value = Ready([operand])[0];
        else
        {
            if (!Push(operand)) return true;
            var temporary = Temporary();
            _il.Emit(OpCodes.Stloc, temporary);
            value = new Operand(() => _il.Emit(OpCodes.Ldloc, temporary), temporary);
        }
        MarkAsNext();
        var whenTrue = Instruction.Create(OpCodes.Nop);
        switch (call.Builtin.Name)
        {
            case "null?":
                If(_known.IsEmptyList, OpCodes.Brtrue, whenTrue);
                If(_known.IsTrue, OpCodes.Brtrue, whenFalse);
                If(_known.Fixnum, OpCodes.Brtrue, whenFalse);
                break;
            case "pair?":
                If(_known.HoldsFixnum, OpCodes.Brtrue, whenFalse);
                If(operand is SlotRead { Slot: var slot } && _notNull.Contains(slot) ? _known.IsListObject : _known.IsPairObject, OpCodes.Brfalse, whenFalse);
                break;
            default:
                If(_known.HoldsFixnum, OpCodes.Brtrue, whenTrue);
                // What a program asks this of is most often a list, if it is no number.
                If(_known.IsItems, OpCodes.Brtrue, whenFalse);
                If(_known.HoldsFlonum, OpCodes.Brtrue, whenTrue);
                If(_known.IsRareNumber, OpCodes.Brfalse, whenFalse);
                break;
        }
        _il.Append(whenTrue);
        if (value.Temporary is { } used) Release(used);
        return true;

        void If(Mono.Cecil.MethodReference test, OpCode jump, Instruction target)
        {
            value.Load();
            _il.Emit(OpCodes.Call, test);
            _il.Emit(jump, target);
        }
    }

    /// <summary>Notes that a test for nil or the empty list has failed. Returns what undoes it; null for other tests.</summary>
    private Action? LearnNotNull(ResolvedExpr test) =>
        test is BuiltinCall { Builtin.Name: "null?", Operands: [SlotRead { Slot: { IsBoxed: false } slot }] } && !_written.Contains(slot) && _notNull.Add(slot)
            ? () => _notNull.Remove(slot) : null;
}
