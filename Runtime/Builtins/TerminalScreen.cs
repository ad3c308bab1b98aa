using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Control of the screen: each writes its sequence to standard output and flushes it.</summary>
[BuiltinGroup("terminal")]
public static class TerminalScreen
{
    /// <summary>Changes to the alternate screen.</summary>
    [Builtin("term/enter-alt-screen", Doc = "Changes to the alternate screen.")]
    public static void EnterAltScreen() => Send("\e[?1049h");

    /// <summary>Changes back from the alternate screen.</summary>
    [Builtin("term/leave-alt-screen", Doc = "Changes back from the alternate screen.")]
    public static void LeaveAltScreen() => Send("\e[?1049l");

    /// <summary>Clears the screen; the cursor goes to its first place.</summary>
    [Builtin("term/clear", Doc = "Clears the screen; the cursor goes to its first place.")]
    public static void Clear() => Send("\e[2J\e[H");

    /// <summary>Clears the cursor's line.</summary>
    [Builtin("term/clear-line", Doc = "Clears the cursor's line.")]
    public static void ClearLine() => Send("\e[2K");

    /// <summary>Clears from the cursor on.</summary>
    [Builtin("term/clear-below", Doc = "Clears from the cursor on.")]
    public static void ClearBelow() => Send("\e[0J");

    /// <summary>Moves the cursor to the first place.</summary>
    [Builtin("term/cursor-home", Doc = "Moves the cursor to the first place.")]
    public static void CursorHome() => Send("\e[H");

    /// <summary>Hides the cursor.</summary>
    [Builtin("term/hide-cursor", Doc = "Hides the cursor.")]
    public static void HideCursor() => Send("\e[?25l");

    /// <summary>Shows the cursor.</summary>
    [Builtin("term/show-cursor", Doc = "Shows the cursor.")]
    public static void ShowCursor() => Send("\e[?25h");

    /// <summary>Saves the cursor's place.</summary>
    [Builtin("term/save-cursor", Doc = "Saves the cursor's place.")]
    public static void SaveCursor() => Send("\e7");

    /// <summary>Moves the cursor to the saved place.</summary>
    [Builtin("term/restore-cursor", Doc = "Moves the cursor to the saved place.")]
    public static void RestoreCursor() => Send("\e8");

    /// <summary>Asks for reports of the mouse.</summary>
    [Builtin("term/enable-mouse", Doc = "Asks for reports of the mouse.")]
    public static void EnableMouse() => Send("\e[?1000h\e[?1002h\e[?1006h");

    /// <summary>Ends the reports of the mouse.</summary>
    [Builtin("term/disable-mouse", Doc = "Ends the reports of the mouse.")]
    public static void DisableMouse() => Send("\e[?1000l\e[?1002l\e[?1006l");

    /// <summary>Ends the kitty protocol of keys.</summary>
    [Builtin("term/disable-kitty-keys!", Doc = "Ends the kitty protocol of keys.")]
    public static void DisableKittyKeys() => Send("\e[<u");

    /// <summary>Asks for the flags of the kitty protocol; io/read-key gets the answer.</summary>
    [Builtin("term/query-kitty-keys", Doc = "Asks for the flags of the kitty protocol; io/read-key gets the answer.")]
    public static void QueryKittyKeys() => Send("\e[?u");

    /// <summary>Asks for pasted text to be marked.</summary>
    [Builtin("term/enable-bracketed-paste", Doc = "Asks for pasted text to be marked.")]
    public static void EnableBracketedPaste() => Send("\e[?2004h");

    /// <summary>Ends the marking of pasted text.</summary>
    [Builtin("term/disable-bracketed-paste", Doc = "Ends the marking of pasted text.")]
    public static void DisableBracketedPaste() => Send("\e[?2004l");

    /// <summary>Asks for reports of the focus.</summary>
    [Builtin("term/enable-focus-events", Doc = "Asks for reports of the focus.")]
    public static void EnableFocusEvents() => Send("\e[?1004h");

    /// <summary>Ends the reports of the focus.</summary>
    [Builtin("term/disable-focus-events", Doc = "Ends the reports of the focus.")]
    public static void DisableFocusEvents() => Send("\e[?1004l");

    /// <summary>Asks what the terminal is; io/read-key gets the answer.</summary>
    [Builtin("term/query-primary-da", Doc = "Asks what the terminal is; io/read-key gets the answer.")]
    public static void QueryPrimaryDa() => Send("\e[c");

    /// <summary>Asks for the terminal's version; io/read-key gets the answer.</summary>
    [Builtin("term/query-secondary-da", Doc = "Asks for the terminal's version; io/read-key gets the answer.")]
    public static void QuerySecondaryDa() => Send("\e[>c");

    /// <summary>Rings the bell.</summary>
    [Builtin("term/bell", Doc = "Rings the bell.")]
    public static void Bell() => Send("\a");

    /// <summary>Begins the kitty protocol of keys with its usual flags.</summary>
    [Builtin("term/enable-kitty-keys!", Parameters = "[flags]", Doc = "Begins the kitty protocol of keys.")]
    public static void EnableKittyKeys() => EnableKittyKeys(new Value(17L));

    /// <summary>Begins the kitty protocol of keys.</summary>
    public static void EnableKittyKeys(Value flags) => Send($"\e[>{Integer(flags)}u");

    /// <summary>Moves the cursor; rows and columns count from 1.</summary>
    [Builtin("term/move-to", Parameters = "row col", Doc = "Moves the cursor; rows and columns count from 1.")]
    public static void MoveTo(Value row, Value column) => Send(Move(row, column));

    /// <summary>Writes a text at a place.</summary>
    [Builtin("term/write-at", Parameters = "row col text", Doc = "Writes a text at a place.")]
    public static void WriteAt(Value row, Value column, Value text) => Send(Move(row, column) + (text.Ref as string ?? throw Raise.Type("string", text)));

    /// <summary>Sets the window's title.</summary>
    [Builtin("term/set-title", Parameters = "title", Doc = "Sets the window's title.")]
    public static void SetTitle(Value title) => Send($"\e]0;{title.Ref as string ?? throw Raise.Type("string", title)}\a");

    /// <summary>Writes out what is buffered.</summary>
    [Builtin("term/flush", Doc = "Writes out the buffered standard output.")]
    public static void Flush() => SemaContext.Current.Output.Flush();

    internal static void Send(string sequence)
    {
        var output = SemaContext.Current.Output;
        output.Write(sequence);
        output.Flush();
    }

    private static string Move(Value row, Value column) => $"\e[{Math.Max(1, Integer(row))};{Math.Max(1, Integer(column))}H";

    private static long Integer(Value value) => value.IsFixnum ? value.Bits : throw Raise.Type("integer", value);
}
