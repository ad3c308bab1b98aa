using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Equality, order and type predicates.</summary>
[BuiltinGroup("predicates")]
public static class Comparison
{
    /// <summary>Numbers by value, all else as <c>equal?</c>.</summary>
    [Builtin("=", Parameters = "x y ...", Doc = "Whether consecutive values are equal; numbers by exact value.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(Value a, Value b) => Arithmetic.NumericEquals(a, b);

    /// <summary>All consecutive pairs, which must be numbers as far as they are looked at.</summary>
    public static bool Same(Value a, Value b, params Value[] rest) => Chain(Arithmetic.NumericEquals, a, b, rest);

    /// <summary>Ascending.</summary>
    [Builtin("<", Parameters = "x y ...", Doc = "Whether the numbers (or two strings) ascend strictly.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(Value a, Value b) => Arithmetic.Less(a, b);

    /// <summary>All consecutive pairs.</summary>
    public static bool Less(Value a, Value b, params Value[] rest) => Chain(Arithmetic.Less, a, b, rest);

    /// <summary>Descending.</summary>
    [Builtin(">", Parameters = "x y ...", Doc = "Whether the numbers (or two strings) descend strictly.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(Value a, Value b) => Arithmetic.Greater(a, b);

    /// <summary>All consecutive pairs.</summary>
    public static bool Greater(Value a, Value b, params Value[] rest) => Chain(Arithmetic.Greater, a, b, rest);

    /// <summary>Not descending.</summary>
    [Builtin("<=", Parameters = "x y ...", Doc = "Whether the numbers (or two strings) ascend or stay.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(Value a, Value b) => Arithmetic.LessOrEqual(a, b);

    /// <summary>All consecutive pairs.</summary>
    public static bool LessOrEqual(Value a, Value b, params Value[] rest) => Chain(Arithmetic.LessOrEqual, a, b, rest);

    /// <summary>Not ascending.</summary>
    [Builtin(">=", Parameters = "x y ...", Doc = "Whether the numbers (or two strings) descend or stay.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(Value a, Value b) => Arithmetic.GreaterOrEqual(a, b);

    /// <summary>All consecutive pairs.</summary>
    public static bool GreaterOrEqual(Value a, Value b, params Value[] rest) => Chain(Arithmetic.GreaterOrEqual, a, b, rest);

    /// <summary>Structural equality.</summary>
    [Builtin("equal?", Parameters = "x y", Doc = "Whether two values are equal in type, exactness and structure.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEqual(Value a, Value b) => Equality.AreSame(a, b);

    /// <summary>Structural too; only its name in errors is its own.</summary>
    [Builtin("eq?", Parameters = "x y", Doc = "As equal?.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEq(Value a, Value b) => Equality.AreSame(a, b);

    /// <summary>Negation of truth.</summary>
    [Builtin("not", Parameters = "x", Doc = "#t for nil and #f, else #f.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Not(Value x) => !x.IsTruthy;

    /// <summary>The type's keyword.</summary>
    [Builtin("type", "type-of", Parameters = "x", Doc = "The type of a value as a keyword.", IsPure = true)]
    public static Value Type(Value x) => new(Records.TypeOf(x)?.Keyword ?? Keyword.Intern(TypeNames.Of(x)));

    /// <summary>nil.</summary>
    [Builtin("nil?", Parameters = "x", Doc = "Whether x is nil.", IsPure = true)]
    public static bool IsNil(Value x) => x.IsNil;

    /// <summary>A boolean.</summary>
    [Builtin("bool?", "boolean?", Parameters = "x", Doc = "Whether x is #t or #f.")]
    public static bool IsBool(Value x) => x.IsBoolean;

    /// <summary>A number.</summary>
    [Builtin("number?", Parameters = "x", Doc = "Whether x is a number of any kind.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNumber(Value x) => Tower.IsNumber(x);

    /// <summary>An integer, a whole float included.</summary>
    [Builtin("integer?", Parameters = "x", Doc = "Whether x is an integer, exact or a whole float.", IsPure = true)]
    public static bool IsInteger(Value x) => Tower.IsInteger(x) || (x.IsFlonum && x.AsFlonum == Math.Floor(x.AsFlonum) && double.IsFinite(x.AsFlonum));

    /// <summary>An exact integer.</summary>
    [Builtin("exact-integer?", Parameters = "x", Doc = "Whether x is an exact integer.")]
    public static bool IsExactInteger(Value x) => Tower.IsInteger(x);

    /// <summary>A float.</summary>
    [Builtin("float?", Parameters = "x", Doc = "Whether x is a float.")]
    public static bool IsFloat(Value x) => x.IsFlonum;

    /// <summary>An exact real.</summary>
    [Builtin("rational?", Parameters = "x", Doc = "Whether x is an exact integer or ratio.")]
    public static bool IsRational(Value x) => Tower.IsInteger(x) || x.Ref is Rational;

    /// <summary>A real number.</summary>
    [Builtin("real?", Parameters = "x", Doc = "Whether x is a number without imaginary part.")]
    public static bool IsReal(Value x) => Tower.IsNumber(x) && x.Ref is not Complex;

    /// <summary>A complex number.</summary>
    [Builtin("complex?", Parameters = "x", Doc = "Whether x is a number.")]
    public static bool IsComplex(Value x) => Tower.IsNumber(x);

    /// <summary>Exactness.</summary>
    [Builtin("exact?", Parameters = "x", Doc = "Whether a number is exact.")]
    public static bool IsExact(Value x) => Tower.IsNumber(x) && Tower.IsExact(x);

    /// <summary>Inexactness.</summary>
    [Builtin("inexact?", Parameters = "x", Doc = "Whether a number is inexact.")]
    public static bool IsInexact(Value x) => Tower.IsNumber(x) && !Tower.IsExact(x);

    /// <summary>Zero.</summary>
    [Builtin("zero?", Parameters = "x", Doc = "Whether a number is zero.", IsPure = true)]
    public static bool IsZero(Value x) => Tower.IsZero(Operands.Number(x));

    /// <summary>Positive.</summary>
    [Builtin("positive?", Parameters = "x", Doc = "Whether a number is greater than zero.", IsPure = true)]
    public static bool IsPositive(Value x) =>
        Operands.Number(x).Ref is not Complex && Arithmetic.Greater(x, new Value(0L));

    /// <summary>Negative.</summary>
    [Builtin("negative?", Parameters = "x", Doc = "Whether a number is less than zero.", IsPure = true)]
    public static bool IsNegative(Value x) =>
        Operands.Number(x).Ref is not Complex && Arithmetic.Less(x, new Value(0L));

    /// <summary>Even.</summary>
    [Builtin("even?", Parameters = "n", Doc = "Whether an integer is even.", IsPure = true)]
    public static bool IsEven(Value n) => n.IsFixnum ? (n.Bits & 1) == 0 : Operands.Integer(n).IsEven;

    /// <summary>Odd.</summary>
    [Builtin("odd?", Parameters = "n", Doc = "Whether an integer is odd.", IsPure = true)]
    public static bool IsOdd(Value n) => !IsEven(n);

    /// <summary>A string.</summary>
    [Builtin("string?", Parameters = "x", Doc = "Whether x is a string.", IsPure = true)]
    public static bool IsString(Value x) => x.Ref is string;

    /// <summary>A symbol.</summary>
    [Builtin("symbol?", Parameters = "x", Doc = "Whether x is a symbol.", IsPure = true)]
    public static bool IsSymbol(Value x) => x.Ref is Symbol;

    /// <summary>A keyword.</summary>
    [Builtin("keyword?", Parameters = "x", Doc = "Whether x is a keyword.", IsPure = true)]
    public static bool IsKeyword(Value x) => x.Ref is Keyword;

    /// <summary>A char.</summary>
    [Builtin("char?", Parameters = "x", Doc = "Whether x is a char.")]
    public static bool IsChar(Value x) => x.IsChar;

    /// <summary>A map of either kind is not conflated: only sorted maps.</summary>
    [Builtin("map?", "hash-map?", Parameters = "x", Doc = "Whether x is a sorted map.")]
    public static bool IsMap(Value x) => x.Ref is SortedMap;

    /// <summary>A procedure.</summary>
    [Builtin("procedure?", "fn?", Parameters = "x", Doc = "Whether x is a procedure.")]
    public static bool IsProcedure(Value x) => x.Ref is Procedure and not Keyword;

    /// <summary>A list.</summary>
    [Builtin("list?", Parameters = "x", Doc = "Whether x is a list; nil is not one.", IsPure = true)]
    public static bool IsList(Value x) => x.IsList;

    /// <summary>A list with elements.</summary>
    [Builtin("pair?", Parameters = "x", Doc = "Whether x is a list that is not empty.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPair(Value x) => !x.IsFixnum && Lists.IsPairObject(x);

    /// <summary>A vector.</summary>
    [Builtin("vector?", Parameters = "x", Doc = "Whether x is a vector.")]
    public static bool IsVector(Value x) => x.Ref is Vector;

    /// <summary>A bytevector.</summary>
    [Builtin("bytevector?", Parameters = "x", Doc = "Whether x is a bytevector.")]
    public static bool IsBytevector(Value x) => x.Ref is Bytevector;

    /// <summary>A record.</summary>
    [Builtin("record?", Parameters = "x", Doc = "Whether x is a record.")]
    public static bool IsRecord(Value x) => x.Ref is Record;

    /// <summary>A promise.</summary>
    [Builtin("promise?", Parameters = "x", Doc = "Whether x is a promise.")]
    public static bool IsPromise(Value x) => x.Ref is Promise;

    /// <summary>A promise whose value is known.</summary>
    [Builtin("promise-forced?", "async/forced?", Parameters = "p", Doc = "Whether a promise's value is known.")]
    public static bool IsForced(Value p) => p.Ref is Promise promise ? promise.IsForced : throw Raise.Type("promise", p);

    private static bool Chain(Func<Value, Value, bool> holds, Value a, Value b, Value[] rest)
    {
        foreach (var next in rest.Prepend(b))
        {
            if (!Tower.IsNumber(a)) throw Raise.Type("number", a);
            if (!Tower.IsNumber(next)) throw Raise.Type("number", next);
            if (!holds(a, next)) return false;
            a = next;
        }
        return true;
    }
}
