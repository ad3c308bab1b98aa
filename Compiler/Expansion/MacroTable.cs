using Sema.Runtime.Modules;

namespace Sema.Compiler.Expansion;

/// <summary>
/// The macros of a program: those of the prelude and those defined so far. It outlives a unit (REPL, <c>eval</c>). A module has a table
/// of its own, below the program's (§7.3).
/// </summary>
public sealed class MacroTable
{
    private readonly Func<Symbol, MacroDefinition?>? _outer;
    private readonly Dictionary<Symbol, MacroDefinition?> _macros = [];

    /// <summary>A table that holds the prelude macros.</summary>
    public MacroTable()
    {
        foreach (var macro in Prelude.Macros.Values) Define(macro);
    }

    /// <summary>The empty table of a module.</summary>
    public MacroTable(MacroTable parent) => _outer = parent.Find;

    /// <summary>The table of run-time code: its macros are values of the namespace it runs in.</summary>
    public MacroTable(Namespace globals) => _outer = name => globals.Lookup(name.Name).Visible.Ref is Macro macro ? RunTimeMacro(macro) : null;

    /// <summary>The macros defined here, not in a parent.</summary>
    public IReadOnlyDictionary<Symbol, MacroDefinition> Local =>
        _macros.Where(static m => m.Value is not null).ToDictionary(static m => m.Key, static m => m.Value!);

    /// <summary>The macro of a name, or null.</summary>
    public MacroDefinition? Find(Symbol name) => _macros.TryGetValue(name, out var macro) ? macro : _outer?.Invoke(name);

    private static MacroDefinition? RunTimeMacro(Macro macro)
    {
        var name = Symbol.Intern(macro.Name);
        return macro.Definition.Ref switch
        {
            Procedure transformer => new ProcedureMacro(name, transformer.Arity, new Lazy<Procedure>(transformer)),
            not null when macro.Definition.IsList => SyntaxRules.Parse(name, (SyntaxList)new DatumMap().ToSyntax(macro.Definition, DatumMap.Nowhere, DatumMap.Nowhere)),
            _ => Prelude.Macros.GetValueOrDefault(macro.Name),
        };
    }

    /// <summary>Adds a macro; it replaces one of the same name.</summary>
    public void Define(MacroDefinition macro) => _macros[macro.Name] = macro;

    /// <summary>Forgets a macro, because its name was given to a value.</summary>
    public void Remove(Symbol name) => _macros[name] = null;
}
