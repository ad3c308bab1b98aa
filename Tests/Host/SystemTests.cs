namespace Sema.Tests.Host;

/// <summary>The group system: environment, machine, processes.</summary>
[TestFixture]
public sealed class SystemTests
{
    [TestCase("""(env "SEMA_TEST_NO_SUCH_NAME")""", "nil")]
    [TestCase("""(env 5)""", "expected string, got int")]
    [TestCase("""(env "")""", "nil")]
    [TestCase("""(env "a=b")""", "nil")]
    [TestCase("""(begin (sys/set-env "SEMA_TEST_A" "1") (list (env "SEMA_TEST_A") (:SEMA_TEST_A (sys/env-all))))""", "(\"1\" \"1\")")]
    [TestCase("""(begin (sys/set-env "SEMA_TEST_EMPTY" "") (env "SEMA_TEST_EMPTY"))""", "\"\"")]
    [TestCase("""(:type (try (sys/set-env "" "1") (catch e e)))""", ":eval")]
    [TestCase("""(sys/set-env "A" 5)""", "expected string, got int")]
    [TestCase("""(every string? (vals (sys/env-all)))""", "#t")]
    [TestCase("""(sys/args)""", "()")]
    [TestCase("""(list (string? (sys/hostname)) (string? (sys/temp-dir)) (integer? (sys/pid)) (string? (sys/sema-home)) (string? (sys/config-dir)))""", "(#t #t #t #t #t)")]
    [TestCase("""(if (member (sys/platform) '("linux" "macos" "windows" "unknown")) 1 2)""", "1")]
    [TestCase("""(if (member (sys/arch) '("x86_64" "aarch64" "x86" "arm" "riscv64" "s390x")) 1 2)""", "1")]
    [TestCase("""(string? (sys/os))""", "#t")]
    [TestCase("""(= (sys/home-dir) (env "HOME"))""", "#t")]
    [TestCase("""(let ((u (sys/user))) (or (nil? u) (string? u)))""", "#t")]
    [TestCase("""(let ((a (sys/elapsed)) (b (sys/elapsed))) (<= 0 a b))""", "#t")]
    [TestCase("""(sys/elapsed 1)""", "sys/elapsed expects no arguments, got 1")]
    [TestCase("""(boolean? (sys/interactive?))""", "#t")]
    [TestCase("""(let ((t (sys/tty))) (or (nil? t) (string? t)))""", "#t")]
    [TestCase("""(let ((t (sys/term-size))) (or (nil? t) (map? t)))""", "#t")]
    [TestCase("""(keys (sys/interner-stats))""", "(:bytes :count)")]
    [TestCase("""(gc/collect)""", "{:candidates 0 :collected 0 :pruned 0 :traced 0}")]
    [TestCase("""(gc/stats)""", "{:candidates 0 :collected 0 :pruned 0 :registry-size 0 :traced 0}")]
    [TestCase("""(shell/quote "a'b")""", "\"'a'\\\\''b'\"")]
    [TestCase("""(shell/quote "")""", "\"''\"")]
    [TestCase("""(shell/quote 5)""", "expected string, got int")]
    [TestCase("""(exit)""", "exit 0")]
    [TestCase("""(exit 3)""", "exit 3")]
    [TestCase("""(exit 3.9)""", "exit 3")]
    [TestCase("""(exit "x")""", "expected integer, got string")]
    [TestCase("""(try (exit 4) (catch e 5))""", "exit 4")]
    [TestCase("""(sys/which "no-such-program-anywhere")""", "nil")]
    [TestCase("""(sys/which 5)""", "expected string, got int")]
    public void It_gives(string source, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source), Is.EqualTo(expected));
    }

    [TestCase("""(:stdout (shell "echo hi"))""", "\"hi\\n\"")]
    [TestCase("""(shell "echo e >&2; exit 3")""", "{:exit-code 3 :stderr \"e\\n\" :stdout \"\"}")]
    [TestCase("""(:stdout (shell "printf" "%s|" "a b" "'"))""", "\"a b|'|\"")]
    [TestCase("""(:stdout (shell "echo $SEMA_TEST_K" {:env {"SEMA_TEST_K" "v"}}))""", "\"v\\n\"")]
    [TestCase("""(begin (file/mkdir "sub") (path/basename (string/trim (:stdout (shell "pwd" {:cwd "sub"})))))""", "\"sub\"")]
    [TestCase("""(= (string/trim (:stdout (shell "pwd"))) (sys/cwd))""", "#t")]
    [TestCase("""(:stdout (shell "cat"))""", "\"\"")]
    [TestCase("""(string/length (:stdout (shell "head -c 300000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' y >&2")))""", "300000")]
    [TestCase("""(shell "no-such-program" "x")""", "I/O error: shell: No such file or directory (os error 2)")]
    [TestCase("""(shell "pwd" {:cwd "nowhere"})""", "I/O error: shell: No such file or directory (os error 2)")]
    [TestCase("""(shell "pwd" {:env {"A\u0000" "x"}})""", "I/O error: shell: nul byte found in provided data")]
    [TestCase("""(shell "pwd" {:env {"A" 5}})""", "expected string, got int")]
    [TestCase("""(shell 5)""", "expected string, got int")]
    [TestCase("""(shell "ls" 5)""", "expected string, got int")]
    [TestCase("""(shell "a\u0000b")""", "I/O error: shell: nul byte found in provided data")]
    [TestCase("""(path/filename (sys/which "sh"))""", "\"sh\"")]
    [Platform(Exclude = "Win")]
    public void Other_programs(string source, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source), Is.EqualTo(expected));
    }

    [TestCase("""(list (read-line) (io/eof?) (read-line) (io/eof?))""", "a", "(\"a\" #f nil #t)")]
    [TestCase("""(list (read-line) (read-line) (read-line) (read-line))""", "a\r\n\nb\rc\n", "(\"a\" \"\" \"b\\rc\" nil)")]
    [TestCase("""(list (io/read-line) (io/read-stdin) (io/read-stdin) (io/eof?))""", "a\nb\nc", "(\"a\" \"b\\nc\" \"\" #t)")]
    [TestCase("""(io/eof?)""", "", "#f")]
    [TestCase("""(read-line 1)""", "", "read-line expects no arguments, got 1")]
    [TestCase("""(io/read-many "1 (2)")""", "", "(1 (2))")]
    [TestCase("""(io/flush)""", "", "nil")]
    public void Standard_input(string source, string input, string expected)
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Run(source, input: input), Is.EqualTo(expected));
    }

    [Test]
    public void Standard_error()
    {
        using var scratch = new Scratch();
        Assert.That(scratch.Case("""(begin (io/println-error "a" 1) (io/print-error "b") (println-error) (print-error "c"))""").Output, Is.EqualTo(new[] { "a 1", "b", "c" }));
    }

    [Test]
    public void A_watcher_sees_changes()
    {
        using var scratch = new Scratch();
        Assert.Multiple(() =>
        {
            Assert.That(scratch.Run("""(fs/watch "nope")"""), Is.EqualTo("I/O error: fs/watch nope: no such file or directory"));
            Assert.That(scratch.Run("""(fs/watch-events 77)"""), Is.EqualTo("fs/watch-events: no such watcher 77"));
            Assert.That(scratch.Run("""(fs/unwatch "x")"""), Is.EqualTo("expected integer (watcher handle), got string"));
            Assert.That(scratch.Run("""(fs/watch "." 5)"""), Is.EqualTo("expected map, got int"));
            Assert.That(scratch.Run("""
                (let ((h (fs/watch "." {:recursive #f})))
                  (file/write "new" "x")
                  (define (wait n seen)
                    (let ((events (append seen (fs/watch-events h))))
                      (if (or (= n 0) (not (null? (filter (fn (e) (= (:kind e) :create)) events)))) events
                        (begin (shell "sleep 0.02") (wait (- n 1) events)))))
                  (let ((first-event (first (wait 200 '()))))
                    (fs/unwatch h)
                    (list (:kind first-event) (map path/filename (:paths first-event)) (try (fs/watch-events h) (catch e (:message e))))))
                """), Is.EqualTo("(:create (\"new\") \"fs/watch-events: no such watcher 1\")"));
        });
    }
}
