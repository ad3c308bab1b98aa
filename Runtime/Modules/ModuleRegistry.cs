using System.Text;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Modules;

/// <summary>
/// The files that a running program imports and loads by paths it computes (§7), and those the compiler linked into it. One per
/// <see cref="SemaContext"/>.
/// </summary>
public sealed class ModuleRegistry
{
    private readonly Dictionary<string, List<KeyValuePair<string, Value>>> _exports = new(StringComparer.Ordinal);
    private readonly List<string> _running = [];

    private static string ProgramDirectory => SemaContext.Current.ProgramDirectory ?? Host.Current.WorkingDirectory;

    /// <summary>Runs a file once, and gives its exports, or those in a list of strings, to a namespace.</summary>
    /// <exception cref="SemaException">
    /// The file cannot be read (<c>:io</c>), runs already, raises, or does not export a name that was asked for.
    /// </exception>
    public void Import(string spec, Value names, Namespace importer)
    {
        var path = Find("import", spec, isImport: true);
        if (!_exports.TryGetValue(path, out var exports))
        {
            var module = new Namespace(importer.Root);
            Run("import", spec, path, module);
            Leave(path, module, out exports);
        }
        if (names.IsNil)
        {
            foreach (var (name, value) in exports) importer.Define(name).Value = value;
            return;
        }
        foreach (var wanted in Lists.ToArray(names))
        {
            var name = (string)wanted.Ref!;
            var found = exports.FindIndex(e => e.Key == name);
            if (found < 0) throw Raise.Eval($"import: module does not export '{name}'");
            importer.Define(name).Value = exports[found].Value;
        }
    }

    /// <summary>The value of the last form of a file, whose forms are evaluated in a namespace every time.</summary>
    /// <exception cref="SemaException">The file cannot be read (<c>:io</c>), runs already, or raises.</exception>
    public Value Load(string spec, Namespace globals) => Run("load", spec, Find("load", spec, isImport: false), globals);

    /// <summary>A linked module begins to run.</summary>
    internal void Enter(string key, Namespace module) => _running.Add(Path.GetFullPath(key, ProgramDirectory));

    /// <summary>A linked module has run.</summary>
    internal void Leave(string key, Namespace module)
    {
        _running.RemoveAt(_running.Count - 1);
        Leave(Path.GetFullPath(key, ProgramDirectory), module, out _);
    }

    /// <summary>Gives what a namespace binds to another.</summary>
    internal static void Copy(Namespace module, Namespace importer)
    {
        foreach (var (name, cell) in module.Local)
            if (!cell.Value.IsUnbound) importer.Define(name).Value = cell.Value;
    }

    private void Leave(string path, Namespace module, out List<KeyValuePair<string, Value>> exports)
    {
        exports = [];
        foreach (var name in module.Exports ?? module.Local.Keys)
            if (module.Local.TryGetValue(name, out var cell) && !cell.Value.IsUnbound) exports.Add(new(name, cell.Value));
        _exports[path] = exports;
    }

    /// <summary>The absolute path of a file or of a linked module.</summary>
    private string Find(string operation, string spec, bool isImport)
    {
        var directory = _running.Count > 0 ? Path.GetDirectoryName(_running[^1])! : ProgramDirectory;
        if (!spec.Contains('\0') && spec.Length > 0)
            foreach (var start in new[] { directory, ProgramDirectory })
                if (Path.GetFullPath(spec, start) is var linked && (_exports.ContainsKey(linked) || _running.Contains(linked))) return linked;
        Host.Current.Require(operation, Capabilities.FsRead);
        return OsErrors.Guard($"{operation} {spec}", () =>
        {
            // Before it is known whether the file exists: that, too, is none of a confined program's business.
            if (!isImport || !ModulePath.IsPackage(spec)) Host.Current.Confine(operation, spec, Path.Combine(directory, spec));
            return ModulePath.Find(spec, directory, isImport) is { } path ? Host.Current.Confine(operation, spec, path)
                : isImport && ModulePath.IsPackage(spec) ? throw Raise.Io($"package not found: {spec}", $"Run: sema pkg add {spec}")
                : throw (Directory.Exists(Path.Combine(directory, spec)) && spec.Length > 0 ? OsErrors.IsDirectory() : OsErrors.NotFound());
        });
    }

    private Value Run(string operation, string spec, string path, Namespace globals)
    {
        StackGuard.Check();
        if (_running.IndexOf(path) is >= 0 and var start)
            throw Raise.Eval($"cyclic import detected: {string.Join(" -> ", _running[start..].Append(path).Select(Shown))}");
        var evaluator = SemaContext.Current.Evaluator ?? throw Raise.Eval($"{operation} of a file at run time is not available in this program");
        var source = new SourceText(Read(operation, spec, path), Shown(path)) { Path = path };
        _running.Add(path);
        try
        {
            return evaluator.Load(source, globals);
        }
        finally
        {
            _running.RemoveAt(_running.Count - 1);
        }
    }

    private static string Shown(string path) => ModulePath.Relative(path, ProgramDirectory);

    private static string Read(string operation, string spec, string path) => OsErrors.Guard($"{operation} {spec}",
        () => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)));
}
