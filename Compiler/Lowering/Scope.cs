using Sema.Compiler.Core;

namespace Sema.Compiler.Lowering;

/// <summary>The local names visible at a place. A scope is a block: an internal <c>define</c> adds to the innermost one.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, Variable> _names = new(StringComparer.Ordinal);

    /// <summary>The variables that definitions in nested positions created: nil until then.</summary>
    public List<Variable> Hoisted { get; } = [];

    /// <summary>The variable of a name here or further out; null when it is a global.</summary>
    public Variable? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope._names.TryGetValue(name, out var variable)) return variable;
        return null;
    }

    /// <summary>The variable of a name in this very block.</summary>
    public Variable? FindHere(string name) => _names.GetValueOrDefault(name);

    /// <summary>A new variable, which hides an older one of the name.</summary>
    public Variable Add(string name) => _names[name] = new Variable(name);

    private Scope? Parent { get; } = parent;
}
