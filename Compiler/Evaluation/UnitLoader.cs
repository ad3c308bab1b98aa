using System.Runtime.Loader;
using Sema.Compiler.Emit;
using Sema.Compiler.Interpretation;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary>Runs resolved units in this process.</summary>
public static class UnitLoader
{
    /// <summary>The value of a unit run in a namespace.</summary>
    public static Value Run(ResolvedProgram program, Namespace globals, BackEnd backEnd) =>
        backEnd == BackEnd.Interpreter ? Interpreter.Run(program, globals) : RunEmitted(program, globals);

    // In a context of its own, so that the code goes when nothing refers to it any more.
    private static Value RunEmitted(ResolvedProgram program, Namespace globals)
    {
        var image = Emitter.Run(program, "unit", hasEntryPoint: false);
        var assembly = new AssemblyLoadContext("unit", isCollectible: true).LoadFromStream(new MemoryStream(image));
        var unit = (CompiledUnit)Activator.CreateInstance(assembly.GetType("Program", throwOnError: true)!)!;
        unit.Namespace = globals;
        return unit.Run();
    }
}
