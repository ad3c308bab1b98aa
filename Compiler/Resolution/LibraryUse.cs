using Sema.Runtime.Builtins;

namespace Sema.Compiler.Resolution;

/// <summary>Finds the libraries that a program's builtins need; an open program may call any builtin.</summary>
public sealed class LibraryUse : ResolvedVisitor
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    private LibraryUse()
    {
    }

    /// <summary>The names of the assemblies, as <see cref="BuiltinGroupAttribute.Libraries"/> declares them.</summary>
    public static IReadOnlyCollection<string> Of(ResolvedProgram program)
    {
        var use = new LibraryUse();
        if (program.IsOpen)
        {
            foreach (var builtin in BuiltinTable.All.Values) use.Add(builtin);
            return use._names;
        }
        use.Visit(program.Main.Body);
        foreach (var procedure in program.Procedures) use.Visit(procedure.Body);
        foreach (var global in program.Globals)
            if (global.Builtin is { } builtin) use.Add(builtin);
        return use._names;
    }

    /// <inheritdoc/>
    public override void Visit(ResolvedExpr expr)
    {
        if (expr is BuiltinRead read) Add(read.Builtin);
        else if (expr is BuiltinCall call) Add(call.Builtin);
        base.Visit(expr);
    }

    private void Add(BuiltinInfo builtin) => _names.UnionWith(builtin.Libraries);
}
