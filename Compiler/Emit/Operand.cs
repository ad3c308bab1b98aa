using Mono.Cecil.Cil;

namespace Sema.Compiler.Emit;

/// <summary>An operand ready to be loaded, any number of times.</summary>
internal readonly record struct Operand(Action Loader, VariableDefinition? Temporary)
{
    /// <summary>The local with the raw number that it is for certain, if it is in one.</summary>
    public VariableDefinition? Raw { get; init; }

    public void Load() => Loader();
}
