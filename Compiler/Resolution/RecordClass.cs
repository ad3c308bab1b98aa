namespace Sema.Compiler.Resolution;

/// <summary>
/// The class that the unit has for the records of a type whose constructor it knows, with a field for each of the constructor's. What does not fit a
/// field that is kept raw is made a <see cref="GeneralRecord"/> instead, so the kinds are guesses. The interpreter has no such classes.
/// </summary>
public sealed class RecordClass(RecordType type)
{
    /// <summary>The type.</summary>
    public RecordType Type { get; } = type;

    /// <summary>The fields in the constructor's order.</summary>
    public IReadOnlyList<RecordField> Fields { get; } = type.Fields.Select(static (name, i) => new RecordField(i, name)).ToArray();

    /// <summary>Whether the constructor is used as a value, so that what it is called with is unknown.</summary>
    public bool IsConstructorRead { get; set; }
}

/// <summary>One field of a <see cref="RecordClass"/>.</summary>
public sealed class RecordField(int index, string name) : VariablePlace(index, name);
