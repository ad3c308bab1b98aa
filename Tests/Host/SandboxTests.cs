using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;

namespace Sema.Tests.Host;

/// <summary>What a sandboxed program cannot do.</summary>
[TestFixture]
public sealed class SandboxTests
{
    private const string Outside = "outside";

    private static IEnumerable<BuiltinInfo> Guarded() =>
        BuiltinTable.All.Values.Distinct().Where(static b => b.Declaration.Capability is not null).OrderBy(static b => b.Name, StringComparer.Ordinal);

    /// <summary>Calls with every kind of argument count, wrong ones too, of arguments of a wrong type; directly and through apply.</summary>
    private static IEnumerable<string> Calls(BuiltinInfo builtin)
    {
        foreach (var count in new[] { builtin.Arity.Min, builtin.Arity.Max, builtin.Arity.Max + 1, builtin.Arity.Min - 1, builtin.Arity.Min + 6 }.Distinct().Where(static c => c >= 0))
        {
            var arguments = string.Concat(Enumerable.Repeat(" 'x", count));
            yield return $"({builtin.Name}{arguments})";
            yield return $"(apply {builtin.Name} (list{arguments}))";
        }
    }

    /// <summary>Whatever its arguments, and before they are looked at.</summary>
    [TestCase(null)]
    [TestCaseSource(typeof(Capabilities), nameof(Capabilities.All))]
    public void Every_builtin_with_a_capability_checks_it(string? capability)
    {
        var builtins = Guarded().Where(b => capability is null || b.Declaration.Capability == capability).ToList();
        if (builtins.Count == 0) Assert.Ignore("no builtin has this capability yet");
        var calls = builtins.SelectMany(Calls).ToList();
        var expected = builtins.SelectMany(static b => Calls(b).Select(_ =>
            $"""(:permission-denied "{b.Name}" "{b.Declaration.Capability}" "Permission denied: {b.Name} requires '{b.Declaration.Capability}' capability")"""));
        using var scratch = new Scratch();
        var source = string.Concat(calls.Select(static c => $"(println (try {c} (catch e (list (:type e) (:function e) (:capability e) (:message e)))))\n"));
        Assert.That(scratch.Case(source, Sandbox.Parse(capability is null ? "all" : "no-" + capability, null)).Output, Is.EqualTo(expected));
    }

    /// <summary>The specification's table of guarded functions, as far as they exist.</summary>
    [TestCase("fs-read", "file/read file/read-bytes file/read-lines file/exists? file/is-file? file/is-directory? file/is-symlink? file/info file/list file/glob file/fold-lines file/fold-lines-bytes file/for-each-line path/absolute path/canonicalize fs/watch")]
    [TestCase("fs-write", "file/write file/write-bytes file/write-lines file/append file/delete file/rename file/copy file/mkdir")]
    [TestCase("shell", "shell")]
    [TestCase("process", "exit sys/args sys/pid sys/which")]
    [TestCase("env-read", "env sys/env-all sys/cwd sys/home-dir sys/temp-dir sys/user")]
    [TestCase("env-write", "sys/set-env")]
    public void The_capability_is_the_specified_one(string capability, string names) =>
        Assert.That(names.Split(' ').Select(static n => BuiltinTable.Find(n)!.Declaration.Capability), Is.All.EqualTo(capability));

