namespace Sema.Tests.Host;

/// <summary>The group terminal: sequences byte for byte, and what the bytes of a terminal mean.</summary>
[TestFixture]
public sealed class TerminalTests
{
    private static readonly Dictionary<string, int> Styles = new()
    {
        ["bold"] = 1, ["dim"] = 2, ["italic"] = 3, ["underline"] = 4, ["inverse"] = 7, ["strikethrough"] = 9, ["black"] = 30, ["red"] = 31,
        ["green"] = 32, ["yellow"] = 33, ["blue"] = 34, ["magenta"] = 35, ["cyan"] = 36, ["white"] = 37, ["gray"] = 90,
    };

    private static string Output(string source)
    {
        using var scratch = new Scratch();
        var result = scratch.Case(source);
        Assert.That(result.Error, Is.Null);
        return string.Join('\n', result.Output);
    }

    private static string Run(string source)
    {
        using var scratch = new Scratch();
        return scratch.Run(source);
    }

    [TestCaseSource(nameof(Styles))]
    public void A_style_wraps_its_text(KeyValuePair<string, int> style)
    {
        Assert.That(Output($"""(display (term/{style.Key} "x") (term/style "y" :{style.Key}))"""), Is.EqualTo($"\e[{style.Value}mx\e[0m \e[{style.Value}my\e[0m"));
        Assert.That(Run($"(term/{style.Key} 5)"), Is.EqualTo("expected string, got int"));
    }

    [TestCase("""(display (term/style "x" :bold :red))""", "\e[1;31mx\e[0m")]
    [TestCase("""(display (term/style "x"))""", "x")]
    [TestCase("""(display (term/rgb "x" 1 -2 300))""", "\e[38;2;1;-2;300mx\e[0m")]
    [TestCase("""(display (term/strip (term/style "a😀b" :bold)))""", "a😀b")]
    [TestCase("""(display (term/strip "a\x1b;]0;title\x07;b\x1b;]8;;u\x1b;\\c\x1b;Md\x1b;[?25le\x1b;"))""", "abcde")]
    [TestCase("""(term/enter-alt-screen)""", "\e[?1049h")]
    [TestCase("""(term/leave-alt-screen)""", "\e[?1049l")]
    [TestCase("""(term/clear)""", "\e[2J\e[H")]
    [TestCase("""(term/clear-line)""", "\e[2K")]
    [TestCase("""(term/clear-below)""", "\e[0J")]
    [TestCase("""(term/cursor-home)""", "\e[H")]
    [TestCase("""(term/hide-cursor)""", "\e[?25l")]
    [TestCase("""(term/show-cursor)""", "\e[?25h")]
    [TestCase("""(term/save-cursor)""", "\e7")]
    [TestCase("""(term/restore-cursor)""", "\e8")]
    [TestCase("""(term/enable-mouse)""", "\e[?1000h\e[?1002h\e[?1006h")]
    [TestCase("""(term/disable-mouse)""", "\e[?1000l\e[?1002l\e[?1006l")]
    [TestCase("""(term/disable-kitty-keys!)""", "\e[<u")]
    [TestCase("""(term/query-kitty-keys)""", "\e[?u")]
    [TestCase("""(term/enable-bracketed-paste)""", "\e[?2004h")]
    [TestCase("""(term/disable-bracketed-paste)""", "\e[?2004l")]
    [TestCase("""(term/enable-focus-events)""", "\e[?1004h")]
    [TestCase("""(term/disable-focus-events)""", "\e[?1004l")]
    [TestCase("""(term/query-primary-da)""", "\e[c")]
    [TestCase("""(term/query-secondary-da)""", "\e[>c")]
    [TestCase("""(term/query-cursor-position)""", "\e[6n")]
    [TestCase("""(term/bell)""", "\a")]
    [TestCase("""(term/enable-kitty-keys!)""", "\e[>17u")]
    [TestCase("""(term/enable-kitty-keys! 3)""", "\e[>3u")]
    [TestCase("""(term/move-to 3 0)""", "\e[3;1H")]
    [TestCase("""(term/write-at -5 7 "x")""", "\e[1;7Hx")]
    [TestCase("""(term/set-title "t")""", "\e]0;t\a")]
    [TestCase("""(term/flush)""", "")]
    public void Written(string source, string expected) => Assert.That(Output(source), Is.EqualTo(expected));

    [TestCase("""(term/style "x" :blink)""", "term/style: unknown style keyword :blink")]
    [TestCase("""(term/style "x" 5)""", "expected keyword, got int")]
    [TestCase("""(term/style 5)""", "expected string, got int")]
    [TestCase("""(term/rgb "x" 1 2 3.0)""", "expected integer, got float")]
    [TestCase("""(term/move-to 1 :a)""", "expected integer, got keyword")]
    [TestCase("""(term/enable-kitty-keys! "x")""", "expected integer, got string")]
    [TestCase("""(term/write-at 1 1 2)""", "expected string, got int")]
    [TestCase("""(term/set-title 2)""", "expected string, got int")]
    [TestCase("""(term/bell 1)""", "term/bell expects no arguments, got 1")]
    [TestCase("""(term/spinner-start 5)""", "expected string, got int")]
    [TestCase("""(term/spinner-stop "x")""", "expected integer, got string")]
    [TestCase("""(term/spinner-update 99 "x")""", "nil")]
    [TestCase("""(term/spinner-stop 99 {:symbol "x"})""", "nil")]
    [TestCase("""(io/read-key-timeout "x")""", "expected integer, got string")]
    [TestCase("""(io/tty-restore! "x")""", "expected integer, got string")]
    [TestCase("""(io/tty-restore! 99)""", "nil")]
    public void Misused(string source, string expected) => Assert.That(Run(source), Is.EqualTo(expected));

