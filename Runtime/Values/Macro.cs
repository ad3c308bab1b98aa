namespace Sema.Runtime.Values;

/// <summary>A macro as a value: printable, not callable (§6.3).</summary>
/// <param name="name">The name it was defined by.</param>
/// <param name="definition">
/// What run-time code needs to expand calls of it: the procedure of a <c>defmacro</c>, the <c>(syntax-rules …)</c> form of a
/// <c>define-syntax</c>; nil for a macro of the prelude, and in programs without run-time code.
/// </param>
public sealed class Macro(string name, Value definition) : HeapObject
{
    /// <summary>The name it was defined by.</summary>
    public string Name { get; } = name;

    /// <summary>What run-time code needs to expand calls of it, or nil.</summary>
    public Value Definition { get; } = definition;

    /// <inheritdoc/>
    public override string TypeName => "macro";

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append("<macro ").Append(Name).Append(">");
}
