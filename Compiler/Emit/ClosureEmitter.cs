using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Emits the members of a lambda's class. A lambda of up to four parameters has its body in the entry point of that count.
/// Others, and procedures whose body is a static method, have entry points that arrange the arguments and tail-call the body.
/// </summary>
internal sealed class ClosureEmitter
{
    public const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    private readonly UnitEmitter _unit;
    private readonly WellKnownMembers _known;
    private readonly ResolvedProcedure _procedure;
    private readonly ClosureType _closure;

    private ClosureEmitter(UnitEmitter unit, ResolvedProcedure procedure, ClosureType closure)
    {
        _unit = unit;
        _known = unit.Known;
        _procedure = procedure;
        _closure = closure;
    }

    public static void Emit(UnitEmitter unit, ResolvedProcedure procedure, ClosureType closure) =>
        new ClosureEmitter(unit, procedure, closure).Members();

    private void Members()
    {
        EmitName();
        EmitArity();
        var count = _procedure.Parameters.Count;
        var hasRest = _procedure.Rest is not null;
        if (_procedure.IsLifted) EntryPoints(_unit.EntryMethod(_procedure), count, hasRest);
        else if (_closure.Body is { } entry) Body(entry);
        else
        {
            var body = NewMethod("Body", MethodAttributes.Assembly | MethodAttributes.HideBySig);
            _unit.AddParameters(body, _procedure);
            Body(body);
            EntryPoints(body, count, hasRest);
        }
    }

    private MethodDefinition NewMethod(string name, MethodAttributes attributes)
    {
        var method = new MethodDefinition(name, attributes, _known.Value);
        _closure.Type.Methods.Add(method);
        return method;
    }

    private void Body(MethodDefinition method)
    {
        _unit.MarkSemaCode(method, _procedure);
        ProcedureEmitter.Emit(_unit, _procedure, method, _closure);
    }

    private void EntryPoints(MethodDefinition body, int count, bool hasRest)
    {
        for (var given = count; given <= (hasRest ? 4 : Math.Min(count, 4)); given++) Direct(body, count, hasRest, given);
        if (hasRest || count > 4) FromArray(body, count, hasRest);
    }

    /// <summary>An entry point of 0…4 arguments.</summary>
    private void Direct(MethodDefinition body, int count, bool hasRest, int given)
    {
        var method = NewMethod($"Invoke{given}", Override);
        for (var i = 0; i < given; i++) method.Parameters.Add(new ParameterDefinition($"a{i}", ParameterAttributes.None, _known.Value));
        var il = method.Body.GetILProcessor();
        if (body.HasThis) il.Emit(OpCodes.Ldarg_0);
        for (var i = 0; i < count; i++) il.Emit(OpCodes.Ldarg, method.Parameters[i]);
        if (hasRest && given == count) il.Emit(OpCodes.Call, _known.EmptyList);
        else if (hasRest)
        {
            il.Emit(OpCodes.Ldc_I4, given - count);
            il.Emit(OpCodes.Newarr, _known.Value);
            for (var i = count; i < given; i++)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, i - count);
                il.Emit(OpCodes.Ldarg, method.Parameters[i]);
                il.Emit(OpCodes.Stelem_Any, _known.Value);
            }
            il.Emit(OpCodes.Call, _known.ListFromArray);
        }
        TailCall(il, body);
        _unit.Complete(method);
    }

    /// <summary>The entry point of five or more arguments.</summary>
    private void FromArray(MethodDefinition body, int count, bool hasRest)
    {
        var method = NewMethod(nameof(Procedure.InvokeN), Override);
        method.Parameters.Add(new ParameterDefinition("arguments", ParameterAttributes.None, _known.ValueArray));
        var il = method.Body.GetILProcessor();
        var accepted = Instruction.Create(OpCodes.Nop);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ldc_I4, count);
        il.Emit(hasRest ? OpCodes.Bge : OpCodes.Beq, accepted);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, _known.InvokeN);
        il.Emit(OpCodes.Ret);
        il.Append(accepted);
        if (body.HasThis) il.Emit(OpCodes.Ldarg_0);
        for (var i = 0; i < count; i++) _unit.LoadElement(il, OpCodes.Ldarg_1, i);
        if (hasRest)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, count);
            il.Emit(OpCodes.Call, _known.ListFromArrayAt);
        }
        TailCall(il, body);
        _unit.Complete(method);
    }

    private static void TailCall(ILProcessor il, MethodDefinition body)
    {
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Call, body);
        il.Emit(OpCodes.Ret);
    }

    private void EmitName()
    {
        var getter = new MethodDefinition("get_Name", Override | MethodAttributes.SpecialName, _closure.Type.Module.TypeSystem.String);
        var il = getter.Body.GetILProcessor();
        if (_procedure.Name is { } name) il.Emit(OpCodes.Ldstr, name);
        else il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Ret);
        _closure.Type.Methods.Add(getter);
    }

    private void EmitArity()
    {
        var getter = new MethodDefinition("get_Arity", Override | MethodAttributes.SpecialName, _known.Type(typeof(Arity)));
        var il = getter.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, _procedure.Parameters.Count);
        il.Emit(OpCodes.Ldc_I4, _procedure.Rest is null ? _procedure.Parameters.Count : -1);
        il.Emit(OpCodes.Newobj, _known.Constructor(typeof(Arity), typeof(int), typeof(int)));
        il.Emit(OpCodes.Ret);
        _closure.Type.Methods.Add(getter);
    }
}
