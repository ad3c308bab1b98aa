using Sema.Runtime.Builtins;

namespace Sema.Runtime.Modules;

/// <summary>
/// The globals of a program or a module by name (§7.3). A module's parent is the program's root namespace; the root falls
/// back on the builtins, whose cells are made on first use.
/// </summary>
public sealed class Namespace(Namespace? parent = null)
{
    private readonly Dictionary<string, GlobalCell> _cells = new(StringComparer.Ordinal);

    /// <summary>The namespace that unknown names are looked up in; null for the root.</summary>
    public Namespace? Parent { get; } = parent;

    /// <summary>The root namespace: where records define their procedures (§4.9).</summary>
    public Namespace Root => Parent?.Root ?? this;

    /// <summary>The cells defined here, not in a parent.</summary>
    public IReadOnlyDictionary<string, GlobalCell> Local => _cells;

    /// <summary>
    /// The cell that a reference to a name means: here, else in a parent, else a builtin's; else a new unbound cell here, which
    /// a later definition fills.
    /// </summary>
    public GlobalCell Lookup(string name) => Find(name) ?? Add(name, Value.Unbound);

    /// <summary>As <see cref="Lookup"/>, but null when there is none.</summary>
    public GlobalCell? Find(string name)
    {
        if (_cells.TryGetValue(name, out var cell)) return cell;
        if (Parent is not null) return Parent.Find(name);
        return BuiltinTable.Find(name) is { } builtin ? Add(name, new Value(builtin.Procedure)) : null;
    }

    /// <summary>The cell that a definition of a name here fills: made here unless it exists here.</summary>
    public GlobalCell Define(string name) => _cells.TryGetValue(name, out var cell) ? cell : Add(name, Value.Unbound);

    private GlobalCell Add(string name, Value value)
    {
        var cell = new GlobalCell(name, value);
        _cells.Add(name, cell);
        return cell;
    }
}
