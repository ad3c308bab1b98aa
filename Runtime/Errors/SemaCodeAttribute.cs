namespace Sema.Runtime.Errors;

/// <summary>Marks an emitted method that is the body of a Sema procedure, with the name that its frames show.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SemaCodeAttribute(string name, int startsOver) : Attribute
{
    /// <summary>A method that never calls another version of itself.</summary>
    public SemaCodeAttribute(string name)
        : this(name, int.MaxValue)
    {
    }

    /// <summary>The procedure's name, <c>&lt;lambda&gt;</c> if it has none.</summary>
    public string Name { get; } = name;

    /// <summary>The IL offset from which on it only calls the version that does its work: there its frame is not shown.</summary>
    public int StartsOver { get; } = startsOver;
}
