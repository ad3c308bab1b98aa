using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>The emitted class of a record type, with its fields, how they are kept, and the constructor that sets them in order.</summary>
internal sealed record EmittedRecord(
    RecordType RecordType, TypeDefinition Type, IReadOnlyList<FieldDefinition> Fields, IReadOnlyList<PassedAs> Kinds, MethodDefinition Constructor);

/// <summary>Emits the class of a record type.</summary>
internal sealed class RecordEmitter
{
    private readonly UnitEmitter _unit;
    private readonly WellKnownMembers _known;
    private readonly RecordClass _record;
    private readonly TypeDefinition _type;
    private readonly List<FieldDefinition> _fields = [];

    private RecordEmitter(UnitEmitter unit, RecordClass record, TypeDefinition type)
    {
        _unit = unit;
        _known = unit.Known;
        _record = record;
        _type = type;
    }

    /// <summary>Adds the members to a class that derives from <see cref="Record"/>.</summary>
    public static EmittedRecord Emit(UnitEmitter unit, RecordClass record, TypeDefinition type) => new RecordEmitter(unit, record, type).Members();

    private EmittedRecord Members()
    {
        var constructor = EmitConstructor();
        EmitType();
        EmitIndexer();
        if (_record.IsConstructorRead) EmitNew(constructor);
        return new EmittedRecord(_record.Type, _type, _fields, _record.Fields.Select(static f => f.KeptAs).ToArray(), constructor);
    }

    private MethodDefinition EmitConstructor()
    {
        var constructor = new MethodDefinition(".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, _type.Module.TypeSystem.Void);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, _known.Constructor(typeof(Record)));
        foreach (var part in _record.Fields)
        {
            var field = new FieldDefinition($"{part.Name}:{part.Index}", FieldAttributes.Assembly | FieldAttributes.InitOnly, _known.TypeOf(part.KeptAs));
            var parameter = new ParameterDefinition(part.Name, ParameterAttributes.None, field.FieldType);
            _type.Fields.Add(field);
            _fields.Add(field);
            constructor.Parameters.Add(parameter);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg, parameter);
            il.Emit(OpCodes.Stfld, field);
        }
        il.Emit(OpCodes.Ret);
        Add(constructor);
        return constructor;
    }

    private void EmitType()
    {
        var getter = new MethodDefinition("get_" + nameof(Record.Type), ClosureEmitter.Override | MethodAttributes.SpecialName, _known.Type(typeof(RecordType)));
        var il = getter.Body.GetILProcessor();
        _unit.Constants.LoadInterned(il, _record.Type);
        il.Emit(OpCodes.Ret);
        Add(getter);
    }

    /// <summary>Emits <c>this[int]</c>, for indices in range.</summary>
    private void EmitIndexer()
    {
        var getter = new MethodDefinition("get_Item", ClosureEmitter.Override | MethodAttributes.SpecialName, _known.Value);
        getter.Parameters.Add(new ParameterDefinition("index", ParameterAttributes.None, _type.Module.TypeSystem.Int32));
        var il = getter.Body.GetILProcessor();
        var cases = _fields.Select(static _ => Instruction.Create(OpCodes.Ldarg_0)).ToArray();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, cases[..^1]);
        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            il.Append(cases[i]);
            il.Emit(OpCodes.Ldfld, _fields[i]);
            if (_record.Fields[i].KeptAs is var kind and not PassedAs.Value) il.Emit(OpCodes.Newobj, _known.From(kind));
            il.Emit(OpCodes.Ret);
        }
        Add(getter);
    }

    /// <summary>Emits <see cref="Record.New"/>: a record of this class if the fields are of the right kinds.</summary>
    private void EmitNew(MethodDefinition constructor)
    {
        var method = new MethodDefinition(nameof(Record.New), ClosureEmitter.Override, _known.Type(typeof(Record)));
        method.Parameters.Add(new ParameterDefinition("fields", ParameterAttributes.None, _known.ValueArray));
        var il = method.Body.GetILProcessor();
        var general = Instruction.Create(OpCodes.Ldarg_0);
        foreach (var field in _record.Fields)
        {
            if (field.KeptAs == PassedAs.Value) continue;
            _unit.LoadElement(il, OpCodes.Ldarg_1, field.Index);
            il.Emit(OpCodes.Call, _known.Holds(field.KeptAs));
            il.Emit(OpCodes.Brfalse, general);
        }
        foreach (var field in _record.Fields)
        {
            _unit.LoadElement(il, OpCodes.Ldarg_1, field.Index);
            if (field.KeptAs != PassedAs.Value) il.Emit(OpCodes.Call, _known.Unbox(field.KeptAs));
        }
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        il.Append(general);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, _known.Method(typeof(Record), nameof(Record.New)));
        il.Emit(OpCodes.Ret);
        Add(method);
    }

    private void Add(MethodDefinition method)
    {
        _unit.Complete(method);
        _type.Methods.Add(method);
    }
}
