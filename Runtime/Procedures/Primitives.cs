namespace Sema.Runtime.Procedures;

/// <summary>The runtime operations behind special forms. The compiler finds them by method name; overloads do not exist here.</summary>
public static class Primitives
{
    /// <summary><c>(throw value)</c>: raises; never returns (§4.12).</summary>
    public static Value Throw(Value value) => throw Raise.Thrown(value);
}
