namespace Sema.Tests.Host;

/// <summary>The group file-io: what each procedure does in a temporary directory, and how each fails.</summary>
[TestFixture]
public sealed class FileTests
{
    private Scratch _scratch = null!;

    [SetUp]
    public void MakeScratch()
    {
        _scratch = new Scratch();
        File.WriteAllText(_scratch["text"], "x\ny\r\nz");
        File.WriteAllBytes(_scratch["latin1"], [(byte)'a', (byte)'\n', 0xE9, (byte)'\n']);
        File.WriteAllText(_scratch["astral"], "é😀\n日本\n");
        Directory.CreateDirectory(_scratch["folder/below"]);
        File.WriteAllText(_scratch["folder/one.txt"], "1");
        File.WriteAllText(_scratch["folder/below/two.txt"], "2");
        File.WriteAllText(_scratch["folder/.hidden"], "");
    }

    [TearDown]
    public void RemoveScratch() => _scratch.Dispose();

    [TestCase("""(file/read "text")""", "\"x\\ny\\r\\nz\"")]
    [TestCase("""(file/read "astral")""", "\"é😀\\n日本\\n\"")]
    [TestCase("""(string/length (file/read "astral"))""", "6")]
    [TestCase("""(begin (file/write "b" "\uFEFFx") (file/read-bytes "b"))""", "#u8(239 187 191 120)")]
    [TestCase("""(file/write "a.txt" "x")""", "nil")]
    [TestCase("""(begin (file/write "a" "long text") (file/write "a" "x") (file/read "a"))""", "\"x\"")]
    [TestCase("""(begin (file/append "a" "1") (file/append "a" "2") (file/read "a"))""", "\"12\"")]
    [TestCase("""(begin (file/write-bytes "a" #u8(0 255 10)) (file/read-bytes "a"))""", "#u8(0 255 10)")]
    [TestCase("""(file/read-lines "text")""", "(\"x\" \"y\" \"z\")")]
    [TestCase("""(begin (file/write "a" "") (file/read-lines "a"))""", "()")]
    [TestCase("""(begin (file/write "a" "\n\nx\n") (file/read-lines "a"))""", "(\"\" \"\" \"x\")")]
    [TestCase("""(begin (file/write "a" "x\ry\r") (file/read-lines "a"))""", "(\"x\\ry\\r\")")]
    [TestCase("""(file/read-lines "astral")""", "(\"é😀\" \"日本\")")]
    [TestCase("""(begin (file/write-lines "a" '("a" 1 :k)) (file/read "a"))""", "\"a\\n1\\n:k\"")]
    [TestCase("""(begin (file/write-lines "a" ["é" '("s")]) (file/read "a"))""", "\"é\\n(\\\"s\\\")\"")]
    [TestCase("""(begin (file/write-lines "a" '()) (file/read "a"))""", "\"\"")]
    [TestCase("""(let ((seen (mutable-array/new))) (list (file/for-each-line "text" (fn (l) (mutable-array/push! seen l))) (mutable-array/->vector seen)))""", "(nil [\"x\" \"y\" \"z\"])")]
    [TestCase("""(file/fold-lines "text" (fn (n l) (+ n 1)) 0)""", "3")]
    [TestCase("""(file/fold-lines "text" (fn (acc l) (cons l acc)) '())""", "(\"z\" \"y\" \"x\")")]
    [TestCase("""(file/fold-lines-bytes "latin1" (fn (acc l) (cons l acc)) '())""", "(#u8(233) #u8(97))")]
    [TestCase("""(begin (file/write "a" "x\r") (file/fold-lines-bytes "a" (fn (acc l) l) nil))""", "#u8(120 13)")]
    [TestCase("""(file/fold-lines "text" (fn (acc l) (file/fold-lines "text" (fn (n k) (+ n 1)) acc)) 0)""", "9")]
    [TestCase("""(begin (file/for-each-line "text" (fn (l) (if (= l "x") (file/append "text" "!")))) (file/read "text"))""", "\"x\\ny\\r\\nz!\"")]
    [TestCase("""(list (file/exists? "text") (file/exists? "folder") (file/exists? "none") (file/exists? "") (file/exists? "a\u0000b"))""", "(#t #t #f #f #f)")]
    [TestCase("""(list (file/is-file? "text") (file/is-file? "folder") (file/is-file? "none"))""", "(#t #f #f)")]
    [TestCase("""(list (file/is-directory? "text") (file/is-directory? "folder") (file/is-directory? "none"))""", "(#f #t #f)")]
    [TestCase("""(dissoc (file/info "text") :modified)""", "{:is-dir #f :is-file #t :size 6}")]
    [TestCase("""(< 1577836800000 (:modified (file/info "text")) 32503680000000)""", "#t")]
    [TestCase("""(:is-dir (file/info "folder"))""", "#t")]
    [TestCase("""(sort (file/list "folder"))""", "(\".hidden\" \"below\" \"one.txt\")")]
    [TestCase("""(begin (file/mkdir "d/e") (file/mkdir "d/e") (list (file/list "d") (file/list "d/e")))""", "((\"e\") ())")]
    [TestCase("""(begin (file/delete "text") (file/exists? "text"))""", "#f")]
    [TestCase("""(begin (file/rename "text" "astral") (list (file/exists? "text") (file/read "astral")))""", "(#f \"x\\ny\\r\\nz\")")]
    [TestCase("""(begin (file/rename "folder" "moved") (file/read "moved/one.txt"))""", "\"1\"")]
    [TestCase("""(begin (file/copy "text" "astral") (list (file/read "text") (file/read "astral")))""", "(\"x\\ny\\r\\nz\" \"x\\ny\\r\\nz\")")]
    [TestCase("""(file/glob "folder/*.txt")""", "(\"folder/one.txt\")")]
    [TestCase("""(file/glob "folder/**/*.txt")""", "(\"folder/below/two.txt\" \"folder/one.txt\")")]
    [TestCase("""(file/glob "folder/*")""", "(\"folder/.hidden\" \"folder/below\" \"folder/one.txt\")")]
    [TestCase("""(file/glob "**")""", "(\"folder\" \"folder/below\")")]
    [TestCase("""(file/glob "t[a-f]?t")""", "(\"text\")")]
    [TestCase("""(file/glob "[!a-s]ext")""", "(\"text\")")]
    [TestCase("""(file/glob "TEXT")""", "()")]
    [TestCase("""(file/glob "text")""", "(\"text\")")]
    [TestCase("""(file/glob "folder/")""", "(\"folder\")")]
    [TestCase("""(file/glob "none/*")""", "()")]
    [TestCase("""(file/glob "")""", "()")]
    [TestCase("""(begin (file/write "b[1]" "") (file/glob "b[[]1]"))""", "(\"b[1]\")")]
    public void It_does(string source, string expected) => Assert.That(_scratch.Run(source), Is.EqualTo(expected));

