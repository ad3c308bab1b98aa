using Sema.Compiler.Diagnostics;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Expansion;

namespace Sema.Compiler.Modules;

/// <summary>The macros of a compiled library, with the definitions they need, from the texts in its manifest.</summary>
internal sealed class LibraryMacros(Library library, IReadOnlyList<Library> libraries, MacroTable rootMacros) : IModuleLinker
{
    private readonly Dictionary<string, Expander> _modules = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _diagnostics = new();

    /// <summary>The expander that has seen the library's own module; null when that has no macros.</summary>
    public Expander? Expander => Module(library.Manifest.Module);

    /// <inheritdoc/>
    public Syntax? Link(SyntaxList form, Expander importer)
    {
        if (form.Items is not [var head, SyntaxAtom { Value.Ref: string spec }, .. var names]) return null;
        var key = KeyOf(spec, form.Source.Name);
        if (head.IsSymbol("load"))
        {
            if (library.Manifest.Macros.TryGetValue(key, out var text)) importer.RunUnits(Reader.ReadAll(new SourceText(text, key)));
            return form;
        }
        var module = Module(key) ?? libraries.Where(l => l.IsMeantBy(key)).Select(l => new LibraryMacros(l, libraries, rootMacros).Expander).FirstOrDefault();
        if (module is null) return form;
        var wanted = names.Select(static n => n.AsSymbol).OfType<Symbol>().ToHashSet();
        // What is no macro may be a procedure that one needs; if it is none, nobody will ask for it.
        foreach (var name in wanted.Count > 0 ? wanted : module.Macros.Local.Keys.Concat(module.Definitions.Names).ToHashSet())
            module.Share(name, importer);
        return form;
    }

    private Expander? Module(string key)
    {
        if (_modules.TryGetValue(key, out var known)) return known;
        if (!library.Manifest.Macros.TryGetValue(key, out var text)) return null;
        var expander = new Expander(new ExpansionEvaluator(), new MacroTable(rootMacros), _diagnostics, this);
        _modules.Add(key, expander);
        expander.RunUnits(Reader.ReadAll(new SourceText(text, key)));
        return expander;
    }

    /// <summary>The path of a file relative to the library's folder, from the path relative to the file that names it.</summary>
    private static string KeyOf(string spec, string from)
    {
        var root = Path.GetFullPath("/");
        var folder = Path.GetDirectoryName(Path.GetFullPath(from, root))!;
        return Path.GetRelativePath(root, Path.GetFullPath(spec, folder)).Replace('\\', '/');
    }
}
