using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Expansion;
using Sema.Compiler.Lowering;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Modules;

/// <summary>
/// The files of a program (§7): reads those that it imports and loads when the expander meets the forms. What cannot be found
/// is left to run time, as in the reference.
/// </summary>
internal sealed class ModuleGraph : IModuleLinker
{
    private readonly Dictionary<string, LinkedModule> _modules = new(StringComparer.Ordinal);
    private readonly List<string> _running = [];
    private readonly MacroTable _rootMacros;
    private readonly DiagnosticBag _diagnostics;
    private readonly string _folder;
    private readonly SourceText _program;
    private readonly IReadOnlyList<Library> _references;
    private readonly Dictionary<string, Library> _libraries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LibraryMacros> _libraryMacros = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SourceText?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Syntax[]> _forms = new(StringComparer.Ordinal);

    public ModuleGraph(SourceText program, MacroTable rootMacros, DiagnosticBag diagnostics, IReadOnlyList<Library> references)
    {
        _references = references;
        _rootMacros = rootMacros;
        _diagnostics = diagnostics;
        _folder = program.Path is { } path ? Path.GetDirectoryName(path)! : Host.Current.WorkingDirectory;
        _program = program;
    }

    /// <summary>The imported modules.</summary>
    public IReadOnlyCollection<LinkedModule> Modules => _modules.Values;

    /// <summary>The imported libraries by their keys in <see cref="ImportExpr"/>.</summary>
    public IReadOnlyDictionary<string, Library> Libraries => _libraries;

    /// <summary>The files read, and those looked for and not there, relative to the program's folder; the program's own excepted.</summary>
    public IReadOnlyDictionary<string, SourceText?> Files => _files;

    /// <summary>The forms of the files read, as written.</summary>
    public IReadOnlyDictionary<string, Syntax[]> Forms => _forms;

    /// <summary>Expands the program itself.</summary>
    public IReadOnlyList<Syntax> Expand(Expander expander, IReadOnlyList<Syntax> forms)
    {
        if (_program.Path is not null) _running.Add(Key(_program.Path));
        return expander.Run(forms);
    }

    /// <summary>Takes the program for a module: that of the library that it becomes.</summary>
    public LinkedModule ProgramAsModule(Syntax[] forms)
    {
        var key = _program.Path is { } path ? Key(path) : _program.Name;
        return Add(key, expander => (_program, Expand(expander, _program, key, forms)));
    }

    /// <summary>An imported module.</summary>
    public LinkedModule this[string key] => _modules[key];

    /// <inheritdoc/>
    public Syntax? Link(SyntaxList form, Expander importer)
    {
        if (form.Items is not [var head, SyntaxAtom { Value.Ref: string spec }, .. var names]) return null;
        var isImport = head.IsSymbol("import");
        if (isImport ? names.Any(static n => n.AsSymbol is null) : names.Length > 0) return null;
        if (isImport && _references.FirstOrDefault(l => l.IsMeantBy(spec)) is { } library) return Import(library, form, names, importer);
        var directory = form.Source.Path is { } from ? Path.GetDirectoryName(from)! : _folder;
        if (ModulePath.Find(spec, directory, isImport) is not { } path)
        {
            _files.TryAdd(Key(Path.GetFullPath(spec.Replace('\0', '_'), directory)), null);
            _diagnostics.WarnMissingFile(form.Items[1], spec);
            return null;
        }
        // What the program may not read is left to run time, where it raises.
        if (!Host.Current.MaySee(path)) return null;
        var key = Key(path);
        if (_running.IndexOf(key) is >= 0 and var start) throw DiagnosticBag.CyclicImport(form, [.. _running[start..], key]);
        return isImport ? Import(form, names, path, key, importer) : Load(form, path, key, importer);
    }

    private string Key(string path) => ModulePath.Relative(path, _folder);

    private SyntaxList Load(SyntaxList form, string path, string key, Expander importer) =>
        new SyntaxBuilder(form).List("#%units", Read(path, key, importer).Forms.ToArray());

    private SyntaxList Import(SyntaxList form, Syntax[] names, string path, string key, Expander importer)
    {
        if (!_modules.TryGetValue(key, out var module)) module = Add(key, expander => Read(path, key, expander));
        foreach (var name in names.Length == 0 ? module.Exports.Keys : names.Select(static n => n.AsSymbol!.Name))
        {
            if (module.Exports.ContainsKey(name)) module.Expander.Share(Symbol.Intern(name), importer);
            else _diagnostics.WarnMissingExport(names.First(n => n.IsSymbol(name)), name);
        }
        var build = new SyntaxBuilder(form);
        return build.List("#%import", build.Symbol(key), names);
    }

    /// <summary>Finds a compiled library for an import, before any file.</summary>
    private SyntaxList? Import(Library library, SyntaxList form, Syntax[] names, Expander importer)
    {
        var key = LibraryKey(library);
        if (_libraries.TryAdd(key, library)) _libraryMacros.Add(key, new LibraryMacros(library, _references, _rootMacros));
        var macros = library.Manifest.Macros.Count > 0 ? _libraryMacros[key].Expander : null;
        foreach (var name in names.Length == 0 ? library.Exports.Keys : names.Select(static n => n.AsSymbol!.Name))
        {
            if (!library.Exports.ContainsKey(name)) _diagnostics.WarnMissingExport(names.First(n => n.IsSymbol(name)), name);
            else if (macros is not null) macros.Share(Symbol.Intern(name), importer);
            else importer.Macros.Remove(Symbol.Intern(name));
        }
        var build = new SyntaxBuilder(form);
        return build.List("#%import", build.Symbol(key), names);
    }

    private static string LibraryKey(Library library) => library.AssemblyName + ".dll";

    private LinkedModule Add(string key, Func<Expander, (SourceText, IReadOnlyList<Syntax>)> read)
    {
        var expander = new Expander(new ExpansionEvaluator(), new MacroTable(_rootMacros), _diagnostics, this);
        var (source, forms) = read(expander);
        var units = Lowerer.Run(source, forms, _diagnostics, isOneUnit: false).Forms.Select(static f => new UnitExpr(f.Span, f)).ToList();
        var module = new LinkedModule(key, expander, units, this);
        _modules.Add(key, module);
        return module;
    }

    private (SourceText Source, IReadOnlyList<Syntax> Forms) Read(string path, string key, Expander expander)
    {
        if (SourceFile.Read(path, _diagnostics, key) is not { } source) return (new SourceText("", key), []);
        return Compilation.Read(source, _diagnostics) is { } forms ? (source, Expand(expander, source, key, forms)) : (source, []);
    }

    private IReadOnlyList<Syntax> Expand(Expander expander, SourceText source, string key, Syntax[] forms)
    {
        _files[key] = source;
        _forms[key] = forms;
        _running.Add(key);
        var expanded = expander.RunUnits(forms);
        _running.RemoveAt(_running.Count - 1);
        return expanded;
    }

    /// <summary>The exports of what an import form names, and of each whether it is bound for certain.</summary>
    public IEnumerable<KeyValuePair<string, bool>> ExportsOf(ImportExpr import)
    {
        var all = _libraries.TryGetValue(import.Module, out var library)
            ? library.Exports.Where(static e => !e.Value.IsInRoot).ToDictionary(static e => e.Key, static e => e.Value.IsCertain)
            : _modules[import.Module].Exports.ToDictionary();
        return import.Names is null ? all : import.Names.Select(n => KeyValuePair.Create(n, all.GetValueOrDefault(n)));
    }
}
