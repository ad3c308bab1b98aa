namespace Sema.Runtime.Builtins;

/// <summary>Construction and conversion of vectors (vectors.md).</summary>
[BuiltinGroup("vectors")]
public static class Vectors
{
    [Builtin("vector", Parameters = "x ...", Doc = "A vector of the arguments.")]
    public static Value Vector(params Value[] rest) => new(new Vector(rest));

    [Builtin("list->vector", Parameters = "lst", Doc = "A vector of the elements of a list.")]
    public static Value ListToVector(Value list) => list.IsList ? new Value(new Vector(Lists.ToArray(list)))
        : throw Raise.Type("list", list, "list->vector: argument 1 must be a list");

    [Builtin("vector->list", Parameters = "vec", Doc = "A list of the elements of a vector.")]
    public static Value VectorToList(Value vector) => vector.Ref is Vector v ? Lists.FromArray(v.Items)
        : throw Raise.Type("vector", vector, "vector->list: argument 1 must be a vector");
}
