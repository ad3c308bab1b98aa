using System.Diagnostics;
using System.Text;
using Sema.Compiler.Cli;

namespace Sema.Tests.Malformed;

/// <summary>
/// Files that no program should be, through the command line: a diagnostic with its place, exit code 2, no trace of ours, in
/// seconds and in bounded memory.
/// </summary>
[TestFixture]
public sealed class MalformedFileTests
{
    private const long MemoryLimit = 2_000_000_000;

    private static readonly (string Name, Func<byte[]> Content, string Expected)[] Files =
    [
        ("invalid UTF-8", () => [.. "(println 1)\n; "u8, 0xE9, (byte)'\n'], "error[SEMA0006]: I/O error: the file is not valid UTF-8 from here on\n  --> bad.sema:2:3"),
        ("UTF-16", () => Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("(println 1)")).ToArray(), "error[SEMA0006]"),
        ("a byte order mark", () => [0xEF, 0xBB, 0xBF, .. "(println 1)"u8], "error[SEMA0001]: unexpected character"),
        ("NUL in a symbol", () => [.. "(define a"u8, 0, .. "b 1)"u8], "error[SEMA0001]: unexpected character: '\0'\n  --> bad.sema:1:10"),
        ("only NULs", () => new byte[100_000], "error[SEMA0001]: unexpected character: '\0'\n  --> bad.sema:1:1"),
        ("random bytes", RandomBytes, "error[SEMA0006]"),
        ("a line of open parentheses", () => Repeated("(", 50_000_000), "error[SEMA0001]: input nested too deeply"),
        ("a line of closing parentheses", () => Repeated(")", 50_000_000), "error[SEMA0001]: unexpected closing `)`\n  --> bad.sema:1:1"),
        ("open brackets of all kinds", () => Repeated("([{", 3_000_000), "error[SEMA0001]: input nested too deeply"),
        ("a line of quotes", () => Repeated("'", 5_000_000), "error[SEMA0001]"),
        ("a line of unquotes", () => Repeated(",@", 2_000_000), "error[SEMA0001]"),
        ("short lambdas in each other", () => Repeated("#(", 1_000_000), "error[SEMA0001]"),
        ("an endless string", () => [.. "(println \""u8, .. Repeated("a", 20_000_000)], "error[SEMA0001]: unterminated string\n  --> bad.sema:1:10"),
        ("f-strings in each other", () => Repeated("f\"${", 100_000), "error[SEMA0001]"),
        ("a mistake far to the right", () => [.. Repeated("(f) ", 100_000), .. "(if)"u8], "error[SEMA0002]: if expects 2 or 3 arguments, got 0\n  --> bad.sema:1:400001"),
        ("a mistake far below", () => [.. Repeated("(car '(1))\n", 20_000), .. "(if)"u8], "error[SEMA0002]: if expects 2 or 3 arguments, got 0\n     --> bad.sema:20001:1"),
        ("carriage returns only", () => [.. "(define a 1)\r(if)\r"u8], "error[SEMA0002]"),
        ("200,000 levels", () => [.. Repeated("(+ 1 ", 200_000), (byte)'0', .. Repeated(")", 200_000)], "error[SEMA0001]: input nested too deeply"),
        ("a macro without end", () => "(defmacro m (x) (list 'm (list 'm x)))\n(m 1)"u8.ToArray(), "error[SEMA0010]: macro expansion exceeded depth limit"),
        ("a syntax-rules macro without end", () => "(define-syntax m (syntax-rules () ((_ x) (list (m x)))))\n(m 1)"u8.ToArray(), "error[SEMA0010]: macro expansion exceeded depth limit"),
        ("a macro that recurses without end", () => "(defmacro m (x) (define (f n) (+ 1 (f n))) (f 1))\n(m 1)"u8.ToArray(), "error[SEMA0010]: stack overflow"),
    ];

    private static byte[] Repeated(string text, int count) => Encoding.UTF8.GetBytes(new StringBuilder(text.Length * count).Insert(0, text, count).ToString());

    private static byte[] RandomBytes()
    {
        var bytes = new byte[1_000_000];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<TestCaseData> Cases() => Files.Select(static f => new TestCaseData(f.Content, f.Expected).SetArgDisplayNames(f.Name));

    [TestCaseSource(nameof(Cases))]
    public void Is_an_error_with_a_place(Func<byte[]> content, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("semac").FullName;
        try
        {
            var file = Path.Combine(folder, "bad.sema");
            File.WriteAllBytes(file, content());
            var (exitCode, error) = Check(file);
            Assert.That(error, Does.StartWith(expected));
            Assert.That(error, Does.Contain("--> bad.sema:").And.Not.Contain("   at Sema.").And.Not.Contain("internal error"));
            Assert.That(exitCode, Is.EqualTo(CommandLine.DoesNotCompile));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("")]
    [TestCase("   \n\n")]
    [TestCase("; nothing but a comment")]
    [TestCase("#!/usr/bin/env semac")]
    public void An_empty_program_is_a_program(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        Assert.That(CommandLine.Run(["check", file]), Is.Zero);
        File.Delete(file);
    }

    private static (int ExitCode, string Error) Check(string file)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "check", file]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        for (var left = 60_000; !process.WaitForExit(100); left -= 100)
        {
            if (left <= 0) process.Kill();
            else peak = Math.Max(peak, WorkingSet(process));
        }
        Assert.That(peak, Is.LessThan(MemoryLimit));
        return (process.ExitCode, errors.Result);
    }

    private static long WorkingSet(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}
