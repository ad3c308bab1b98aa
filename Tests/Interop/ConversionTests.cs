using Sema.Compiler.Emit;
using Sema.Runtime.Values;

namespace Sema.Tests.Interop;

/// <summary>How C# sees Sema values and names.</summary>
[TestFixture]
public sealed class ConversionTests
{
    [Test]
    public void Values_convert_there_and_back()
    {
        Value truth = true, number = 42L, small = 7, real = 2.5, text = "λ𝄞";
        Assert.That(((bool)truth, (long)number, (int)small, (double)real, (string?)text), Is.EqualTo((true, 42L, 7, 2.5, "λ𝄞")));
        Assert.That((double)small, Is.EqualTo(7.0));
        Assert.That((string?)(Value)(string?)null, Is.Null);
        Assert.That(text.ToString(), Is.EqualTo("\"λ𝄞\""));
    }

    [TestCase("text", typeof(long), "cannot convert a Sema string to System.Int64")]
    [TestCase("text", typeof(bool), "cannot convert a Sema string to System.Boolean")]
    [TestCase("text", typeof(double), "cannot convert a Sema string to System.Double")]
    [TestCase(5, typeof(string), "cannot convert a Sema int to System.String")]
    [TestCase(2.5, typeof(long), "cannot convert a Sema float to System.Int64")]
    [TestCase(3000000000L, typeof(int), "cannot convert a Sema int to System.Int32: 3000000000 is too large")]
    public void A_failed_conversion_names_both_types(object given, Type target, string expected)
    {
        Value value = given switch { string s => s, int i => i, long l => l, double d => d, _ => throw new ArgumentException("?") };
        var error = Assert.Throws<InvalidCastException>(() => _ = target.Name switch
        {
            "Int64" => (long)value,
            "Int32" => (int)value,
            "Boolean" => (bool)value,
            "Double" => (double)value,
            _ => (object?)(string?)value,
        });
        Assert.That(error!.Message, Is.EqualTo(expected));
    }

    [TestCase("list->vector", "ListToVector")]
    [TestCase("even?", "IsEven")]
    [TestCase("swap!", "Swap")]
    [TestCase("string/upper", "StringUpper")]
    [TestCase("*limit*", "Limit")]
    [TestCase("a*b", "AStarB")]
    [TestCase("+", "Plus")]
    [TestCase("<=", "LessOrEqual")]
    [TestCase("λ-x", "ΛX")]
    [TestCase("2d", "_2d")]
    [TestCase("x%", "XPercent")]
    [TestCase("?", "Query")]
    public void Names_become_those_of_CSharp(string sema, string expected) => Assert.That(ClrNames.Pascal(sema), Is.EqualTo(expected));

    [Test]
    public void Names_that_would_be_the_same_are_numbered()
    {
        var names = new ClrNames("Taken");
        Assert.That(new[] { "a-b", "a/b", "taken", "a-b!" }.Select(names.Member), Is.EqualTo(new[] { "AB", "AB2", "Taken2", "AB3" }));
        Assert.That(new[] { "x", "class", "x" }.Select(new ClrNames().Parameter), Is.EqualTo(new[] { "x", "classValue", "x2" }));
    }
}
