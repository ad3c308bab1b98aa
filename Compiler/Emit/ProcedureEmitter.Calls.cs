using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Calls of every kind, and how their operands get onto the stack.
internal sealed partial class ProcedureEmitter
{
    private void Call(ResolvedExpr expr, bool isTail)
    {
        EmitCall(expr, isTail);
        _isPure = _isPure && Purity.IsPureNode(expr);
    }

    private void EmitCall(ResolvedExpr expr, bool isTail)
    {
        switch (expr)
        {
            case BuiltinCall { Builtin.Name: "+" or "-", Operands: [var left, ResolvedConstant { Value: { IsFixnum: true, Bits: > 0 and var amount } }] } call:
                var augend = Ready([left]);
                Mark(call.Span);
                Load(augend);
                _il.Emit(OpCodes.Ldc_I8, amount);
                _il.Emit(OpCodes.Call, call.Builtin.Name == "+" ? _known.Increase : _known.Decrease);
                break;
            case BuiltinCall call:
                Operands(call);
                Invoke(call.Overload.Method);
                break;
            case PrimitiveCall call when RecordOperation(call):
                if (call.Primitive.Method.ReturnType == typeof(bool)) _il.Emit(OpCodes.Call, _known.FromBool);
                break;
            case PrimitiveCall call:
                Operands(call);
                Invoke(call.Primitive.Method);
                break;
            case KnownCall call: KnownProcedureCall(call, isTail); break;
            case ExternalCall call:
                var given = Ready(call.Operands);
                Mark(call.Span);
                Load(given);
                if (isTail) _il.Emit(OpCodes.Tail);
                _il.Emit(OpCodes.Call, _unit.ExternalMethod(call.Library, call.Target));
                break;
            case LibraryRun run:
                Mark(run.Span);
                _il.Emit(OpCodes.Call, _unit.ExternalRunOnce(run.Library));
                _il.Emit(OpCodes.Call, _known.Nil);
                break;
            case ResolvedCall { Operator: ResolvedConstant { Value.Ref: Keyword keyword }, Operands: [var map] } call:
                var operand = Ready([map]);
                Mark(call.Span);
                _unit.Constants.LoadInterned(_il, keyword);
                Load(operand);
                _il.Emit(OpCodes.Call, _known.Lookup);
                break;
            case ResolvedCall call: UnknownCall(call, isTail); break;
            case ApplyCall call: Apply(call, isTail); break;
            default: throw new InvalidOperationException($"not a call: {expr.GetType().Name}");
        }
    }

    private void KnownProcedureCall(KnownCall call, bool isTail)
    {
        var isLast = isTail;
        isTail = isTail && TailCallPolicy.NeedsPrefix(_procedure, call.Target);
        var passed = call.Target.FastParameters;
        var ready = Arguments(call.Operands, passed ?? new PassedAs[call.Operands.Count]);
        Mark(call.Span);
        var general = Instruction.Create(OpCodes.Nop);
        var isChecked = false;
        foreach (var argument in ready) isChecked |= CheckKind(argument, general);
        foreach (var source in call.Captured) Load(source);
        foreach (var argument in ready) argument.Load();
        Invoke(passed is null ? _unit.StaticMethod(call.Target) : _unit.FastMethod(call.Target));
        if (isChecked)
        {
            // The value of both ways goes through a local: the stack is empty where they meet.
            var end = Instruction.Create(OpCodes.Nop);
            var result = isTail ? null : Temporary();
            if (result is null) _il.Emit(OpCodes.Ret);
            else
            {
                _il.Emit(OpCodes.Stloc, result);
                _il.Emit(OpCodes.Br, end);
            }
            _il.Append(general);
            foreach (var source in call.Captured) Load(source);
            foreach (var argument in ready) argument.LoadValue();
            Invoke(_unit.StaticMethod(call.Target));
            if (result is not null)
            {
                _il.Emit(OpCodes.Stloc, result);
                _il.Append(end);
                _il.Emit(OpCodes.Ldloc, result);
                Release(result);
            }
        }
        Release(ready);
        if (call.Target.ReturnsConditions && !isLast) TestReturned(call.Span);

        void Invoke(MethodReference method)
        {
            if (isTail) _il.Emit(OpCodes.Tail);
            _il.Emit(OpCodes.Call, method);
        }
    }

