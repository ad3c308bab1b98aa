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

    public ModuleGraph(SourceText program, MacroTable rootMacros, DiagnosticBag diagnostics)
    {
        _rootMacros = rootMacros;
        _diagnostics = diagnostics;
        _folder = program.Path is { } path ? Path.GetDirectoryName(path)! : Host.Current.WorkingDirectory;
        if (program.Path is not null) _running.Add(Key(program.Path));
    }

    /// <summary>The imported modules.</summary>
    public IReadOnlyCollection<LinkedModule> Modules => _modules.Values;

    /// <summary>An imported module.</summary>
    public LinkedModule this[string key] => _modules[key];

    /// <inheritdoc/>
    public Syntax? Link(SyntaxList form, Expander importer)
    {
        if (form.Items is not [var head, SyntaxAtom { Value.Ref: string spec }, .. var names]) return null;
        var isImport = head.IsSymbol("import");
        if (isImport ? names.Any(static n => n.AsSymbol is null) : names.Length > 0) return null;
        var directory = form.Source.Path is { } from ? Path.GetDirectoryName(from)! : _folder;
        if (ModulePath.Find(spec, directory, isImport) is not { } path)
        {
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
        new SyntaxBuilder(form).List("%units", Read(path, key, importer).Forms.ToArray());

    private SyntaxList Import(SyntaxList form, Syntax[] names, string path, string key, Expander importer)
    {
        if (!_modules.TryGetValue(key, out var module))
        {
            var expander = new Expander(new ExpansionEvaluator(), new MacroTable(_rootMacros), _diagnostics, this);
            var (source, forms) = Read(path, key, expander);
            var units = Lowerer.Run(source, forms, _diagnostics).Forms.Select(static f => new UnitExpr(f.Span, f)).ToList();
            module = new LinkedModule(key, expander, units, this);
            _modules.Add(key, module);
        }
        foreach (var name in names.Length == 0 ? module.Exports.Keys : names.Select(static n => n.AsSymbol!.Name))
        {
            if (module.Exports.ContainsKey(name)) Share(Symbol.Intern(name), module.Expander, importer);
            else _diagnostics.WarnMissingExport(names.First(n => n.IsSymbol(name)), name);
        }
        var build = new SyntaxBuilder(form);
        return build.List("%import", build.Symbol(key), names);
    }

    /// <summary>Makes a macro, or a procedure that macros may call, known to the code below an import (differences.md 1).</summary>
    private static void Share(Symbol name, Expander module, Expander importer)
    {
        if (module.Macros.Local.TryGetValue(name, out var macro)) importer.Macros.Define(macro);
        else
        {
            importer.Macros.Remove(name);
            importer.Definitions.Import(name, module.Definitions);
        }
    }

    private (SourceText Source, IReadOnlyList<Syntax> Forms) Read(string path, string key, Expander expander)
    {
        if (SourceFile.Read(path, _diagnostics, key) is not { } source) return (new SourceText("", key), []);
        _running.Add(key);
        var forms = Compilation.Read(source, _diagnostics) is { } read ? expander.RunUnits(read) : [];
        _running.RemoveAt(_running.Count - 1);
        return (source, forms);
    }
}
