using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Whether there is a terminal, and which.</summary>
[BuiltinGroup("system")]
public static class TerminalDevice
{
    /// <summary>Whether standard input is a terminal.</summary>
    [Builtin("sys/interactive?", Doc = "Whether standard input is a terminal.")]
    public static bool IsInteractive() => OperatingSystem.IsWindows() ? !Console.IsInputRedirected : Terminal.IsInput;

    /// <summary>The terminal's device.</summary>
    [Builtin("sys/tty", Doc = "The device of the terminal of standard input, or nil.")]
    public static Value Name() => Terminal.Name is { } name ? Value.FromString(name) : Value.Nil;

    /// <summary>The terminal's size.</summary>
    [Builtin("sys/term-size", Doc = "The terminal's size as {:rows :cols}, or nil.")]
    public static Value Size() => Terminal.Size is { } size
        ? FileEntries.MapOf(("rows", new Value(size.Rows)), ("cols", new Value(size.Columns))) : Value.Nil;
}
