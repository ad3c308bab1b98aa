using System.Diagnostics;
using Sema.Compiler.Cli;
using Sema.Compiler.Evaluation;

namespace Sema.Tests.Builtins;

/// <summary>Texts that are too long for a string, and files that are too long for memory.</summary>
[TestFixture]
public sealed class LargeTextTests
{
    /// <summary>The operands are 50 MB at most; the results would have more characters than a string of .NET can.</summary>
    [TestCase("(string/repeat \"ab\" 1000000000)")]
    [TestCase("(string/repeat s 44)")]
    [TestCase("(string/join (list/repeat 50 s) \"\")")]
    [TestCase("(string/join (list/repeat 50000000 \"\") s)")]
    [TestCase("(string/replace s \"a\" (string/repeat \"b\" 50))")]
    [TestCase("(string/replace s \"\" (string/repeat \"b\" 50))")]
    [TestCase("(string/pad-left \"a\" 1500000000)")]
    [TestCase("(string/pad-right \"a\" 1500000000)")]
    public void Too_long_results_are_a_condition(string expression) => Assert.That(
        Programs.Run($"(define s (string/repeat \"a\" 25000000)) (try {expression} (catch e (:message e)))", BackEnd.Il).Value,
        Is.EqualTo("\"string too large\""));

    /// <summary>The same where the result grows until it is too long.</summary>
    [TestCase("(apply string-append (list/repeat 50 s))")]
    [TestCase("(apply str (list/repeat 50 s))")]
    [TestCase("(apply format (string/repeat \"~a\" 50) (list/repeat 50 s))")]
    [TestCase("(string/map (fn (c) s) (string/repeat \"a\" 50))")]
    [TestCase("(let loop ((t s) (n 0)) (if (< n 6) (loop (string-append t t) (+ n 1)) (string-length t)))")]
    [TestCase("(regex/replace-all \".+\" (string/repeat \"$0\" 50) s)")]
    [Explicit("takes three gigabytes")]
    public void Results_that_grow_too_long_are_a_condition(string expression) => Too_long_results_are_a_condition(expression);

    /// <summary>A file of 64 MB, read by processes whose heap must not grow beyond 32 MB.</summary>
    [Test]
    public void Files_are_read_in_constant_memory()
    {
        const int lines = 1_000_000;
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var data = Path.Combine(folder, "data.txt");
            using (var writer = new StreamWriter(data))
                for (var i = 0; i < lines; i++) writer.Write("a line of sixty-four characters with its end, again and again..\n");
            Assert.That(new FileInfo(data).Length, Is.EqualTo(64 * lines));
            var source = Path.Combine(folder, "lines.sema");
            File.WriteAllText(source, """
                (define n 0)
                (file/for-each-line "data.txt" (fn (line) (set! n (+ n (string-length line)))))
                (println n (file/fold-lines "data.txt" (fn (n line) (+ n (string-length line))) 0))
                """);
            var program = Path.Combine(folder, "out", "lines.dll");
            Assert.That(CommandLine.Run(["build", source, "-o", program]), Is.Zero);
            var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = folder, Environment = { ["DOTNET_GCHeapHardLimit"] = "0x2000000" } };
            Assert.That(Processes.Run(start), Is.EqualTo((0, $"{63 * lines} {63 * lines}\n", "")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
