using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Modules;

/// <summary>
/// Joins a program and the modules it imports to one: where a module is first imported stand its forms, and every import is
/// a definition for each name it binds. Before: <c>(#%import m.sema f)</c>; after: the forms of m.sema, and
/// <c>(define f m.sema's f)</c>. Globals of modules get link names.
/// </summary>
internal sealed class Linker
{
    private readonly ModuleGraph _graph;
    private readonly HashSet<string> _rootNames = new(StringComparer.Ordinal);
    private readonly HashSet<LinkedModule> _linked = [];
    private readonly Dictionary<string, int> _imports = new(StringComparer.Ordinal);
    private bool _isOpen;

    private Linker(CoreProgram program, ModuleGraph graph)
    {
        _graph = graph;
        var scan = new RootScan(this, isRoot: true);
        foreach (var form in program.Forms) scan.Visit(form);
        foreach (var module in graph.Modules)
        {
            _rootNames.UnionWith(module.Records.Keys);
            var inner = new RootScan(this, isRoot: false);
            foreach (var form in module.Forms) inner.Visit(form);
        }
    }

    public static CoreProgram Run(CoreProgram program, ModuleGraph graph)
    {
        if (graph.Modules.Count + graph.Libraries.Count == 0) return program;
        var linker = new Linker(program, graph);
        var root = new ModuleRewriter(linker, null);
        return program with { Forms = program.Forms.Select(root.Rewrite).ToList() };
    }

    private SequenceExpr Import(ImportExpr import, LinkedModule? importer)
    {
        var items = new List<CoreExpr>();
        if (_graph.Libraries.TryGetValue(import.Module, out var library))
        {
            items.Add(new RunLibraryExpr(import.Span, library));
            foreach (var export in library.Exports.Values.Where(static e => e.IsInRoot))
                items.Add(Copy(import.Span, library, export.Name, null, isRequested: false));
            foreach (var (name, _) in _graph.ExportsOf(import)) items.Add(Copy(import.Span, library, name, importer, isRequested: import.Names is not null));
            items.Add(new ConstantExpr(import.Span, Value.Nil));
            return new SequenceExpr(import.Span, items);
        }
        var module = _graph[import.Module];
        if (_linked.Add(module)) Place(module, import.Span, items);
        foreach (var name in import.Names ?? module.Exports.Keys) items.Add(Copy(import.Span, module, name, importer, isRequested: import.Names is not null));
        if (module is { UsesNamespace: true, DeclaresExports: false } && import.Names is null)
            items.Add(Primitive(import.Span, nameof(Primitives.ImportRest), new NamespaceExpr(import.Span, module.Key), new NamespaceExpr(import.Span, importer?.Key)));
        items.Add(new ConstantExpr(import.Span, Value.Nil));
        return new SequenceExpr(import.Span, items);
    }

    private void Place(LinkedModule module, SourceSpan span, List<CoreExpr> items)
    {
        CoreExpr key = new ConstantExpr(span, Value.FromString(module.Key));
        if (_isOpen) items.Add(Primitive(span, nameof(Primitives.EnterModule), key, new NamespaceExpr(span, module.Key)));
        var rewriter = new ModuleRewriter(this, module);
        foreach (var form in module.Forms) items.Add(rewriter.Rewrite(form));
        foreach (var (name, isCertain) in module.Exports)
            if (NeedsSnapshot(module, name))
                items.Add(Define(span, LinkName.Of(name, module.Key), LinkName.Of(name, Snapshots(module)), isCertain, new ConstantExpr(span, Value.Nil)));
        if (!_isOpen) return;
        var exports = new ConstantExpr(span, module.DeclaresExports
            ? Lists.FromArray(module.Expander.Exports!.Select(Value.FromString).ToArray())
            : Value.Nil);
        items.Add(Primitive(span, nameof(Primitives.LeaveModule), key, exports, new NamespaceExpr(span, module.Key)));
    }

    /// <summary>A later import copies what the first one saw (§7.3).</summary>
    private bool NeedsSnapshot(LinkedModule module, string name) => _imports[module.Key] > 1 && module.IsMutable(name);

    private static string Snapshots(LinkedModule module) => module.Key + "#exports";

