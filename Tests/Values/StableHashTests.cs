namespace Sema.Tests.Values;

/// <summary>
/// The hashes of names are part of compiled programs, which search for the clause of a <c>case</c> by them: another hash needs all compiled
/// libraries to be compiled again.
/// </summary>
[TestFixture]
public sealed class StableHashTests
{
    [TestCase("", 0)]
    [TestCase("a", 1422763405)]
    [TestCase("if", -1592223696)]
    [TestCase("lambda", -636301775)]
    [TestCase("define-record-type", 689937917)]
    public void Names_keep_their_hash(string name, int hash)
    {
        Assert.That(StableHash.Of(name), Is.EqualTo(hash));
        Assert.That(Symbol.Intern(name).Hash, Is.EqualTo(hash));
    }
}
