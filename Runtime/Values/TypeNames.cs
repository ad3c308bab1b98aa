namespace Sema.Runtime.Values;

/// <summary>The names of types (§2.1).</summary>
public static class TypeNames
{
    /// <summary>The keyword that <c>(type x)</c> returns, without colon; a record's is its own type name.</summary>
    public static string Of(Value value) => value.Ref switch
    {
        null => "int",
        Tag tag => tag == Tag.Falsy ? (value.Bits == 0 ? "nil" : "bool") : tag == Tag.True ? "bool" : tag == Tag.Flonum ? "float" : "char",
        string => "string",
        Symbol => "symbol",
        Procedure procedure => procedure.TypeName,
        ConsCell or Value[] => "list",
        Vector => "vector",
        Map map => map.IsHash ? "hashmap" : "map",
        BigInteger => "int",
        Rational => "rational",
        Complex => "complex",
        HeapObject other => other.TypeName,
        _ => value.Ref.GetType().Name,
    };

    /// <summary>
    /// The name in error messages: as <see cref="Of"/>, but every record is <c>record</c>, and a procedure written in Sema is a
    /// <c>native-fn</c> like any other.
    /// </summary>
    public static string InErrors(Value value) => value.Ref switch
    {
        Record => "record",
        Procedure { IsLambda: true } => "native-fn",
        _ => Of(value),
    };
}
