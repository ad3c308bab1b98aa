using CsCheck;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Values;

/// <summary>What is printed is read back, what is taken apart is put together again.</summary>
[TestFixture]
public sealed class RoundTripTests
{
    [Test]
    public void Every_readable_value_is_read_back_as_it_was_written() => Generators.Readable.Sample(static value =>
    {
        var back = Reader.ReadFirst(new SourceText(Printer.Write(value)))!.ToDatum();
        return Equality.Same(value, back) && Ordering.Compare(value, back) == 0 && Equality.Hash(value) == Equality.Hash(back);
    }, iter: 20_000);

    [Test]
    public void The_pretty_form_is_read_back_too() => Generators.Readable.Sample(static value =>
        Equality.Same(value, Reader.ReadFirst(new SourceText(PrettyPrinter.Format(value, 20)))!.ToDatum()), iter: 2000);

    [Test]
    public void Bytes_survive_lists_slices_and_concatenation() => Gen.Select(Generators.Bytes, Gen.Int[0, 20]).Sample(static (bytes, cut) =>
    {
        var vector = new Value((object)new Bytevector(bytes));
        var at = new Value(Math.Min(cut, bytes.Length));
        return Equality.Same(vector, Bytevectors.FromList(Bytevectors.ToList(vector)))
            && Equality.Same(vector, Bytevectors.Append(Bytevectors.Copy(vector, new Value(0), at), Bytevectors.Copy(vector, at)))
            && Equality.Same(vector, Bytevectors.Append(BytesFunctions.Slice(vector, new Value(0), at), BytesFunctions.Slice(vector, at)));
    });

    [Test]
    public void Texts_survive_UTF_8() => Generators.Text.Sample(static text =>
    {
        var value = Value.FromString(text);
        var back = Bytevectors.ToText(Bytevectors.FromText(value));
        return Equality.Same(value, back) && value.Bits == back.Bits;
    });

    [Test]
    public void Bytes_that_are_no_UTF_8_are_refused_as_dotnet_refuses_them() => Generators.Bytes.Sample(static bytes =>
    {
        var strict = new System.Text.UTF8Encoding(false, true);
        string? expected = null, actual = null;
        try
        {
            expected = strict.GetString(bytes);
        }
        catch (System.Text.DecoderFallbackException)
        {
        }
        try
        {
            actual = (string)Bytevectors.ToText(new Value((object)new Bytevector(bytes))).Ref!;
        }
        catch (SemaException e) when (e.Condition.Type == "eval")
        {
        }
        return actual == expected;
    });

    [Test]
    public void A_place_found_is_the_first_one() => Gen.Select(Gen.Byte[0, 3].Array[0, 30], Gen.Byte[0, 3].Array[0, 3], Gen.Int[0, 31]).Sample(static (bytes, needle, from) =>
    {
        var expected = Enumerable.Range(from, 32).FirstOrDefault(i => i + needle.Length <= bytes.Length && bytes[i..(i + needle.Length)].SequenceEqual(needle), -1);
        var found = BytesFunctions.Find(new Value((object)new Bytevector(bytes)), new Value((object)new Bytevector(needle)), new Value(from));
        return Equality.Same(found, expected < 0 ? Value.Nil : new Value(expected));
    });

    [Test]
    public void Typed_arrays_keep_their_elements() => Gen.Select(Generators.Float.Array[0, 9], Gen.Long.Array[0, 9]).Sample(static (floats, integers) =>
    {
        var f = TypedArrays.FloatFromList(Lists.FromArray(Array.ConvertAll(floats, static d => new Value(d))));
        var i = TypedArrays.IntegerFromList(Lists.FromArray(Array.ConvertAll(integers, static n => new Value(n))));
        return floats.Select(static (d, at) => (d, at)).All(e => TypedArrays.FloatAt(f, new Value(e.at)).AsFlonum == e.d)
            && integers.Select(static (n, at) => (n, at)).All(e => TypedArrays.IntegerAt(i, new Value(e.at)).Bits == e.n)
            && TypedArrays.IntegerSum(i).Bits == integers.Aggregate(0L, static (sum, n) => unchecked(sum + n));
    });
}
