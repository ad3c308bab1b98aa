using System.Runtime.Loader;
using Sema.Compiler.Emit;
using Sema.Compiler.Interpretation;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary>Runs resolved units in this process.</summary>
public static class UnitLoader
{
    /// <summary>The value of a unit run in a namespace. It finds the libraries that it uses where they are.</summary>
    public static Value Run(ResolvedProgram program, Namespace globals, BackEnd backEnd, IReadOnlyList<Library>? libraries = null) =>
        backEnd == BackEnd.Interpreter ? Interpreter.Run(program, globals) : RunEmitted(program, globals, libraries ?? []);

    // In a context of its own, so that the code goes when nothing refers to it any more.
    private static Value RunEmitted(ResolvedProgram program, Namespace globals, IReadOnlyList<Library> libraries)
    {
        var image = Emitter.Run(program, "unit", hasEntryPoint: false);
        var context = new AssemblyLoadContext("unit", isCollectible: true);
        context.Resolving += (_, name) =>
            libraries.FirstOrDefault(l => l.AssemblyName == name.Name) is { } library ? context.LoadFromAssemblyPath(library.Path) : null;
        var assembly = context.LoadFromStream(new MemoryStream(image));
        var unit = (CompiledUnit)Activator.CreateInstance(assembly.GetType("Program", throwOnError: true)!)!;
        unit.Namespace = globals;
        return unit.Run();
    }
}
