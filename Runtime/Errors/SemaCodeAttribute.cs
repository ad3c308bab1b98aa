namespace Sema.Runtime.Errors;

/// <summary>Marks an emitted method that is the body of a Sema procedure, with the name that its frames show.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SemaCodeAttribute(string name) : Attribute
{
    /// <summary>The procedure's name, <c>&lt;lambda&gt;</c> if it has none.</summary>
    public string Name { get; } = name;
}
