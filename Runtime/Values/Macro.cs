namespace Sema.Runtime.Values;

/// <summary>A macro as a value: printable, not callable (§6.3). Its transformer exists at expansion time only.</summary>
public sealed class Macro(string name) : HeapObject
{
    /// <summary>The name it was defined by.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override string TypeName => "macro";

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("<macro ").Append(Name).Append(">");
}
