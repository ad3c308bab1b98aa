using Sema.Runtime.Builtins;

namespace Sema.Runtime.Modules;

/// <summary>
/// The globals of a program or a module by name (§7.3). A module's parent is the program's root namespace; the root falls
/// back on the builtins, whose cells are made on first use.
/// </summary>
public sealed class Namespace(Namespace? parent = null)
{
    private readonly Dictionary<string, GlobalCell> _cells = new(StringComparer.Ordinal);
    private Dictionary<string, Namespace>? _modules;

    /// <summary>The namespace that unknown names are looked up in; null for the root.</summary>
    public Namespace? Parent { get; } = parent;

    /// <summary>The root namespace: where records define their procedures (§4.9).</summary>
    public Namespace Root => Parent?.Root ?? this;

    /// <summary>The names that a <c>module</c> form of the file exports; null for all that it binds (§7.3).</summary>
    public IReadOnlyList<string>? Exports { get; set; }

    /// <summary>The namespace of a module that was linked into the program, by its key; made when first asked for.</summary>
    public Namespace OfModule(string key)
    {
        var modules = Root._modules ??= new(StringComparer.Ordinal);
        if (!modules.TryGetValue(key, out var module)) modules.Add(key, module = new Namespace(Root));
        return module;
    }

    /// <summary>The cells defined here, not in a parent.</summary>
    public IReadOnlyDictionary<string, GlobalCell> Local => _cells;

    /// <summary>
    /// The cell of a name here, made when first asked for. As long as it is unbound, it stands for the parent's cell of the name; a cell of
    /// the root begins with the builtin or prelude macro of its name.
    /// </summary>
    public GlobalCell Lookup(string name)
    {
        if (_cells.TryGetValue(name, out var cell)) return cell;
        cell = new GlobalCell(name, Parent is null ? Predefined(name) : Value.Unbound)
        {
            Outer = Parent?.Lookup(name),
        };
        _cells.Add(name, cell);
        return cell;
    }

    private static Value Predefined(string name) =>
        BuiltinTable.Find(name) is { } builtin ? new Value(builtin.Procedure)
        : PreludeMacros.All.ContainsKey(name) ? new Value((object)new Macro(name, Value.Nil))
        : Value.Unbound;

    /// <summary>The cell that a definition of a name here fills.</summary>
    public GlobalCell Define(string name) => Lookup(name);
}
