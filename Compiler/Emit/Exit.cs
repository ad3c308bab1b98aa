using Mono.Cecil.Cil;

namespace Sema.Compiler.Emit;

/// <summary>Code that is jumped to when raw arithmetic gives up; it is emitted only if something does jump there.</summary>
internal sealed class Exit
{
    private readonly Instruction _label = Instruction.Create(OpCodes.Nop);

    /// <summary>Whether some code jumps there.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>The target of a jump.</summary>
    public Instruction Use()
    {
        IsUsed = true;
        return _label;
    }
}
