using CsCheck;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Builtins;

/// <summary>What is written is read back, and a patch made of two texts turns the one into the other.</summary>
[TestFixture]
public sealed class DataTests
{
    private static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 8], Gen.String[AnyOf('"', '\'', '\\', '\n', '\r', '\t', ',', '#', '=', '.', 'a', '\u0001', '\u007F', 'é', '\u2028'), 0, 8],
        AnyOf("😀", "", "true", "1979-05-27", "nan", "\"\"\"", "'''"));

    private static Value Keyed(string name) => new(Keyword.Intern(name));

    /// <summary>Data of a format whose leaves are given; maps have keyword keys, as decoding makes them.</summary>
    private static Gen<Value> Data(Gen<Value> leaf, int depth) => depth == 0 ? leaf : Gen.OneOf(leaf, MapOf(leaf, depth),
        Data(leaf, depth - 1).Array[0, 4].Select(static items => Lists.FromArray(items)));

    private static Gen<Value> MapOf(Gen<Value> leaf, int depth) => Gen.Select(Text, Data(leaf, depth - 1)).Array[0, 4].Select(static entries =>
        new Value(entries.Aggregate((Map)SortedMap.Empty, static (map, entry) => map.With(Keyed(entry.Item1), entry.Item2))));

    private static readonly Gen<Value> Leaf = Gen.OneOf(
        Gen.Long.Select(static n => new Value(n)), Gen.Bool.Select(Value.FromBool), Text.Select(Value.FromString),
        Gen.Double.Where(double.IsFinite).Select(static d => new Value(d)), AnyOf(1e16, 1e15, 1e-5, 1e-6, -0.0, 5e-324).Select(static d => new Value(d)));

    [Test]
    public void Json_is_read_back() => Data(Gen.OneOf(Leaf, Gen.Const(Value.Nil), Gen.Const(Value.FromBigInteger(BigInteger.Pow(2, 100)))), 3).Sample(static datum =>
        Equality.Same(datum, Json.Decode(Json.Encode(datum))) && Equality.Same(datum, Json.Decode(Json.EncodePretty(datum))), iter: 1000);

    [Test]
    public void Toml_is_read_back() => MapOf(Leaf, 3).Sample(static map => Equality.Same(map, Toml.Decode(Toml.Encode(map))), iter: 1000);

    [Test]
    public void Csv_is_read_back() => Gen.Int[1, 4].SelectMany(static width => Text.Array[width].Array[0, 5]).Sample(static rows =>
    {
        var table = Lists.FromArray(Array.ConvertAll(rows, static row => Lists.FromArray(Array.ConvertAll(row, Value.FromString))));
        return Equality.Same(table, Csv.Parse(Csv.Encode(table)));
    }, iter: 1000);

    [Test]
    public void Base64_is_read_back() => Gen.Select(Gen.Byte.Array[0, 40], Text).Sample(static (bytes, text) =>
    {
        var binary = new Value((object)new Bytevector(bytes));
        return Equality.Same(binary, Hashing.DecodeBytes(Hashing.EncodeBytes(binary)))
            && Equality.Same(Value.FromString(text), Hashing.Decode(Hashing.Encode(Value.FromString(text))));
    }, iter: 1000);

    [Test]
    public void Damaged_texts_are_conditions() => Gen.Select(MapOf(Leaf, 3), Gen.Int[0, 1000], Gen.Char[' ', '~']).Sample(static (map, at, letter) =>
    {
        foreach (var (encode, decode) in new (Func<Value, Value>, Func<Value, Value>)[] { (Json.Encode, Json.Decode), (Toml.Encode, Toml.Decode) })
        {
            var text = (string)encode(map).Ref!;
            try
            {
                decode(Value.FromString(text.Insert(at % (text.Length + 1), letter.ToString())));
            }
            catch (SemaException)
            {
                // The only exception there may be.
            }
        }
    }, iter: 2000);

    /// <summary>A patch leaves the end of the text as it was, so both texts end with a newline, or are empty.</summary>
    private static readonly Gen<string> Lined = AnyOf("a", "b", "c", "", "a b").Array[0, 12].Select(static lines => string.Concat(lines.Select(static l => l + "\n")));

    [Test]
    public void A_diff_applied_gives_the_new_text() => Gen.Select(Lined.Where(static t => t.Length > 1), Lined.Where(static t => t.Length > 1), Gen.Int[0, 4]).Sample(static (from, to, context) =>
    {
        var patch = Diffs.Unified(Value.FromString(from), Value.FromString(to), new Value(context));
        return (string)Diffs.Apply(Value.FromString(from), patch).Ref! == to;
    }, iter: 2000);
}
