using Sema.Runtime.Procedures;

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

/// <summary>The record classes of a unit by their types.</summary>
public sealed class RecordClasses
{
    private readonly OrderedDictionary<RecordType, RecordClass> _classes = [];

    /// <summary>The classes, in the order in which the unit mentions their types.</summary>
    public IReadOnlyCollection<RecordClass> All => _classes.Values;

    /// <summary>The class for a type, or null.</summary>
    public RecordClass? Of(RecordType type) => _classes.GetValueOrDefault(type);

    /// <summary>The class for a type, a new one if there is none; null for records without fields.</summary>
    public RecordClass? Add(RecordType type)
    {
        if (type.Fields.Length > 0 && !_classes.ContainsKey(type)) _classes.Add(type, new RecordClass(type));
        return Of(type);
    }

    /// <summary>The field of one of the classes that an expression reads, or null.</summary>
    public RecordField? FieldRead(ResolvedExpr expr) =>
        expr is PrimitiveCall { Primitive.Name: nameof(Primitives.RecordGet) or nameof(Primitives.RecordField), Operands: [_, ResolvedConstant { Value.Ref: RecordType type }, ResolvedConstant index] }
            ? Of(type)?.Fields[(int)index.Value.Bits] : null;
}