    /// <summary>Evaluates the arguments of a known call as far as needed: raw where they can be passed so.</summary>
    private Argument[] Arguments(IReadOnlyList<ResolvedExpr> operands, IReadOnlyList<PassedAs> passed)
    {
        var raw = new Action?[operands.Count];
        // What may give up comes before anything that has an effect.
        for (var i = 0; i < raw.Length; i++)
            if (passed[i] == PassedAs.Fixnum && IsRaw(operands[i])) raw[i] = RawOperand(operands[i]);
        var others = Ready(operands.Where((_, i) => raw[i] is null).ToList());
        var next = 0;
        var arguments = new Argument[raw.Length];
        for (var i = 0; i < raw.Length; i++)
        {
            arguments[i] = raw[i] is { } load
                ? new Argument(load, () => { load(); _il.Emit(OpCodes.Newobj, _known.FromFixnum); }, PassedAs.Value, null)
                : Boxed(operands[i], others[next++], passed[i]);
        }
        return arguments;
    }

    private Argument Boxed(ResolvedExpr operand, Operand ready, PassedAs passed)
    {
        if (passed == PassedAs.Value) return new Argument(ready.Load, ready.Load, passed, ready.Temporary);
        if (KnownAs(operand) == passed) return new Argument(() => LoadRawAtom(operand), ready.Load, PassedAs.Value, ready.Temporary);
        var unbox = passed == PassedAs.Fixnum ? _known.Fixnum : _known.Flonum;
        return new Argument(() => { ready.Load(); _il.Emit(OpCodes.Call, unbox); }, ready.Load, passed, ready.Temporary);
    }

    /// <summary>Pushes a constant or an unboxed parameter as the number itself.</summary>
    private void LoadRawAtom(ResolvedExpr operand)
    {
        switch (operand)
        {
            case SlotRead read: _il.Emit(OpCodes.Ldarg, _places[read.Slot.Index].Parameter!); break;
            case ResolvedConstant { Value: { IsFixnum: true } fixnum }: _il.Emit(OpCodes.Ldc_I8, fixnum.Bits); break;
            case ResolvedConstant { Value: var flonum }: _il.Emit(OpCodes.Ldc_R8, flonum.AsFlonum); break;
            default: throw new InvalidOperationException($"not an atom: {operand.GetType().Name}");
        }
    }

    /// <summary>Emits the jump that is taken when an argument is not of the kind that it is passed as; false when it is for certain.</summary>
    private bool CheckKind(Argument argument, Instruction whenNot)
    {
        if (argument.Unchecked == PassedAs.Value) return false;
        argument.LoadValue();
        _il.Emit(OpCodes.Call, argument.Unchecked == PassedAs.Fixnum ? _known.HoldsFixnum : _known.HoldsFlonum);
        _il.Emit(OpCodes.Brfalse, whenNot);
        return true;
    }

    private void Release(Argument[] arguments)
    {
        foreach (var argument in arguments)
            if (argument.Temporary is { } temporary) Release(temporary);
    }

    /// <summary>
    /// An evaluated argument: what pushes it as it is passed and as a value, and as what it is to be passed when that has still to be checked
    /// (else <see cref="PassedAs.Value"/>).
    /// </summary>
    private sealed record Argument(Action Load, Action LoadValue, PassedAs Unchecked, VariableDefinition? Temporary);

    /// <summary>How an operand could be passed for certain.</summary>
    private PassedAs KnownAs(ResolvedExpr operand) => operand switch
    {
        ResolvedConstant { Value.IsFixnum: true } => PassedAs.Fixnum,
        ResolvedConstant { Value.IsFlonum: true } => PassedAs.Flonum,
        SlotRead read when !read.Slot.IsBoxed && _places.TryGetValue(read.Slot.Index, out var place) => place.PassedAs,
        _ => PassedAs.Value,
    };

    private void UnknownCall(ResolvedCall call, bool isTail)
    {
        // A global operator is read after the operands unless the call is in tail position (§5.4).
        var isLate = call.Operator is GlobalRead && !isTail;
        var parts = isLate ? Ready(call.Operands) : Ready([call.Operator, .. call.Operands]);
        Mark(call.Span);
        if (isLate) ReadGlobal((GlobalRead)call.Operator);
        else parts[0].Load();
        _il.Emit(OpCodes.Call, _known.Operator);
        var operands = isLate ? parts : parts[1..];
        if (operands.Length <= 4) Load(operands, release: false);
        else LoadArray(operands);
        if (isTail) _il.Emit(OpCodes.Tail);
        _il.Emit(OpCodes.Callvirt, operands.Length <= 4 ? _known.Invoke[operands.Length] : _known.InvokeN);
        Release(parts);
    }

