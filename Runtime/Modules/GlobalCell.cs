namespace Sema.Runtime.Modules;

/// <summary>The storage of one global in an environment that run-time code can reach by name (§9).</summary>
public sealed class GlobalCell
{
    /// <summary>The current value; <see cref="Value.Unbound"/> before the definition.</summary>
    public Value Value;

    internal GlobalCell(string name, Value value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The global's name.</summary>
    public string Name { get; }
}
