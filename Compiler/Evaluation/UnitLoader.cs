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
        backEnd == BackEnd.Interpreter ? Interpreter.Run(program, globals)
        : Load(Emitter.Run(program, "unit", hasEntryPoint: false), globals, libraries ?? []).Run();

    /// <summary>An emitted unit, ready to run in a namespace. Its code goes when nothing refers to it any more.</summary>
    public static CompiledUnit Load(byte[] image, Namespace globals, IReadOnlyList<Library> libraries)
    {
        var context = new AssemblyLoadContext("unit", isCollectible: true);
        context.Resolving += (_, name) =>
            libraries.FirstOrDefault(l => l.AssemblyName == name.Name) is { } library ? context.LoadFromAssemblyPath(library.Path) : null;
        var assembly = context.LoadFromStream(new MemoryStream(image));
        var unit = (CompiledUnit)Activator.CreateInstance(assembly.GetType("Program", throwOnError: true)!)!;
        unit.Namespace = globals;
        return unit;
    }
}
