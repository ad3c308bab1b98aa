namespace Sema.Tests.Host;

/// <summary>The procedures path/*.</summary>
[TestFixture]
[Platform(Exclude = "Win")]
public sealed class PathTests
{
    [TestCase("""(path/join "a/" "b")""", "\"a/b\"")]
    [TestCase("""(path/join "a" "/b" "c")""", "\"/b/c\"")]
    [TestCase("""(path/join "a")""", "\"a\"")]
    [TestCase("""(path/join "" "a")""", "\"a\"")]
    [TestCase("""(path/join "a" "")""", "\"a/\"")]
    [TestCase("""(path/join)""", "path/join expects 1 or more arguments, got 0")]
    [TestCase("""(path/join "a" :b)""", "expected string, got keyword")]
    [TestCase("""(map path/dir '("/a/b/c.txt" "foo" "/" "" "a/b/" "a//b" "a/." "./a" "a/.." "/a"))""", "(\"/a/b\" \"\" \"\" \"\" \"a\" \"a\" \"\" \".\" \"a\" \"/\")")]
    [TestCase("""(map path/filename '("/a/" "/" "" ".." "." "a/." "a/b.txt" "//x"))""", "(\"a\" \"\" \"\" \"\" \"\" \"a\" \"b.txt\" \"x\")")]
    [TestCase("""(map path/extension '("a.tar.gz" ".hidden" "a" "a." ".a.b" "x.d/f" "x/.."))""", "(\"gz\" \"\" \"\" \"\" \"b\" \"\" \"\")")]
    [TestCase("""(map path/stem '("a.tar.gz" ".hidden" "x/y.txt" "a." ""))""", "(\"a.tar\" \".hidden\" \"y\" \"a\" \"\")")]
    [TestCase("""(list (path/dirname "a/b") (path/basename "a/b") (path/ext "a.b"))""", "(\"a\" \"b\" \"b\")")]
    [TestCase("""(map path/absolute? '("/x" "x" "" "./x"))""", "(#t #f #f #f)")]
    [TestCase("""(path/relative-to "/a/b/c" "/a/x")""", "\"../../x\"")]
    [TestCase("""(path/relative-to "/a/b" "/a/b")""", "\".\"")]
    [TestCase("""(path/relative-to "a" "a/b/../c")""", "\"c\"")]
    [TestCase("""(path/relative-to "/" "/a")""", "\"a\"")]
    [TestCase("""(list (path/within? "/r" "/r/../e") (path/within? "/a" "/ab") (path/within? "/a" "/a/b") (path/within? "/a" "/a") (path/within? "/" "/x"))""", "(#f #f #t #t #t)")]
    [TestCase("""(= (path/absolute ".") (sys/cwd))""", "#t")]
    [TestCase("""(path/absolute "nope")""", "I/O error: path/absolute nope: No such file or directory (os error 2)")]
    [TestCase("""(path/canonicalize "nope")""", "I/O error: path/canonicalize nope: No such file or directory (os error 2)")]
    [TestCase("""(path/dir 5)""", "expected string, got int")]
    [TestCase("""(path/within? "a\u0000" "b")""", "#f")]
    public void Path(string source, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source), Is.EqualTo(expected));
    }

    [Test]
    public void Links_are_resolved()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["inside/deep"]);
        Directory.CreateSymbolicLink(scratch["door"], "inside/deep");
        Directory.CreateSymbolicLink(scratch["inside/out"], "/");
        Assert.Multiple(() =>
        {
            Assert.That(scratch.Run("""(path/canonicalize "door/..")"""), Is.EqualTo($"\"{scratch["inside"]}\""));
            Assert.That(scratch.Run("""(path/within? "inside" "door/x/y")"""), Is.EqualTo("#t"));
            Assert.That(scratch.Run("""(path/within? "inside" "inside/out/etc")"""), Is.EqualTo("#f"));
        });
    }
}
