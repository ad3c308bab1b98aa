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

    /// <summary>The cell of the name in the parent namespace, which this one stands for while it is unbound; null in the root.</summary>
    internal GlobalCell? Outer { get; init; }

    /// <summary>What a reference to the name sees: <see cref="Value.Unbound"/> when nothing binds it.</summary>
    public Value Visible => Value.IsUnbound && Outer is not null ? Outer.Visible : Value;

    /// <summary>Assigns the name (<c>set!</c>): where it is bound, else here.</summary>
    public void Assign(Value value)
    {
        if (Value.IsUnbound && Outer is { Visible.IsUnbound: false }) Outer.Assign(value);
        else Value = value;
    }
}
