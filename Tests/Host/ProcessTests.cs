using System.Diagnostics;
using Sema.Compiler.Cli;

namespace Sema.Tests.Host;

/// <summary>Programs as processes: options, exit codes, pipes, terminals.</summary>
[TestFixture]
[Platform(Exclude = "Win")]
public sealed class ProcessTests
{
    private static readonly string Semac = $"dotnet '{typeof(CommandLine).Assembly.Location}'";

    private Scratch _scratch = null!;

    [SetUp]
    public void MakeScratch() => _scratch = new Scratch();

    [TearDown]
    public void RemoveScratch() => _scratch.Dispose();

    private (int ExitCode, string Output, string Error) Shell(string commandLine, string input = "") =>
        Processes.Run(new ProcessStartInfo("bash", ["-c", commandLine]) { WorkingDirectory = _scratch.Folder }, input);

    [Test]
    public void A_sandbox_on_the_command_line()
    {
        var (exitCode, output, error) = Shell($"{Semac} eval --sandbox strict '(begin (println (try (shell \"echo x\") (catch e (:type e)))) (exit 3))'");
        Assert.That((exitCode, output, error.Split('\n')[0]), Is.EqualTo((1, ":permission-denied\n", "Error: Permission denied: exit requires 'process' capability")));
        Assert.That(Shell($"{Semac} eval --sandbox no-such '1'"), Is.EqualTo((1, "", "semac: unknown capability: no-such\n")));
    }

    [Test]
    public void Allowed_paths_on_the_command_line()
    {
        File.WriteAllText(_scratch["app.sema"], "(file/write \"d/x\" \"1\") (println (file/read \"d/x\")) (file/read \"app.sema\")");
        Directory.CreateDirectory(_scratch["d"]);
        var (exitCode, output, error) = Shell($"{Semac} run app.sema --allowed-paths /nowhere,d");
        Assert.That((exitCode, output, error.Split('\n')[0]), Is.EqualTo(
            (1, "1\n", "Error: Permission denied: file/read — path 'app.sema' is outside allowed directories")));
    }

    [Test]
    public void Nobody_reads_the_output()
    {
        var (_, output, error) = Shell($$"""{{Semac}} -e '(do ((i 0 (+ i 1))) (#f) (println i))' | head -n 1; echo "${PIPESTATUS[0]}" """);
        Assert.That((output, error), Is.EqualTo(("0\n141\n", "")));
    }

    [Test]
    [Platform("Linux")]
    public void The_output_has_no_room()
    {
        var (exitCode, _, error) = Shell($"{Semac} -e '(println 1)' > /dev/full");
        Assert.That((exitCode, error), Is.EqualTo((1, "Error: I/O error: standard output: No space left on device (os error 28)\n")));
    }

    [Test]
    public void Input_of_a_process()
    {
        var (_, output, _) = Shell($"{Semac} -e '(begin (display \"? \") (println (list (read-line) (sys/interactive?) (read-stdin) (read-line) (io/eof?) (io/read-key) (io/tty-raw!) (term/cursor-position))))'", "é\r\nb\n");
        Assert.That(output, Is.EqualTo("? (\"é\" #f \"b\\n\" nil #t nil nil nil)\n"));
        var (exitCode, _, error) = Shell($"printf '\\351\\n' | {Semac} -e '(read-line)'");
        Assert.That((exitCode, error.Split('\n')[0]), Is.EqualTo((1, "Error: I/O error: read-line: stream did not contain valid UTF-8")));
    }

    [Test]
    public void Exit_codes()
    {
        var (_, output, _) = Shell($"{Semac} -e '(begin (display \"x\") (exit 7))'; echo $?; {Semac} -e '(exit -1)'; echo $?; {Semac} -e '(exit 2.9)'; echo $?");
        Assert.That(output, Is.EqualTo("x7\n255\n2\n"));
    }

    [Test]
    public void A_batch_line_names_its_directory()
    {
        Directory.CreateDirectory(_scratch["d"]);
        File.WriteAllText(_scratch["d/x"], "here");
        var (_, output, _) = Shell($"{Semac} eval --batch --sandbox fs-write",
            """
            {"id":1,"src":"(file/read \"x\")","cwd":"d"}
            {"id":2,"src":"(file/exists? \"x\")"}
            {"id":3,"src":"(file/write \"y\" \"\")","cwd":"d"}
            {"id":4,"src":"(list (read-line) (exit 5))"}
            {"id":5,"src":"(path/filename (sys/cwd))","cwd":"d"}

            """);
        var lines = output.TrimEnd('\n').Split('\n').Select(static l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        Assert.That(lines.Select(static l => (l.GetProperty("value").GetString() ?? l.GetProperty("error").GetString()!).Split('\n')[0]), Is.EqualTo(new[]
        {
            "\"here\"", "#f", "Permission denied: file/write requires 'fs-write' capability", "exit 5", "\"d\"",
        }));
    }

    /// <summary>A terminal of its own, by the program script: keys are read raw, and its mode is put back.</summary>
    [Test]
    [Platform("Linux")]
    public void Keys_of_a_terminal()
    {
        if (Shell("command -v script && command -v stty").ExitCode != 0) Assert.Ignore("script or stty is not installed");
        File.WriteAllText(_scratch["keys.sema"], """
            (define before (string/trim (:stdout (shell "stty -g < /dev/tty"))))
            (define token (io/tty-raw!))
            (define raw (string/trim (:stdout (shell "stty -a < /dev/tty"))))
            (display "ready")
            (io/flush)
            (define keys (list (io/read-key) (io/read-key) (io/read-key) (io/read-key-timeout 1)))
            (io/tty-restore! token)
            (io/tty-restore! token)
            (file/write "result" (str (list (map (fn (k) (if (nil? k) k (or (:name k) (:char k)))) keys) (sys/interactive?) (string? (sys/tty))
              (map? (sys/term-size)) (string/contains? raw "-icanon") (= before (string/trim (:stdout (shell "stty -g < /dev/tty")))))))
            """);
        File.WriteAllText(_scratch["type.sh"], "until grep -q ready screen 2>/dev/null; do sleep 0.1; done; printf 'a\\033[A\\003'; sleep 1\n");
        var (exitCode, output, error) = Shell($"timeout 60 bash -c \"bash type.sh | script -qefc \\\"{Semac} run keys.sema\\\" screen\"");
        Assert.That(File.Exists(_scratch["result"]), $"{exitCode} {output} {error}");
        Assert.That(File.ReadAllText(_scratch["result"]), Is.EqualTo("((\"a\" :up \"c\" nil) #t #t #t #t #t)"));
    }
}