    [Test]
    public void A_spinner_draws_and_says_how_it_went()
    {
        var text = Output("""
            (let ((a (term/spinner-start "work")))
              (shell "sleep 0.1")
              (term/spinner-update a "more")
              (shell "sleep 0.2")
              (term/spinner-stop a {:symbol "✔" :text "done"})
              (println a (term/spinner-start "b"))
              (term/spinner-stop 1))
            """);
        Assert.That(text, Does.StartWith("\r\e[K⠋ work\r\e[K⠙ ").And.Contain(" more").And.Contain("\r\e[K✔ done\n").And.Contain("0 1"));
    }

    [TestCase("a", "{:char \"a\" :kind :char}")]
    [TestCase("é", "{:char \"é\" :kind :char}")]
    [TestCase("😀", "{:char \"😀\" :kind :char}")]
    [TestCase("\x03", "{:char \"c\" :kind :ctrl}")]
    [TestCase("\r", "{:kind :key :name :enter}")]
    [TestCase("\t", "{:kind :key :name :tab}")]
    [TestCase("\x7f", "{:kind :key :name :backspace}")]
    [TestCase("\e", "{:kind :key :name :escape}")]
    [TestCase("\ex", "{:char \"x\" :kind :alt}")]
    [TestCase("\e[A", "{:kind :key :name :up}")]
    [TestCase("\eOB", "{:kind :key :name :down}")]
    [TestCase("\e[1;5C", "{:kind :key :mods (:ctrl) :name :right}")]
    [TestCase("\e[1;4D", "{:kind :key :mods (:shift :alt) :name :left}")]
    [TestCase("\e[Z", "{:kind :key :mods (:shift) :name :tab}")]
    [TestCase("\e[3~", "{:kind :key :name :delete}")]
    [TestCase("\e[5;2~", "{:kind :key :mods (:shift) :name :page-up}")]
    [TestCase("\eOP", "{:kind :key :name :f1}")]
    [TestCase("\e[24~", "{:kind :key :name :f12}")]
    [TestCase("\e[I", "{:focused #t :kind :focus}")]
    [TestCase("\e[O", "{:focused #f :kind :focus}")]
    [TestCase("\e[200~a\e[Bb\r\e[201~", "{:kind :paste :text \"a\\x1b;[Bb\\r\"}")]
    [TestCase("\e[<0;3;4M", "{:action :press :button :left :kind :mouse :mods () :x 3 :y 4}")]
    [TestCase("\e[<2;3;4m", "{:action :release :button :right :kind :mouse :mods () :x 3 :y 4}")]
    [TestCase("\e[<48;3;4M", "{:action :drag :button :left :kind :mouse :mods (:ctrl) :x 3 :y 4}")]
    [TestCase("\e[<65;3;4M", "{:action :scroll-down :button :none :kind :mouse :mods () :x 3 :y 4}")]
    [TestCase("\e[?1;2c", "{:device :primary :kind :device-attributes :params (1 2)}")]
    [TestCase("\e[>0;276;0c", "{:device :secondary :kind :device-attributes :params (0 276 0)}")]
    [TestCase("\e[?5u", "{:flags 5 :kind :kitty-flags}")]
    [TestCase("\e[97;5u", "{:char \"a\" :kind :ctrl}")]
    [TestCase("\e[97;7u", "{:char \"a\" :kind :ctrl :mods (:alt)}")]
    [TestCase("\e[27u", "{:kind :key :name :escape}")]
    [TestCase("\e[99999999999u", "{:char \"\\x00;\" :kind :char}")]
    [TestCase("\e[1;1;1;1X", "{:kind :key :name :unknown}")]
    public void A_key(string bytes, string expected) =>
        Assert.That(Keys(bytes).First().Replace("\e", "\\x1b;").Replace("\0", "\\x00;"), Is.EqualTo(expected));

    [Test]
    public void Keys_in_a_row() =>
        Assert.That(Keys("a\e[Aé\e\e[Bx"), Is.EqualTo(new[]
        {
            "{:char \"a\" :kind :char}", "{:kind :key :name :up}", "{:char \"é\" :kind :char}", "{:kind :key :name :escape}",
            "{:kind :key :name :down}", "{:char \"x\" :kind :char}",
        }));

    [Test]
    public void An_answer_for_the_cursor_is_no_function_key()
    {
        var bytes = new Queue<byte>("\e[5;6R\e[1;5R"u8.ToArray());
        var decoder = new KeyDecoder(_ => bytes.TryDequeue(out var next) ? next : -1) { ExpectsCursor = true };
        Assert.That(new[] { decoder.Next(0), decoder.Next(0), decoder.Next(0) }.Select(static k => k is null ? "none" : Printer.Write(new Value(k))),
            Is.EqualTo(new[] { "{:col 6 :kind :cpr :row 5}", "{:kind :key :mods (:ctrl) :name :f3}", "none" }));
    }

    [Test]
    public void Any_bytes_are_keys_and_end()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = Enumerable.Range(0, 40).Select(_ => "\e[O<>?;0129~MmuRcAI\x80\xC3"[random.Next(20)]);
            Assert.That(Keys(string.Concat(bytes)).Count(), Is.LessThanOrEqualTo(80));
        }
    }

    private static IEnumerable<string> Keys(string text)
    {
        var bytes = new Queue<byte>(System.Text.Encoding.UTF8.GetBytes(text));
        var decoder = new KeyDecoder(_ => bytes.TryDequeue(out var next) ? next : -1);
        while (decoder.Next(0) is { } key) yield return Printer.Write(new Value(key));
    }
}
