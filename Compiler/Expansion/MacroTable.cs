namespace Sema.Compiler.Expansion;

/// <summary>The macros of a program: those of the prelude and those defined so far. It outlives a unit (REPL, <c>eval</c>).</summary>
public sealed class MacroTable
{
    private readonly Dictionary<Symbol, MacroDefinition> _macros = [];

    /// <summary>A table that holds the prelude macros.</summary>
    public MacroTable()
    {
        foreach (var macro in Prelude.Macros) Define(macro);
    }

    /// <summary>The names of all macros, in no order.</summary>
    public IEnumerable<Symbol> Names => _macros.Keys;

    /// <summary>The macro of a name, or null.</summary>
    public MacroDefinition? Find(Symbol name) => _macros.GetValueOrDefault(name);

    /// <summary>Adds a macro; it replaces one of the same name.</summary>
    public void Define(MacroDefinition macro) => _macros[macro.Name] = macro;

    /// <summary>Forgets a macro, because its name was given to a value.</summary>
    public void Remove(Symbol name) => _macros.Remove(name);
}
