using System.Diagnostics;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Keys, one at a time, and what else a terminal answers.</summary>
[BuiltinGroup("terminal")]
public static class TerminalKeys
{
    private const int AnswerTimeout = 200;

    private static Terminal Terminal => SemaContext.Current.Part<Terminal>();

    /// <summary>Waits for a key.</summary>
    [Builtin("io/read-key", Doc = "Waits for a key, or another event of the terminal; nil at the end of the input.")]
    public static Value ReadKey() => Next(-1);

    /// <summary>Waits for a key for some time.</summary>
    [Builtin("io/read-key-timeout", Parameters = "ms", Doc = "As io/read-key, but nil after so many milliseconds.")]
    public static Value ReadKeyWithin(Value milliseconds) =>
        Next((int)Math.Clamp(milliseconds.IsFixnum ? milliseconds.Bits : throw Raise.Type("integer", milliseconds), 0, int.MaxValue));

    /// <summary>Raw mode.</summary>
    [Builtin("io/tty-raw!", Doc = "Puts the terminal into raw mode; returns a token for io/tty-restore!, nil when there is no terminal.")]
    public static Value EnterRaw()
    {
        try
        {
            return Terminal.EnterRaw() is { } token ? new Value(token) : Value.Nil;
        }
        catch (IOException e)
        {
            throw Raise.Eval($"io/tty-raw!: tcsetattr failed: {e.Message}");
        }
    }

    /// <summary>Ends raw mode.</summary>
    [Builtin("io/tty-restore!", Parameters = "token", Doc = "Puts the terminal back into the mode from before the token.")]
    public static void Restore(Value token) => Terminal.Restore(token.IsFixnum ? token.Bits : throw Raise.Type("integer", token));

    /// <summary>Asks for the cursor; the answer comes as a key.</summary>
    [Builtin("term/query-cursor-position", Doc = "Asks for the cursor's place; io/read-key gets the answer as :cpr.")]
    public static void QueryCursor()
    {
        Terminal.Keys.ExpectsCursor = true;
        TerminalScreen.Send("\e[6n");
    }

    /// <summary>The cursor's place.</summary>
    [Builtin("term/cursor-position", Doc = "The cursor's place as {:row :col}; nil without a terminal.")]
    public static Value CursorPosition()
    {
        var answer = Ask("\e[6n", static kind => kind == "cpr", expectsCursor: true);
        return answer is null ? Value.Nil : new Value(answer.Without(new Value(Keyword.Intern("kind"))));
    }

    /// <summary>Whether the terminal knows the kitty protocol.</summary>
    [Builtin("term/supports-kitty-keys?", Doc = "Whether the terminal knows the kitty protocol of keys.")]
    public static bool SupportsKittyKeys()
    {
        // Every terminal answers the second question; only one that knows the protocol answers the first before it.
        var isKnown = false;
        Ask("\e[?u\e[c", kind =>
        {
            isKnown |= kind == "kitty-flags";
            return kind == "device-attributes";
        });
        return isKnown;
    }

    private static Value Next(int timeout)
    {
        SemaContext.Current.Output.Flush();
        if (OperatingSystem.IsWindows()) throw Raise.Eval("io/read-key: not supported on this platform");
        return Terminal.Keys.Next(timeout) is { } key ? new Value(key) : Value.Nil;
    }

    /// <summary>Sends a question in raw mode; the first event of a kind, or null when none comes in time or there is no terminal.</summary>
    private static Map? Ask(string question, Predicate<string> isAnswer, bool expectsCursor = false)
    {
        if (EnterRaw() is not { IsFixnum: true } token) return null;
        try
        {
            Terminal.Keys.ExpectsCursor = expectsCursor;
            TerminalScreen.Send(question);
            for (var start = Stopwatch.GetTimestamp(); ;)
            {
                var left = AnswerTimeout - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (left <= 0 || Terminal.Keys.Next(left) is not { } answer) return null;
                if (isAnswer(Kind(answer))) return answer;
            }
        }
        finally
        {
            Terminal.Keys.ExpectsCursor = false;
            Restore(token);
        }
    }

    private static string Kind(Map key) => ((Keyword)key.Get(new Value(Keyword.Intern("kind"))).Ref!).Name;
}
