using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

// Operations on records of a type that is known: the class is chosen by the number of fields, and the JIT inlines the rest.
internal sealed partial class ProcedureEmitter
{
    private static readonly Type[] RecordLayouts = [typeof(RecordN), typeof(Record1), typeof(Record2), typeof(Record3), typeof(Record4)];

    /// <summary>Emits a record operation; false when the primitive is none. The result is a value, or a boolean for <c>RecordIs</c>.</summary>
    private bool RecordOperation(PrimitiveCall call)
    {
        switch (call.Primitive.Name)
        {
            case nameof(Primitives.RecordMake) when call.Operands[0] is ResolvedConstant { Value.Ref: RecordType type }:
                var fields = Ready(call.Operands.Skip(1).ToList());
                _unit.Constants.LoadInterned(_il, type);
                var layout = Layout(type);
                if (layout == typeof(RecordN))
                {
                    LoadArray(fields);
                    Release(fields);
                }
                else Load(fields);
                _il.Emit(OpCodes.Newobj, _known.Import(layout.GetConstructors()[0]));
                _il.Emit(OpCodes.Newobj, _known.FromObject);
                return true;
            case nameof(Primitives.RecordIs) or nameof(Primitives.RecordIsExactly) when call.Operands[1] is ResolvedConstant { Value.Ref: RecordType type }:
                Load(Ready([call.Operands[0]]));
                _unit.Constants.LoadInterned(_il, type);
                _il.Emit(OpCodes.Call, RecordMethod(type, call.Primitive.Name == nameof(Primitives.RecordIs) ? nameof(Records.Is) : nameof(Records.IsExactly)));
                return true;
            case nameof(Primitives.RecordField) when call.Operands is [_, ResolvedConstant { Value.Ref: RecordType type }, ResolvedConstant index]:
                Load(Ready([call.Operands[0]]));
                _il.Emit(OpCodes.Ldc_I4, (int)index.Value.Bits);
                _il.Emit(OpCodes.Call, RecordMethod(type, nameof(Records.Field)));
                return true;
            case nameof(Primitives.RecordGet) when call.Operands is [_, ResolvedConstant { Value.Ref: RecordType type }, ResolvedConstant index]:
                var record = Ready([call.Operands[0]]);
                Mark(call.Span);
                Load(record);
                _unit.Constants.LoadInterned(_il, type);
                _il.Emit(OpCodes.Ldc_I4, (int)index.Value.Bits);
                _il.Emit(OpCodes.Call, RecordMethod(type, nameof(Records.Get)));
                return true;
            default: return false;
        }
    }

    private static Type Layout(RecordType type) => type.Fields.Length < RecordLayouts.Length ? RecordLayouts[type.Fields.Length] : typeof(RecordN);

    private MethodReference RecordMethod(RecordType type, string name) =>
        _known.Method(Layout(type) is var layout && layout == typeof(RecordN) ? typeof(Records) : layout, name);
}
