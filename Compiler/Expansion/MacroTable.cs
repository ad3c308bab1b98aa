namespace Sema.Compiler.Expansion;

/// <summary>
/// The macros of a program: those of the prelude and those defined so far. It outlives a unit (REPL, <c>eval</c>). A module has a table
/// of its own, below the program's (§7.3).
/// </summary>
public sealed class MacroTable
{
    private readonly MacroTable? _parent;
    private readonly Dictionary<Symbol, MacroDefinition?> _macros = [];

    /// <summary>A table that holds the prelude macros.</summary>
    public MacroTable()
    {
        foreach (var macro in Prelude.Macros) Define(macro);
    }

    /// <summary>The empty table of a module.</summary>
    public MacroTable(MacroTable parent) => _parent = parent;

    /// <summary>The names of all macros, in no order.</summary>
    public IEnumerable<Symbol> Names => _parent is null ? Local.Keys : Local.Keys.Union(_parent.Names.Where(n => !_macros.ContainsKey(n)));

    /// <summary>The macros defined here, not in a parent.</summary>
    public IReadOnlyDictionary<Symbol, MacroDefinition> Local =>
        _macros.Where(static m => m.Value is not null).ToDictionary(static m => m.Key, static m => m.Value!);

    /// <summary>The macro of a name, or null.</summary>
    public MacroDefinition? Find(Symbol name) => _macros.TryGetValue(name, out var macro) ? macro : _parent?.Find(name);

    /// <summary>Adds a macro; it replaces one of the same name.</summary>
    public void Define(MacroDefinition macro) => _macros[macro.Name] = macro;

    /// <summary>Forgets a macro, because its name was given to a value.</summary>
    public void Remove(Symbol name) => _macros[name] = null;
}
