using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

// Operations on records of a type that is known. Where the unit has a class for it, a variable is cast to that class once, into a local that is null if
// it holds something else, and fields are loaded; the general way (Records) is out of the way.
internal sealed partial class ProcedureEmitter
{
    private static readonly Type[] GeneralLayouts = [typeof(RecordN), typeof(Record1), typeof(Record2), typeof(Record3), typeof(Record4)];

    private readonly List<Instance> _instances = [];

    /// <summary>A variable as an object of a record class, or null, in a local that is set where code is being emitted; <paramref name="Branch"/>: how deep in conditional code it was.</summary>
    private sealed record Instance(VariablePlace Variable, EmittedRecord Record, VariableDefinition Local, int Branch);

    /// <summary>Emits a record operation; false when the primitive is none of a known type. The result is a value, or a boolean for the tests.</summary>
    private bool RecordOperation(PrimitiveCall call)
    {
        switch (call.Primitive.Name)
        {
            case nameof(Primitives.RecordConstructor) when call.Operands[0] is ResolvedConstant { Value.Ref: RecordType type }:
                if (_unit.Records.Of(type) is not { IsConstructorRead: true }) return false;
                var made = _unit.RecordOf(type)!;
                Load(Ready(call.Operands));
                foreach (var kind in made.Kinds) LoadZero(kind);
                _il.Emit(OpCodes.Newobj, made.Constructor);
                _il.Emit(OpCodes.Call, _known.Method(typeof(Primitives), nameof(Primitives.RecordConstructorOf)));
                return true;
            case nameof(Primitives.RecordMake) when call.Operands[0] is ResolvedConstant { Value.Ref: RecordType type }:
                MakeRecord(type, call.Operands.Skip(1).ToList());
                return true;
            case nameof(Primitives.RecordIs) or nameof(Primitives.RecordIsExactly) when call.Operands[1] is ResolvedConstant { Value.Ref: RecordType type }:
                Load(Ready([call.Operands[0]]));
                _unit.Constants.LoadInterned(_il, type);
                _il.Emit(OpCodes.Call, _known.Method(typeof(Records), call.Primitive.Name == nameof(Primitives.RecordIs) ? nameof(Records.Is) : nameof(Records.IsExactly)));
                return true;
            case nameof(Primitives.RecordField) or nameof(Primitives.RecordGet) when call.Operands is [var record, ResolvedConstant { Value.Ref: RecordType type }, ResolvedConstant index]:
                ReadField(call, record, type, (int)index.Value.Bits);
                return true;
            default: return false;
        }
    }

    private void LoadZero(PassedAs kind)
    {
        if (kind == PassedAs.Fixnum) _il.Emit(OpCodes.Ldc_I8, 0L);
        else if (kind == PassedAs.Flonum) _il.Emit(OpCodes.Ldc_R8, 0.0);
        else _il.Emit(OpCodes.Call, _known.Nil);
    }

    private void MakeRecord(RecordType type, IReadOnlyList<ResolvedExpr> fields)
    {
        if (_unit.RecordOf(type) is not { } record)
        {
            var ready = Ready(fields);
            MakeGeneral(type, Array.ConvertAll(ready, static r => r.Loader));
            Release(ready);
            return;
        }
        var passed = Evaluate(fields, record.Kinds);
        var exit = NewExit(passed);
        foreach (var load in LoadsAs(passed, exit)) load();
        _il.Emit(OpCodes.Newobj, record.Constructor);
        _il.Emit(OpCodes.Newobj, _known.FromObject);
        OrElse(exit, () => MakeGeneral(type, LoadValues(passed)));
        Release(passed);
    }

    private void MakeGeneral(RecordType type, Action[] fields)
    {
        _unit.Constants.LoadInterned(_il, type);
        var layout = fields.Length < GeneralLayouts.Length ? GeneralLayouts[fields.Length] : typeof(RecordN);
        if (layout == typeof(RecordN)) LoadArray(fields);
        else foreach (var load in fields) load();
        _il.Emit(OpCodes.Newobj, _known.Import(layout.GetConstructors()[0]));
        _il.Emit(OpCodes.Newobj, _known.FromObject);
    }

    /// <summary>Emits the test of a record's type that jumps when it does not hold; false when the unit has no class for the type.</summary>
    private bool TestRecord(PrimitiveCall call, Instruction whenFalse)
    {
        if (_isCold || RecordTest(call) is not { } record) return false;
        var operand = Ready([call.Operands[0]]);
        var instance = InstanceOf(call.Operands[0], operand[0], record);
        _il.Emit(OpCodes.Ldloc, instance);
        if (call.Primitive.Name == nameof(Primitives.RecordIsExactly)) _il.Emit(OpCodes.Brfalse, whenFalse);
        else
        {
            var whenTrue = Instruction.Create(OpCodes.Nop);
            _il.Emit(OpCodes.Brtrue, whenTrue);
            Load(operand, release: false);
            _unit.Constants.LoadInterned(_il, record.RecordType);
            _il.Emit(OpCodes.Call, _known.Method(typeof(Records), nameof(Records.IsOther)));
            _il.Emit(OpCodes.Brfalse, whenFalse);
            _il.Append(whenTrue);
        }
        Release(operand);
        return true;
    }