    private void Apply(ApplyCall call, bool isTail)
    {
        var parts = Ready([call.Operator, .. call.Operands]);
        Mark(call.Span);
        parts[0].Load();
        parts[^1].Load();
        _il.Emit(OpCodes.Call, _known.SpreadTarget);
        LoadArray(parts[1..]);
        _il.Emit(OpCodes.Call, _known.Spread);
        if (isTail) _il.Emit(OpCodes.Tail);
        _il.Emit(OpCodes.Call, isTail ? _unit.TailApply : _known.Apply);
        Release(parts);
    }

    private void Invoke(MethodInfo method)
    {
        _il.Emit(OpCodes.Call, _known.Import(method));
        if (method.ReturnType == typeof(bool)) _il.Emit(OpCodes.Call, _known.FromBool);
        else if (method.ReturnType == typeof(void)) _il.Emit(OpCodes.Call, _known.Nil);
    }

    private void Operands(BuiltinCall call)
    {
        var ready = Ready(call.Operands);
        Mark(call.Span);
        if (!call.Overload.HasRest) Load(ready);
        else
        {
            Load(ready[..call.Overload.Fixed], release: false);
            LoadArray(ready[call.Overload.Fixed..]);
            Release(ready);
        }
    }

    private void Operands(PrimitiveCall call)
    {
        var ready = Ready(call.Operands);
        if (call.Primitive.CannotFail) MarkAsNext();
        else Mark(call.Span);
        if (call.Primitive.Method.GetParameters() is [{ ParameterType.IsArray: true }]) LoadArray(ready);
        else Load(ready, release: false);
        Release(ready);
    }

    /// <summary>
    /// Evaluates operands from left to right as far as needed: what is left on return are loads without effect. An operand that
    /// a later one could change is taken into a temporary too.
    /// </summary>
    private Operand[] Ready(IReadOnlyList<ResolvedExpr> operands)
    {
        var last = -1;
        for (var i = 0; i < operands.Count; i++)
            if (!IsPlain(operands[i])) last = i;
        var ready = new Operand[operands.Count];
        for (var i = 0; i < ready.Length; i++)
        {
            var operand = operands[i];
            if (i > last || IsStable(operand)) ready[i] = new Operand(() => _ = Push(operand), null);
            else
            {
                var pushed = Push(operand);
                var temporary = Temporary();
                if (pushed) _il.Emit(OpCodes.Stloc, temporary);
                ready[i] = new Operand(() => _il.Emit(OpCodes.Ldloc, temporary), temporary);
            }
        }
        return ready;
    }

    /// <summary>A load that has no effect and cannot fail.</summary>
    private static bool IsPlain(ResolvedExpr expr) =>
        expr is ResolvedConstant or SlotRead or CaptureRead or BuiltinRead or NamespaceRead or GlobalRead { IsChecked: false };

    /// <summary>A load whose value no evaluation of another operand can change.</summary>
    private bool IsStable(ResolvedExpr expr) => expr switch
    {
        ResolvedConstant or BuiltinRead or NamespaceRead => true,
        SlotRead read => !read.Slot.IsBoxed && !_written.Contains(read.Slot),
        CaptureRead read => !read.Capture.IsBoxed,
        GlobalRead read => read.Global.Constant is not null,
        _ => false,
    };

    private void Load(Operand[] operands, bool release = true)
    {
        foreach (var operand in operands) operand.Load();
        if (release) Release(operands);
    }

    private void LoadArray(Operand[] operands)
    {
        _il.Emit(OpCodes.Ldc_I4, operands.Length);
        _il.Emit(OpCodes.Newarr, _known.Value);
        for (var i = 0; i < operands.Length; i++)
        {
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Ldc_I4, i);
            operands[i].Load();
            _il.Emit(OpCodes.Stelem_Any, _known.Value);
        }
    }

    private void Release(Operand[] operands)
    {
        foreach (var operand in operands)
            if (operand.Temporary is { } temporary) Release(temporary);
    }

    private VariableDefinition Temporary() => _freeTemporaries.TryPop(out var free) ? free : NewLocal(_known.Value, null);

    private void Release(VariableDefinition temporary) => _freeTemporaries.Push(temporary);

    private VariableDefinition NewLocal(TypeReference type, string? name)
    {
        var local = new VariableDefinition(type);
        _method.Body.Variables.Add(local);
        if (name is not null) _unit.NameLocal(_method, local, name);
        return local;
    }

    /// <summary>An operand ready to be loaded.</summary>
    private readonly record struct Operand(Action Loader, VariableDefinition? Temporary)
    {
        public void Load() => Loader();
    }
}
