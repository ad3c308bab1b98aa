using CsCheck;
using Sema.Runtime.Numbers;

namespace Sema.Tests.Values;

/// <summary>Random values of every kind that has a literal (language.md, chapter 1).</summary>
internal static class Generators
{
    private static readonly string[] Names = ["a", "k9", "list->vector", "even?", "set!", "a/b", "<=>", "*x*", "π", "λ-2"];

    /// <summary>Integers of up to 200 bits, small ones most often.</summary>
    public static readonly Gen<BigInteger> Integer = Gen.Frequency(
        (3, Gen.Long[-10, 10].Select(static n => (BigInteger)n)),
        (2, Gen.Long.Select(static n => (BigInteger)n)),
        (2, Gen.Byte.Array[0, 25].Select(static bytes => new BigInteger(bytes))),
        (1, Among<BigInteger>(long.MinValue, long.MaxValue, (BigInteger)long.MaxValue + 1, (BigInteger)long.MinValue - 1)));

    /// <summary>Exact fractions and integers.</summary>
    public static readonly Gen<(BigInteger Numerator, BigInteger Denominator)> Fraction =
        Gen.Select(Integer, Integer.Where(static n => !n.IsZero));

    /// <summary>All floats but NaN, which is not equal to itself.</summary>
    public static readonly Gen<double> Float = Gen.OneOf(Gen.Double.Where(static d => !double.IsNaN(d)), Gen.Double[-100, 100],
        Among(0.0, -0.0, 1e15, 1e-7, 5e-324, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity));

    /// <summary>Strings of any characters, astral ones and controls included.</summary>
    public static readonly Gen<string> Text = Scalar().Array[0, 8].Select(static s => string.Concat(s.Select(char.ConvertFromUtf32)));

    /// <summary>Bytes.</summary>
    public static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 20];

    private static readonly Gen<Value> Atom = Gen.OneOf(
        Among(Value.Nil, Value.True, Value.False),
        Integer.Select(Value.FromBigInteger),
        Fraction.Select(static f => Rational.Make(f.Numerator, f.Denominator)),
        Float.Select(static d => new Value(d)),
        Gen.Select(Gen.Int[-9, 9], Gen.Int[1, 9]).Select(static (re, im) => Complex.Make(new Value(re), new Value(im))),
        Scalar().Select(Value.FromChar),
        Text.Select(Value.FromString),
        Among(Names).Select(static n => new Value(Symbol.Intern(n))),
        Among(Names).Select(static n => new Value(Keyword.Intern(n))),
        Bytes.Select(static b => new Value((object)new Bytevector(b))));

    /// <summary>Values nested up to three levels: atoms, lists, vectors, maps.</summary>
    public static readonly Gen<Value> Readable = Nested(3);

    private static Gen<Value> Nested(int depth)
    {
        if (depth == 0) return Atom;
        var item = Nested(depth - 1);
        return Gen.Frequency(
            (3, Atom),
            (1, item.Array[0, 4].Select(static items => Lists.FromArray(items))),
            (1, item.Array[0, 4].Select(static items => items.Reverse().Aggregate(Value.EmptyList, static (list, x) => Lists.Cons(x, list)))),
            (1, item.Array[0, 4].Select(static items => new Value(new Vector(items)))),
            (1, Gen.Select(item, item).Array[0, 4].Select(static entries =>
                new Value(entries.Aggregate((Map)SortedMap.Empty, static (map, e) => map.With(e.Item1, e.Item2))))));
    }

    private static Gen<T> Among<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Gen<int> Scalar() => Gen.Frequency(
        (4, Gen.Int[32, 126]), (1, Gen.Int[0, 31]), (1, Gen.Int[0xA0, 0xD7FF]), (1, Gen.Int[0xE000, 0xFFFD]), (1, Gen.Int[0x10000, 0x10FFFF]));
}