    /// <summary>The class that a test of a record's type asks for first, if the unit has one.</summary>
    private EmittedRecord? RecordTest(PrimitiveCall call) =>
        call is { Primitive.Name: nameof(Primitives.RecordIs) or nameof(Primitives.RecordIsExactly), Operands: [_, ResolvedConstant { Value.Ref: RecordType type }] } ? _unit.RecordOf(type) : null;

    /// <summary>How the field is kept that an expression reads, if it is one of a class of the unit.</summary>
    private PassedAs FieldAs(ResolvedExpr expr) => _unit.Records.FieldRead(expr)?.KeptAs ?? PassedAs.Value;

    /// <summary>Pushes a field as a value.</summary>
    private void ReadField(PrimitiveCall call, ResolvedExpr expr, RecordType type, int index)
    {
        var operand = Ready([expr]);
        var isCertain = call.Primitive.Name == nameof(Primitives.RecordField);
        if (_isCold || _unit.RecordOf(type) is not { } record)
        {
            ReadGeneral();
            return;
        }
        var instance = InstanceOf(expr, operand[0], record);
        var exit = CanGiveUp || (_isLeaf && _isPure) ? _restart : new Exit();
        if (!isCertain)
        {
            _il.Emit(OpCodes.Ldloc, instance);
            _il.Emit(OpCodes.Brfalse, exit.Use());
        }
        _il.Emit(OpCodes.Ldloc, instance);
        _il.Emit(OpCodes.Ldfld, record.Fields[index]);
        if (record.Kinds[index] is var kind and not PassedAs.Value) Box(kind);
        OrElse(exit, ReadGeneral);
        Release(operand);

        void ReadGeneral()
        {
            if (!isCertain) Mark(call.Span);
            Load(operand, release: false);
            if (!isCertain) _unit.Constants.LoadInterned(_il, type);
            _il.Emit(OpCodes.Ldc_I4, index);
            _il.Emit(OpCodes.Call, _known.Method(typeof(Records), isCertain ? nameof(Records.Field) : nameof(Records.Get)));
        }
    }

    /// <summary>Pushes the field of a record as the raw number as which it is kept.</summary>
    private Action ComputeField(NumericField field, Exit exit)
    {
        var (record, index) = FieldRead(field.Call);
        var instance = InstanceOf(field.Record.Expr, field.Record.Ready, record);
        if (!field.IsCertain)
        {
            _il.Emit(OpCodes.Ldloc, instance);
            _il.Emit(OpCodes.Brfalse, exit.Use());
        }
        return () =>
        {
            _il.Emit(OpCodes.Ldloc, instance);
            _il.Emit(OpCodes.Ldfld, record.Fields[index]);
        };
    }

    /// <summary>The class and the index of a field that is read raw.</summary>
    private (EmittedRecord Record, int Index) FieldRead(PrimitiveCall call) =>
        (_unit.RecordOf((RecordType)((ResolvedConstant)call.Operands[1]).Value.Ref!)!, (int)((ResolvedConstant)call.Operands[2]).Value.Bits);

    /// <summary>Takes the instances of the variables whose fields a computation reads, before anything jumps out of it.</summary>
    private void TakeInstances(IEnumerable<Numeric> numbers)
    {
        foreach (var field in numbers.SelectMany(static n => n.Fields))
            if (UnchangedVariableOf(field.Record.Expr) is not null) InstanceOf(field.Record.Expr, field.Record.Ready, FieldRead(field.Call).Record);
    }

    /// <summary>The local with the evaluated expression as an object of a class, or null; a variable is cast only where it has not been.</summary>
    private VariableDefinition InstanceOf(ResolvedExpr expr, Operand operand, EmittedRecord record)
    {
        var variable = UnchangedVariableOf(expr);
        if (variable is not null && _instances.Find(i => i.Variable == variable && i.Record == record) is { } known) return known.Local;
        var local = NewLocal(record.Type, null);
        operand.Load();
        _il.Emit(OpCodes.Ldfld, _unit.ValueRef);
        _il.Emit(OpCodes.Isinst, record.Type);
        _il.Emit(OpCodes.Stloc, local);
        if (variable is not null && !_isCold) _instances.Add(new Instance(variable, record, local, _branches));
        return local;
    }

    /// <summary>The variable that an expression reads, if it always holds what it does now.</summary>
    private VariablePlace? UnchangedVariableOf(ResolvedExpr expr) =>
        VariableOf(expr) is { IsBoxed: false } variable && !(variable is Slot slot && _written.Contains(slot)) ? variable : null;
}