    [TestCase("strict", "(file/write \"x\" \"y\")", "Permission denied: file/write requires 'fs-write' capability")]
    [TestCase("strict", "(shell \"echo\")", "Permission denied: shell requires 'shell' capability")]
    [TestCase("process", "(shell \"echo\")", "Permission denied: shell requires 'process' capability")]
    [TestCase("strict", "(file/exists? \"x\")", "#f")]
    [TestCase("strict", "(string? (sys/cwd))", "#t")]
    [TestCase("none", "(file/write \"x\" \"y\")", "nil")]
    [TestCase("no-shell, env-read", "(env \"A\")", "Permission denied: env requires 'env-read' capability")]
    [TestCase("all", "(file/write)", "Permission denied: file/write requires 'fs-write' capability")]
    [TestCase("all", "(path/join \"a\" \"b\")", "\"a/b\"")]
    [TestCase("all", "(path/within? \".\" \"./x\")", "#t")]
    [TestCase("all", "(begin (defmacro m () (file/read \"/etc/passwd\")) (m))", "Permission denied: file/read requires 'fs-read' capability")]
    [TestCase("all", "(load \"x\")", "Permission denied: load requires 'fs-read' capability")]
    [TestCase("all", "(import \"./x.sema\")", "Permission denied: import requires 'fs-read' capability")]
    [TestCase("all", "(eval '(file/read \"/etc/passwd\"))", "Permission denied: file/read requires 'fs-read' capability")]
    public void A_mode(string mode, string source, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source, Sandbox.Parse(mode, null)), Is.EqualTo(expected));
    }

    [TestCase("x")]
    [TestCase("no-x,shell")]
    [TestCase("strict,all")]
    public void An_unknown_capability(string mode) =>
        Assert.That(() => Sandbox.Parse(mode, null), Throws.TypeOf<FormatException>().With.Message.StartsWith("unknown capability: "));

    /// <summary>
    /// Programs that try to leave the directory <c>inside</c>: to read the secret of <c>outside</c>, to learn its names, or to
    /// change anything there. The links <c>inside/door</c> (to <c>../outside</c>), <c>inside/key</c> (to the secret), <c>inside/new</c> (to a
    /// file outside that does not exist), <c>inside/up</c> (to <c>..</c>) and <c>inside/abs</c> (to the root) lead out.
    /// </summary>
    private static IEnumerable<string> Attempts()
    {
        foreach (var chunk in SingleAttempts().Chunk(20))
            yield return $"(list{string.Concat(chunk.Select(static a => $"\n(try {a} (catch e nil))"))})";
        foreach (var sequence in Sequences()) yield return sequence;
    }

    private static IEnumerable<string> SingleAttempts()
    {
        string[] readers =
        [
            "(file/read P)", "(file/read-bytes P)", "(file/read-lines P)", "(file/for-each-line P println)", "(file/fold-lines P (fn (a l) l) 0)",
            "(file/fold-lines-bytes P (fn (a l) l) 0)", "(file/copy P \"stolen\")", "(file/info P)", "(path/absolute P)", "(path/canonicalize P)",
        ];
        string[] writers =
        [
            "(file/write P \"changed\")", "(file/append P \"changed\")", "(file/write-bytes P #u8(1))", "(file/write-lines P '(\"changed\"))",
            "(file/delete P)", "(file/rename P \"stolen\")", "(begin (file/write \"mine\" \"changed\") (file/rename \"mine\" P))",
            "(begin (file/write \"mine\" \"changed\") (file/copy \"mine\" P))",
        ];
        string[] secrets =
        [
            "../outside/secret", "door/secret", "key", "up/outside/secret", "ROOT/outside/secret", "./.././outside/secret", "absROOT/outside/secret",
            "sub/../../outside/secret", "sub/deep/../../../outside/secret", "door/../outside/secret", "../inside/door/secret", "../inside/../outside/secret",
            "..//outside//secret", "up/inside/up/outside/secret", "/proc/self/rootROOT/outside/secret", "../inside-not/../outside/secret", "door/./secret",
            "sub/link-in-link/secret", "chain", "../outside/secret/",
        ];
        foreach (var secret in secrets)
        {
            foreach (var reader in readers) yield return reader.Replace("P", $"\"{secret}\"");
            foreach (var writer in writers) yield return writer.Replace("P", $"\"{secret}\"");
        }
        foreach (var place in new[] { "../fresh", "door/fresh", "new", "up/fresh", "ROOT/fresh", "ROOT/inside-not", "../inside2", "door/../fresh" })
        {
            yield return $"(file/write \"{place}\" \"x\")";
            yield return $"(file/append \"{place}\" \"x\")";
            yield return $"(file/mkdir \"{place}/d\")";
            yield return $"(begin (file/mkdir \"d\") (file/rename \"d\" \"{place}\"))";
            yield return $"(begin (file/write \"f\" \"x\") (file/copy \"f\" \"{place}\"))";
        }
        foreach (var folder in new[] { "..", "door", "up", "../outside", "ROOT", "ROOT/outside", "sub/../..", "abs", "door/", "sub/link-in-link" })
        {
            yield return $"(file/list \"{folder}\")";
            yield return $"(file/glob \"{folder}/*\")";
            yield return $"(file/glob \"{folder}/**/secr*\")";
            yield return $"(fs/watch \"{folder}\")";
        }
        foreach (var pattern in new[] { "*/secret", "**/secret", "d*r/secret", "door/s*", "[d]oor/secret", "*/*/secret", "sub/../*", "up/*/secret", "[.][.]/outside/*", "a?s/*", "key/*" })
            yield return $"(file/glob \"{pattern}\")";
    }

    private static IEnumerable<string> Sequences()
    {
        foreach (var path in new[] { "../outside/secret", "door/secret", "key", "up/outside/secret", "ROOT/outside/secret", "sub/link-in-link/secret" })
        {
            yield return $"(load \"{path}\")";
            yield return $"(import \"./{path}\")";
            yield return $"(import \"{path}\")";
            yield return $"(load (str \"{path}\"))";
            yield return $"(import (str \"{path}\"))";
            yield return $"(begin (defmacro m () (load \"{path}\")) (m))";
            yield return $"(eval '(load \"{path}\"))";
        }
        // Links moved to where they lead out, directories changed between two uses, names that become links.
        yield return "(begin (file/rename \"sub/deep/safe\" \"safe\") (file/read \"safe/secret\"))";
        yield return "(begin (file/rename \"sub/deep/safe\" \"safe\") (file/list \"safe\"))";
        yield return "(begin (file/rename \"sub\" \"moved\") (file/read \"moved/link-in-link/secret\"))";
        yield return "(begin (file/write \"a\" \"x\") (file/delete \"a\") (file/rename \"key\" \"a\") (file/read \"a\"))";
        yield return "(begin (file/mkdir \"t\") (file/rename \"door\" \"t/door\") (file/read \"t/door/secret\"))";
        yield return "(begin (file/copy \"door\" \"copy\") (file/read \"copy/secret\"))";
        yield return "(begin (file/copy \"key\" \"copy\") (file/read \"copy\"))";
        yield return "(file/read \"secret\\u0000/../../outside/secret\")";
        yield return "(file/read \"../outside/secret\\u0000\")";
        yield return "(if (file/exists? \"door/secret\") \"top secret\")";
        yield return "(if (file/is-file? \"key\") \"top secret\")";
        yield return "(if (file/is-directory? \"door\") \"top secret\")";
        yield return "(if (file/exists? \"../outside/secret\") \"top secret\")";
        yield return "(map file/read '(\"key\"))";
        yield return "(apply file/read (list \"key\"))";
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void No_attempt_leaves_the_allowed_directories()
    {
        Assert.That(SingleAttempts().Concat(Sequences()).Count(), Is.GreaterThan(400));
        using var scratch = new Scratch();
        Assert.Multiple(() =>
        {
            foreach (var attempt in Attempts()) Try(scratch, attempt);
        });
    }

    private static void Try(Scratch scratch, string attempt)
    {
        foreach (var old in new DirectoryInfo(scratch.Folder).EnumerateFileSystemInfos())
            if (old is DirectoryInfo directory) directory.Delete(recursive: true);
            else old.Delete();
        var inside = scratch["inside"];
        Directory.CreateDirectory(Path.Combine(inside, "sub/deep"));
        Directory.CreateDirectory(scratch["inside-not"]);
        Directory.CreateDirectory(scratch[Outside]);
        File.WriteAllText(scratch["outside/secret"], "top secret");
        Directory.CreateSymbolicLink(Path.Combine(inside, "door"), "../outside");
        File.CreateSymbolicLink(Path.Combine(inside, "key"), "../outside/secret");
        File.CreateSymbolicLink(Path.Combine(inside, "new"), "../outside/new");
        File.CreateSymbolicLink(Path.Combine(inside, "chain"), "key");
        Directory.CreateSymbolicLink(Path.Combine(inside, "up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(inside, "abs"), "/");
        Directory.CreateSymbolicLink(Path.Combine(inside, "sub/link-in-link"), "../door");
        // Leads inside from where it is, and out of the directory once it has moved up two levels.
        Directory.CreateSymbolicLink(Path.Combine(inside, "sub/deep/safe"), "../../../outside");
        var source = attempt.Replace("ROOT", scratch.Folder, StringComparison.Ordinal);

        var result = Sema.Compiler.Evaluation.ProgramCase.Run(source, inside, Sandbox.Parse(null, inside));

        Assert.That(result.Error, attempt.StartsWith("(list", StringComparison.Ordinal) ? Is.Null : Is.Null.Or.StartsWith("Permission denied: ").Or.StartsWith("I/O error: "), attempt);
        var seen = result.Value + string.Concat(result.Output);
        Assert.That(seen, Does.Not.Contain("secret").And.Not.Contain("116 111 112"), attempt);
        Assert.That(File.ReadAllText(scratch["outside/secret"]), Is.EqualTo("top secret"), attempt);
        Assert.That(Directory.GetFileSystemEntries(scratch[Outside]).Select(Path.GetFileName), Is.EqualTo(new[] { "secret" }), attempt);
        Assert.That(Directory.GetFileSystemEntries(scratch.Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "inside", "inside-not", Outside }), attempt);
        Assert.That(Directory.GetFileSystemEntries(scratch["inside-not"]), Is.Empty, attempt);
        foreach (var file in Directory.EnumerateFiles(inside, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            Assert.That(File.ReadAllText(file), Does.Not.Contain("top secret"), attempt);
    }

    /// <summary>The same ways out are open without a sandbox: so the test above tests something.</summary>
    [TestCase("../outside/secret")]
    [TestCase("door/secret")]
    [TestCase("up/outside/secret")]
    [Platform(Exclude = "Win")]
    public void Without_a_sandbox_the_same_paths_lead_out(string path)
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["inside"]);
        Directory.CreateDirectory(scratch[Outside]);
        File.WriteAllText(scratch["outside/secret"], "top secret");
        Directory.CreateSymbolicLink(scratch["inside/door"], "../outside");
        Directory.CreateSymbolicLink(scratch["inside/up"], "..");
        Assert.That(Sema.Compiler.Evaluation.ProgramCase.Run($"(file/read \"{path}\")", scratch["inside"]).Value, Is.EqualTo("\"top secret\""));
    }

    [TestCase("""(begin (file/write "a" "x") (file/read "a"))""", "\"x\"")]
    [TestCase("""(begin (file/mkdir "d/e") (file/write "d/e/../f" "x") (file/read "d/f"))""", "\"x\"")]
    [TestCase("""(file/glob "*")""", "()")]
    [TestCase("""(begin (file/write "a" "x") (file/rename "a" "b") (file/copy "b" "c") (file/delete "b") (file/list "."))""", "(\"c\")")]
    [TestCase("""(path/within? "/" "/etc")""", "#t")]
    [TestCase("""(file/read "nope")""", "I/O error: file/read nope: No such file or directory (os error 2)")]
    [TestCase("""(file/read "/etc/hostname")""", "Permission denied: file/read — path '/etc/hostname' is outside allowed directories")]
    [TestCase("""(try (file/read "../x") (catch e (list (:type e) (:function e) (:path e))))""", "(:permission-denied \"file/read\" \"../x\")")]
    [TestCase("""(file/rename "a" "../b")""", "Permission denied: file/rename — path '../b' is outside allowed directories")]
    [Platform(Exclude = "Win")]
    public void Inside_all_is_as_usual(string source, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source, Sandbox.Parse("none", scratch.Folder)), Is.EqualTo(expected));
    }
}