    [TestCase("""(file/read "nope")""", "I/O error: file/read nope: No such file or directory (os error 2)")]
    [TestCase("""(file/read "folder")""", "I/O error: file/read folder: Is a directory (os error 21)")]
    [TestCase("""(file/read "text/x")""", "I/O error: file/read text/x: Not a directory (os error 20)")]
    [TestCase("""(file/read "")""", "I/O error: file/read : No such file or directory (os error 2)")]
    [TestCase("""(file/read "latin1")""", "I/O error: file/read latin1: stream did not contain valid UTF-8")]
    [TestCase("""(file/read (string/repeat "x" 300))""", "(os error 36)")]
    [TestCase("""(file/read "a\u0000b")""", "file name contained an unexpected NUL byte")]
    [TestCase("""(file/read 5)""", "expected string, got int")]
    [TestCase("""(file/read "text" 2)""", "file/read expects 1 argument, got 2")]
    [TestCase("""(file/write "no/such" "x")""", "I/O error: file/write no/such: No such file or directory (os error 2)")]
    [TestCase("""(file/write "folder" "x")""", "I/O error: file/write folder: Is a directory (os error 21)")]
    [TestCase("""(file/write "a" 5)""", "expected string, got int")]
    [TestCase("""(file/append "no/such" "x")""", "I/O error: file/append no/such: No such file or directory (os error 2)")]
    [TestCase("""(file/read-bytes "nope")""", "I/O error: file/read-bytes nope: No such file or directory (os error 2)")]
    [TestCase("""(file/write-bytes "a" "x")""", "expected bytevector, got string")]
    [TestCase("""(file/read-lines "nope")""", "I/O error: file/read-lines nope: No such file or directory (os error 2)")]
    [TestCase("""(file/read-lines "latin1")""", "I/O error: file/read-lines latin1: stream did not contain valid UTF-8")]
    [TestCase("""(file/write-lines "a" 5)""", "expected list or vector, got int")]
    [TestCase("""(file/write-lines "folder" '())""", "I/O error: file/write-lines folder: Is a directory (os error 21)")]
    [TestCase("""(file/for-each-line "nope" println)""", "I/O error: file/for-each-line nope: No such file or directory (os error 2)")]
    [TestCase("""(file/for-each-line "text" 5)""", "expected callable, got int")]
    [TestCase("""(file/fold-lines "nope" + 0)""", "I/O error: file/fold-lines nope: No such file or directory (os error 2)")]
    [TestCase("""(file/fold-lines "latin1" (fn (a l) l) 0)""", "I/O error: file/fold-lines latin1: stream did not contain valid UTF-8")]
    [TestCase("""(file/fold-lines "text" (fn (a) a) 0)""", "<lambda> expects 1 argument, got 2")]
    [TestCase("""(file/fold-lines-bytes "folder" + 0)""", "I/O error: file/fold-lines-bytes folder: Is a directory (os error 21)")]
    [TestCase("""(file/info "nope")""", "I/O error: file/info nope: No such file or directory (os error 2)")]
    [TestCase("""(file/list "nope")""", "I/O error: file/list nope: No such file or directory (os error 2)")]
    [TestCase("""(file/list "text")""", "I/O error: file/list text: Not a directory (os error 20)")]
    [TestCase("""(file/mkdir "text")""", "I/O error: file/mkdir text: File exists (os error 17)")]
    [TestCase("""(file/mkdir "text/x")""", "I/O error: file/mkdir text/x: Not a directory (os error 20)")]
    [TestCase("""(file/delete "nope")""", "I/O error: file/delete nope: No such file or directory (os error 2)")]
    [TestCase("""(file/delete "folder")""", "I/O error: file/delete folder: Is a directory (os error 21)")]
    [TestCase("""(file/rename "nope" "x")""", "I/O error: file/rename nope -> x: No such file or directory (os error 2)")]
    [TestCase("""(file/rename "text" "folder")""", "I/O error: file/rename text -> folder: Is a directory (os error 21)")]
    [TestCase("""(file/copy "nope" "x")""", "I/O error: file/copy nope -> x: No such file or directory (os error 2)")]
    [TestCase("""(file/copy "folder" "x")""", "the source path is neither a regular file nor a symlink to a regular file")]
    [TestCase("""(file/copy "text" 5)""", "expected string, got int")]
    [TestCase("""(file/glob "a[")""", "file/glob: invalid pattern: Pattern syntax error near position 1: invalid range pattern")]
    [TestCase("""(file/glob "a**")""", "recursive wildcards must form a single path component")]
    [TestCase("""(file/glob "a/***")""", "wildcards are either regular `*` or recursive `**`")]
    [TestCase("""(file/exists? 5)""", "expected string, got int")]
    [Platform(Exclude = "Win")]
    public void It_fails(string source, string expected) => Assert.That(_scratch.Run(source), Does.EndWith(expected));

