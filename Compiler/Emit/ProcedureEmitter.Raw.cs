using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Integers of the fast version of a procedure, computed as such. Where a sum could leave 64 bits the code gives up and starts the
// procedure over in its general version: possible as long as nothing has happened that could be noticed. So a procedure that only
// computes and tail-calls has no other calls in its code, and needs no stack frame.
internal sealed partial class ProcedureEmitter
{
    private readonly Dictionary<Slot, long> _atLeast = [];
    private bool _isPure;
    private Instruction? _startOver;

    /// <summary>How an expression can be computed as a raw integer.</summary>
    private enum Raw
    {
        No,
        Certain,
        MayOverflow,
    }

    private bool IsRaw(ResolvedExpr expr) => _isFast && RawKind(expr) is Raw.Certain || (_isPure && RawKind(expr) is Raw.MayOverflow);

    private Raw RawKind(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant or SlotRead: return KnownAs(expr) == PassedAs.Fixnum ? Raw.Certain : Raw.No;
            case BuiltinCall { Builtin.Name: "+" or "-", Operands: [var a, var b] } call:
                var (left, right) = (RawKind(a), RawKind(b));
                if (left == Raw.No || right == Raw.No) return Raw.No;
                return call.Builtin.Name == "-" && a is SlotRead { Slot: var slot } && b is ResolvedConstant { Value.Bits: >= 0 and var amount }
                    && _atLeast.TryGetValue(slot, out var bound) && bound >= long.MinValue + amount ? Raw.Certain : Raw.MayOverflow;
            case BuiltinCall { Builtin.Name: "remainder" or "quotient", Operands: [var dividend, ResolvedConstant { Value: { IsFixnum: true, Bits: not (0 or -1) } }] }:
                return RawKind(dividend);
            default: return Raw.No;
        }
    }

    /// <summary>Computes what is not certain now, with the stack empty; returns what pushes the integer.</summary>
    private Action RawOperand(ResolvedExpr expr)
    {
        if (expr is ResolvedConstant or SlotRead) return () => LoadRawAtom(expr);
        var call = (BuiltinCall)expr;
        var left = RawOperand(call.Operands[0]);
        var right = RawOperand(call.Operands[1]);
        var operation = call.Builtin.Name switch { "+" => OpCodes.Add, "-" => OpCodes.Sub, "remainder" => OpCodes.Rem, _ => OpCodes.Div };
        left();
        right();
        _il.Emit(operation);
        var result = NewLocal(_method.Module.TypeSystem.Int64, null);
        _il.Emit(OpCodes.Stloc, result);
        if (operation.Code is Code.Add or Code.Sub && RawKind(call) != Raw.Certain) CheckOverflow(call, left, right, result);
        return () => _il.Emit(OpCodes.Ldloc, result);
    }

    private void CheckOverflow(BuiltinCall call, Action left, Action right, VariableDefinition result)
    {
        _startOver ??= Instruction.Create(OpCodes.Nop);
        var isSum = call.Builtin.Name == "+";
        if (call.Operands[1] is ResolvedConstant { Value.Bits: >= 0 })
        {
            _il.Emit(OpCodes.Ldloc, result);
            left();
            _il.Emit(isSum ? OpCodes.Blt : OpCodes.Bgt, _startOver);
            return;
        }
        // The sign of the result is wrong: for a sum that of both operands is the other one, for a difference they differ.
        left();
        if (isSum) _il.Emit(OpCodes.Ldloc, result);
        else right();
        _il.Emit(OpCodes.Xor);
        if (isSum) right();
        else left();
        _il.Emit(OpCodes.Ldloc, result);
        _il.Emit(OpCodes.Xor);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        _il.Emit(OpCodes.Blt, _startOver);
    }

    /// <summary>Emits the way to the general version, if some code gives up.</summary>
    private void StartOver()
    {
        if (_startOver is null) return;
        _il.Append(_startOver);
        foreach (var slot in _procedure.LiftedSlots.Concat(_procedure.Parameters)) LoadRaw(slot);
        UnitEmitter.EmitTailCall(_il, _unit.StaticMethod(_procedure));
    }

    /// <summary>Emits a comparison of two raw integers that jumps when it does not hold; false when it is none.</summary>
    private bool RawComparison(BuiltinCall call, Instruction whenFalse)
    {
        if (call.Builtin.Name is not ("<" or ">" or "<=" or ">=" or "=") || call.Operands.Count != 2 || !call.Operands.All(IsRaw)) return false;
        var left = RawOperand(call.Operands[0]);
        var right = RawOperand(call.Operands[1]);
        left();
        right();
        _il.Emit(call.Builtin.Name switch { "<" => OpCodes.Bge, ">" => OpCodes.Ble, "<=" => OpCodes.Bgt, ">=" => OpCodes.Blt, _ => OpCodes.Bne_Un }, whenFalse);
        return true;
    }

    /// <summary>What a failed test says of a parameter: <c>(&lt; k 2)</c> that it is at least 2. Returns what undoes it.</summary>
    private Action LearnFromFailure(ResolvedExpr test)
    {
        if (test is not BuiltinCall { Builtin.Name: "<" or "<=", Operands: [SlotRead { Slot: var slot } read, ResolvedConstant { Value: { IsFixnum: true, Bits: var bits } }] } call
            || KnownAs(read) != PassedAs.Fixnum) return static () => { };
        var bound = call.Builtin.Name == "<" || bits == long.MaxValue ? bits : bits + 1;
        var had = _atLeast.TryGetValue(slot, out var known);
        _atLeast[slot] = had ? Math.Max(known, bound) : bound;
        return () =>
        {
            if (had) _atLeast[slot] = known;
            else _atLeast.Remove(slot);
        };
    }
}
