using System.Buffers.Binary;

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

    /// <summary>Of two embeddings: bytevectors of packed little-endian floats.</summary>
    [Builtin("vector/dot-product", Parameters = "a b", Doc = "The dot product of two embedding bytevectors.")]
    public static Value DotProduct(Value a, Value b)
    {
        var (left, right) = Embeddings("vector/dot-product", a, b);
        return new Value(Dot(left, right));
    }

    /// <summary>0.0 when one of them is zero.</summary>
    [Builtin("vector/cosine-similarity", Parameters = "a b", Doc = "The cosine of the angle between two embedding bytevectors.")]
    public static Value CosineSimilarity(Value a, Value b)
    {
        var (left, right) = Embeddings("vector/cosine-similarity", a, b);
        double leftNorm = Math.Sqrt(Dot(left, left)), rightNorm = Math.Sqrt(Dot(right, right));
        return new Value(leftNorm == 0 || rightNorm == 0 ? 0.0 : Dot(left, right) / (leftNorm * rightNorm));
    }

    /// <summary>Euclidean.</summary>
    [Builtin("vector/distance", Parameters = "a b", Doc = "The Euclidean distance of two embedding bytevectors.")]
    public static Value Distance(Value a, Value b)
    {
        var (left, right) = Embeddings("vector/distance", a, b);
        for (var i = 0; i < left.Length; i++) left[i] -= right[i];
        return new Value(Math.Sqrt(Dot(left, left)));
    }

    /// <summary>A zero vector stays as it is.</summary>
    [Builtin("vector/normalize", Parameters = "v", Doc = "The embedding bytevector of the same direction and length 1.")]
    public static Value Normalize(Value v)
    {
        var items = Embedding("vector/normalize", v);
        if (items.Length == 0) throw Invalid("vector/normalize");
        var norm = Math.Sqrt(Dot(items, items));
        var bytes = new byte[items.Length * sizeof(double)];
        for (var i = 0; i < items.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), norm == 0 ? 0.0 : items[i] / norm);
        return Bytevectors.Pack(bytes);
    }

    private static (double[] Left, double[] Right) Embeddings(string name, Value a, Value b)
    {
        double[] left = Embedding(name, a), right = Embedding(name, b);
        return left.Length == right.Length ? (left, right) : throw Raise.Eval($"{name}: length mismatch ({left.Length} vs {right.Length})");
    }

    private static double[] Embedding(string name, Value value)
    {
        var bytes = Bytevectors.Bytes(value);
        if (bytes.Length % sizeof(double) != 0) throw Invalid(name);
        var items = new double[bytes.Length / sizeof(double)];
        for (var i = 0; i < items.Length; i++) items[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
        return items;
    }

    private static SemaException Invalid(string name) => Raise.Eval($"{name}: invalid bytevector");

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
