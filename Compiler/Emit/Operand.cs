using Mono.Cecil.Cil;

namespace Sema.Compiler.Emit;

/// <summary>An operand ready to be loaded, any number of times.</summary>
internal readonly record struct Operand(Action Loader, VariableDefinition? Temporary)
{
    public void Load() => Loader();
}