    private CoreExpr Copy(SourceSpan span, LinkedModule module, string name, LinkedModule? importer, bool isRequested)
    {
        var missing = Missing(span, name, isRequested);
        if (!module.Exports.TryGetValue(name, out var isCertain)) return missing;
        var source = LinkName.Of(name, NeedsSnapshot(module, name) ? Snapshots(module) : module.Key);
        return Define(span, source, LinkName.Of(name, importer?.Key), isCertain, missing);
    }

    private static CoreExpr Copy(SourceSpan span, Library library, string name, LinkedModule? importer, bool isRequested)
    {
        var missing = Missing(span, name, isRequested);
        if (!library.Exports.TryGetValue(name, out var export)) return missing;
        var value = new ExternalExpr(span, library, export);
        var definition = new DefineGlobalExpr(span, LinkName.Of(name, importer?.Key), value, export.IsInRoot) { IsImport = true };
        return Guard(export.IsCertain, value, definition, missing);
    }

    private static CoreExpr Define(SourceSpan span, string source, string target, bool isCertain, CoreExpr missing) =>
        Guard(isCertain, new GlobalExpr(span, source) { MayBeUnbound = true },
            new DefineGlobalExpr(span, target, new GlobalExpr(span, source)) { IsImport = true }, missing);

    private static CoreExpr Guard(bool isCertain, CoreExpr value, CoreExpr definition, CoreExpr missing) =>
        isCertain ? definition : new IfExpr(value.Span, Primitive(value.Span, nameof(Primitives.IsBound), value), definition, missing);

    private static CoreExpr Missing(SourceSpan span, string name, bool isRequested) => isRequested
        ? Primitive(span, nameof(Primitives.MissingExport), new ConstantExpr(span, Value.FromString(name)))
        : new ConstantExpr(span, Value.Nil);

    private static PrimitiveExpr Primitive(SourceSpan span, string name, params CoreExpr[] operands) => new(span, Core.Primitive.Of(name), operands);

    /// <summary>The link name of a name in the code of a module.</summary>
    private string Resolve(string name, LinkedModule module)
    {
        if (module.Bindings.ContainsKey(name)) return LinkName.Of(name, module.Key);
        if (_rootNames.Contains(name) || BuiltinTable.Find(name) is not null || PredefinedVariables.All.ContainsKey(name)) return name;
        return module.UsesNamespace || module.Assigned.Contains(name) ? LinkName.Of(name, module.Key) : name;
    }

    /// <summary>Replaces the imports of a program or module, and gives the globals of a module their link names.</summary>
    private sealed class ModuleRewriter(Linker linker, LinkedModule? module) : CoreRewriter
    {
        public override CoreExpr Rewrite(CoreExpr expr)
        {
            if (expr is ImportExpr import) return linker.Import(import, module);
            // Imports stand at top level only, so the program's own code stays as it is.
            if (module is null && expr is not (SequenceExpr or UnitExpr or DefineGlobalExpr { Value: SequenceExpr })) return expr;
            var result = base.Rewrite(expr);
            if (module is null) return result;
            return result switch
            {
                GlobalExpr global => global with { Name = linker.Resolve(global.Name, module) },
                SetGlobalExpr set => set with { Name = linker.Resolve(set.Name, module) },
                DefineGlobalExpr { InRoot: false } define => define with { Name = linker.Resolve(define.Name, module) },
                NamespaceExpr own => own with { Module = module.Key },
                _ => result,
            };
        }
    }

    /// <summary>Finds the names that the program itself binds, how often each module is imported, and whether there is run-time code.</summary>
    private sealed class RootScan(Linker linker, bool isRoot) : CoreVisitor
    {
        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case DefineGlobalExpr define when isRoot: linker._rootNames.Add(define.Name); break;
                case SetGlobalExpr set when isRoot: linker._rootNames.Add(set.Name); break;
                case NamespaceExpr: linker._isOpen = true; break;
                case ImportExpr import:
                    linker._imports[import.Module] = linker._imports.GetValueOrDefault(import.Module) + 1;
                    if (isRoot) linker._rootNames.UnionWith(linker._graph.ExportsOf(import).Select(static e => e.Key));
                    if (linker._graph.Libraries.TryGetValue(import.Module, out var library))
                        linker._rootNames.UnionWith(library.Exports.Values.Where(static e => e.IsInRoot).Select(static e => e.Name));
                    break;
            }
            base.Visit(expr);
        }
    }
}
