namespace Sema.Compiler.Modules;

/// <summary>What a library shows to programs and to C#.</summary>
/// <param name="Exports">The exports; their fields and methods are known when the library is emitted.</param>
/// <param name="ClassName">The name of the C# class.</param>
/// <param name="Documentation">The comment above each definition, by the name it defines.</param>
public sealed record LibrarySurface(IReadOnlyList<LibraryExport> Exports, string ClassName, IReadOnlyDictionary<string, string> Documentation)
{
    /// <summary>The surface of a library whose program is a module of the graph.</summary>
    internal static LibrarySurface Of(LinkedModule module, ModuleGraph graph, string className)
    {
        var exports = module.Exports.Select(e => new LibraryExport(e.Key, "", e.Value, false, module.Expander.Macros.Local.ContainsKey(Symbol.Intern(e.Key))))
            .Concat(graph.Modules.SelectMany(static m => m.Records)
                .Select(static r => new LibraryExport(r.Key, "", r.Value.IsCertain, true, false) { Parameters = r.Value.Arity }))
            .Concat(graph.Libraries.Values.SelectMany(static l => l.Exports.Values.Where(static e => e.IsInRoot)))
            .DistinctBy(static e => e.Name).ToList();
        var documentation = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var forms in graph.Forms.Values)
            foreach (var form in forms) DocComments.Collect(form, documentation);
        return new LibrarySurface(exports, className, documentation);
    }
}
