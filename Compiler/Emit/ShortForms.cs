using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sema.Compiler.Emit;

/// <summary>
/// Gives instructions the shortest form that their operands allow, and their offsets. Time is linear in the length of the method; Cecil's own <c>OptimizeMacros</c> computes
/// all offsets anew for each branch.
/// </summary>
internal static class ShortForms
{
    private static readonly OpCode[] LoadArgument = [OpCodes.Ldarg_0, OpCodes.Ldarg_1, OpCodes.Ldarg_2, OpCodes.Ldarg_3];
    private static readonly OpCode[] LoadLocal = [OpCodes.Ldloc_0, OpCodes.Ldloc_1, OpCodes.Ldloc_2, OpCodes.Ldloc_3];
    private static readonly OpCode[] StoreLocal = [OpCodes.Stloc_0, OpCodes.Stloc_1, OpCodes.Stloc_2, OpCodes.Stloc_3];

    private static readonly OpCode[] LoadConstant =
    [
        OpCodes.Ldc_I4_M1, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_1, OpCodes.Ldc_I4_2, OpCodes.Ldc_I4_3, OpCodes.Ldc_I4_4, OpCodes.Ldc_I4_5, OpCodes.Ldc_I4_6, OpCodes.Ldc_I4_7, OpCodes.Ldc_I4_8,
    ];

    /// <summary>Shortens the instructions of a method that has all of them.</summary>
    public static void Apply(MethodBody body)
    {
        foreach (var instruction in body.Instructions) ShortenAccess(instruction, body.Method.HasThis ? 1 : 0);
        // Shorter branches bring others within reach, so it is done twice; what a third time would gain is next to nothing.
        for (var round = 0; round < 2; round++)
        {
            SetOffsets(body);
            // The offsets are those before any of the branches got shorter: the true distances are no longer than these.
            foreach (var instruction in body.Instructions) ShortenBranch(instruction);
        }
        SetOffsets(body);
    }

    private static void ShortenAccess(Instruction instruction, int firstParameter)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldarg: Shorten(instruction, Index((ParameterDefinition)instruction.Operand), LoadArgument, OpCodes.Ldarg_S); break;
            case Code.Starg: Shorten(instruction, Index((ParameterDefinition)instruction.Operand), [], OpCodes.Starg_S); break;
            case Code.Ldarga: Shorten(instruction, Index((ParameterDefinition)instruction.Operand), [], OpCodes.Ldarga_S); break;
            case Code.Ldloc: Shorten(instruction, ((VariableDefinition)instruction.Operand).Index, LoadLocal, OpCodes.Ldloc_S); break;
            case Code.Stloc: Shorten(instruction, ((VariableDefinition)instruction.Operand).Index, StoreLocal, OpCodes.Stloc_S); break;
            case Code.Ldloca: Shorten(instruction, ((VariableDefinition)instruction.Operand).Index, [], OpCodes.Ldloca_S); break;
            case Code.Ldc_I4:
                var number = (int)instruction.Operand;
                if (number is >= -1 and <= 8) Set(instruction, LoadConstant[number + 1], null);
                else if (number is >= sbyte.MinValue and <= sbyte.MaxValue) Set(instruction, OpCodes.Ldc_I4_S, (sbyte)number);
                break;
        }

        // The object itself is the first argument of an instance method.
        int Index(ParameterDefinition parameter) => parameter.Index + firstParameter;
    }

    private static void Shorten(Instruction instruction, int index, OpCode[] first, OpCode shorter)
    {
        if (index < first.Length) Set(instruction, first[index], null);
        else if (index <= byte.MaxValue) Set(instruction, shorter, instruction.Operand);
    }

    private static void Set(Instruction instruction, OpCode code, object? operand) => (instruction.OpCode, instruction.Operand) = (code, operand);

    private static void ShortenBranch(Instruction instruction)
    {
        if (instruction.OpCode.OperandType != OperandType.InlineBrTarget) return;
        var shorter = ShortBranch(instruction.OpCode.Code);
        var distance = ((Instruction)instruction.Operand).Offset - (instruction.Offset + instruction.GetSize());
        if (distance is >= sbyte.MinValue and <= sbyte.MaxValue) instruction.OpCode = shorter;
    }

    private static OpCode ShortBranch(Code code) => code switch
    {
        Code.Br => OpCodes.Br_S,
        Code.Brfalse => OpCodes.Brfalse_S,
        Code.Brtrue => OpCodes.Brtrue_S,
        Code.Beq => OpCodes.Beq_S,
        Code.Bge => OpCodes.Bge_S,
        Code.Bgt => OpCodes.Bgt_S,
        Code.Ble => OpCodes.Ble_S,
        Code.Blt => OpCodes.Blt_S,
        Code.Bne_Un => OpCodes.Bne_Un_S,
        Code.Bge_Un => OpCodes.Bge_Un_S,
        Code.Bgt_Un => OpCodes.Bgt_Un_S,
        Code.Ble_Un => OpCodes.Ble_Un_S,
        Code.Blt_Un => OpCodes.Blt_Un_S,
        Code.Leave => OpCodes.Leave_S,
        _ => throw new InvalidOperationException($"not a branch: {code}"),
    };

    private static void SetOffsets(MethodBody body)
    {
        var offset = 0;
        foreach (var instruction in body.Instructions)
        {
            instruction.Offset = offset;
            offset += instruction.GetSize();
        }
    }
}
