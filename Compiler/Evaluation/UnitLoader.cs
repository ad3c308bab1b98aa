using System.Runtime.Loader;
using Sema.Compiler.Emit;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary>Runs resolved units in this process: emits them, loads them into a context of their own, and runs them.</summary>
public static class UnitLoader
{
    /// <summary>The value of a unit run in a namespace.</summary>
    public static Value Run(ResolvedProgram program, Namespace globals) => Run(Emitter.Run(program, "unit", hasEntryPoint: false), globals);

    /// <summary>The value of an emitted unit run in a namespace. It finds the libraries that it uses where they are.</summary>
    public static Value Run(byte[] image, Namespace globals, IReadOnlyList<Library>? libraries = null)
    {
        var context = new AssemblyLoadContext("unit", isCollectible: true);
        context.Resolving += (_, name) =>
            libraries?.FirstOrDefault(l => l.AssemblyName == name.Name) is { } library ? context.LoadFromAssemblyPath(library.Path) : null;
        var assembly = context.LoadFromStream(new MemoryStream(image));
        var unit = (CompiledUnit)Activator.CreateInstance(assembly.GetType("Program", throwOnError: true)!)!;
        unit.Namespace = globals;
        return unit.Run();
    }
}