    [TestCase("""(try (file/read "nope") (catch e (list (:type e) (:message e))))""", "(:io \"file/read nope: No such file or directory (os error 2)\")")]
    [Platform(Exclude = "Win")]
    public void The_condition_has_no_prefix(string source, string expected) => Assert.That(_scratch.Run(source), Is.EqualTo(expected));

    [Test]
    [Platform(Exclude = "Win")]
    public void Links_are_followed_but_for_the_entry_itself()
    {
        File.CreateSymbolicLink(_scratch["link"], "text");
        File.CreateSymbolicLink(_scratch["dangling"], "nowhere");
        File.CreateSymbolicLink(_scratch["circle"], "circle");
        Directory.CreateSymbolicLink(_scratch["door"], "folder/below");
        Assert.Multiple(() =>
        {
            Assert.That(_scratch.Run("""(map file/is-symlink? '("link" "dangling" "circle" "text" "none"))"""), Is.EqualTo("(#t #t #t #f #f)"));
            Assert.That(_scratch.Run("""(map file/exists? '("link" "dangling" "circle"))"""), Is.EqualTo("(#t #f #f)"));
            Assert.That(_scratch.Run("""(:size (file/info "link"))"""), Is.EqualTo("6"));
            Assert.That(_scratch.Run("""(file/read "door/../one.txt")"""), Is.EqualTo("\"1\""));
            Assert.That(_scratch.Run("""(file/read "circle")"""), Does.EndWith("Too many levels of symbolic links (os error 40)"));
            Assert.That(_scratch.Run("""(begin (file/delete "link") (file/exists? "text"))"""), Is.EqualTo("#t"));
            Assert.That(_scratch.Run("""(file/glob "**/two.txt")"""), Is.EqualTo("(\"folder/below/two.txt\")"));
        });
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Denied_by_the_system()
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_scratch["text"], UnixFileMode.None);
        if (Environment.UserName == "root") Assert.Ignore("root may read everything");
        Assert.That(_scratch.Run("""(file/read "text")"""), Is.EqualTo("I/O error: file/read text: Permission denied (os error 13)"));
    }

    [Test]
    [Platform("Linux")]
    public void Devices_are_files()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_scratch.Run("""(file/read "/dev/null")"""), Is.EqualTo("\"\""));
            Assert.That(_scratch.Run("""(file/write "/dev/null" "x")"""), Is.EqualTo("nil"));
            Assert.That(_scratch.Run("""(file/write "/dev/full" "x")"""), Is.EqualTo("I/O error: file/write /dev/full: No space left on device (os error 28)"));
            Assert.That(_scratch.Run("""(> (string/length (file/read "/proc/self/status")) 10)"""), Is.EqualTo("#t"));
        });
    }

    [Test]
    public void Lines_longer_than_a_block_and_ends_across_blocks()
    {
        var lines = new[] { new string('a', 300_000), "", new string('é', 200_000), "end" };
        File.WriteAllText(_scratch["long"], string.Join("\r\n", lines));
        Assert.That(_scratch.Run("""(map string/length (file/read-lines "long"))"""), Is.EqualTo("(300000 0 200000 3)"));
        for (var length = 262_140; length < 262_148; length++)
        {
            File.WriteAllText(_scratch["edge"], new string('x', length) + "\r\ny\n");
            Assert.That(_scratch.Run("""(map string/length (file/read-lines "edge"))"""), Is.EqualTo($"({length} 1)"));
        }
    }

    [Test]
    public void Folding_takes_memory_for_one_line_only()
    {
        using (var file = File.CreateText(_scratch["big"]))
            for (var i = 0; i < 300_000; i++) file.Write("Some station;12.3 and more to fill the line with\n");
        Sema.Runtime.Builtins.BuiltinTable.Find("file/fold-lines");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var highest = 0L;
        var step = new Probe(() => highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false)));
        var count = Sema.Runtime.Builtins.FileLines.FoldLines(Value.FromString(_scratch["big"]), new Value((object)step), new Value(0L));
        Assert.That(count.Bits, Is.EqualTo(300_000));
        Assert.That(highest - before, Is.LessThan(12_000_000), "the file has 14.7 million bytes, as UTF-16 twice that");
    }

    private sealed class Probe(Action look) : Procedure
    {
        public override string Name => "probe";

        public override Arity Arity => Arity.Exactly(2);

        public override Value Invoke2(Value count, Value line)
        {
            if (count.Bits % 10_000 == 0)
            {
                GC.Collect();
                look();
            }
            return new Value(count.Bits + 1);
        }
    }
}
