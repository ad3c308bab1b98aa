using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>ResolvedExpr → a .NET assembly with an embedded portable PDB. The same program gives the same bytes.</summary>
public static class Emitter
{
    /// <summary>Emits a unit. With <paramref name="hasEntryPoint"/> the assembly can be run by <c>dotnet</c>.</summary>
    /// <param name="program">The resolved unit.</param>
    /// <param name="name">The assembly's name, without extension.</param>
    /// <param name="hasEntryPoint">Whether to add <c>Main</c>.</param>
    public static byte[] Run(ResolvedProgram program, string name, bool hasEntryPoint)
    {
        using var assembly = New(name, hasEntryPoint ? ModuleKind.Console : ModuleKind.Dll);
        new UnitEmitter(program, assembly.MainModule).Run(hasEntryPoint);
        return Write(assembly);
    }

    /// <summary>Emits a library for other programs and for C#.</summary>
    /// <param name="program">The resolved unit.</param>
    /// <param name="name">The assembly's name, without extension.</param>
    /// <param name="surface">What the library shows.</param>
    /// <param name="manifest">The manifest of a library with the exports given.</param>
    public static LibraryImage Library(ResolvedProgram program, string name, LibrarySurface surface, Func<IReadOnlyList<LibraryExport>, LibraryManifest> manifest)
    {
        using var assembly = New(name, ModuleKind.Dll);
        var module = assembly.MainModule;
        var unit = new UnitEmitter(program, module, LibraryEmitter.UnitName);
        var library = new LibraryEmitter(unit, module, surface);
        var documentation = unit.Run(hasEntryPoint: false, library)!;
        module.Resources.Add(new EmbeddedResource(LibraryManifest.ResourceName, ManifestResourceAttributes.Public, manifest(library.Exports).Write()));
        return new LibraryImage(Write(assembly), documentation);
    }

    private static AssemblyDefinition New(string name, ModuleKind kind) => AssemblyDefinition.CreateAssembly(
        new AssemblyNameDefinition(name, new Version(1, 0, 0, 0)), name + ".dll", new ModuleParameters { Kind = kind });

    private static byte[] Write(AssemblyDefinition assembly)
    {
        using var image = new MemoryStream();
        assembly.Write(image, new WriterParameters
        {
            WriteSymbols = true,
            SymbolWriterProvider = new EmbeddedSymbols(),
            DeterministicMvid = true,
            Timestamp = 0,
        });
        return image.ToArray();
    }

    /// <summary>Cecil's provider insists on a file name even where no file is written.</summary>
    private sealed class EmbeddedSymbols : ISymbolWriterProvider
    {
        private readonly EmbeddedPortablePdbWriterProvider _provider = new();

        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) => _provider.GetSymbolWriter(module, module.Name);

        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => _provider.GetSymbolWriter(module, symbolStream);
    }
}
