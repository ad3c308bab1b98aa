using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>The running process.</summary>
[BuiltinGroup("system")]
public static class Processes
{
    /// <summary>Ends the process with code 0.</summary>
    [Builtin("exit", Parameters = "[code]", Doc = "Ends the process at once; output already printed stays printed.")]
    public static Value Exit() => Exit(new Value(0L));

    /// <summary>Ends the process with a code; a float is truncated.</summary>
    public static Value Exit(Value code)
    {
        if (!code.IsFixnum && !code.IsFlonum) throw Raise.Type("int", code);
        SemaContext.Current.Output.Flush();
        StandardStreams.Flush();
        Environment.Exit(code.IsFlonum ? (int)code.AsFlonum : (int)code.Bits);
        return Value.Nil;
    }

    /// <summary>The process's argument strings (§10).</summary>
    [Builtin("sys/args", Doc = "The list of the process's arguments.")]
    public static Value Arguments() => Lists.From(SemaContext.Current.Arguments.Select(Value.FromString));

    /// <summary>Display forms to standard error, and a newline.</summary>
    [Builtin("println-error", Parameters = "x ...", Doc = "Prints the arguments to standard error, and a newline.")]
    public static void PrintLineError(params Value[] rest)
    {
        PrintError(rest);
        SemaContext.Current.Error.Write('\n');
    }

    /// <summary>Display forms to standard error.</summary>
    [Builtin("print-error", Parameters = "x ...", Doc = "Prints the arguments to standard error.")]
    public static void PrintError(params Value[] rest)
    {
        SemaContext.Current.Output.Flush();
        SemaContext.Current.Error.Write(string.Join(' ', rest.Select(Printer.Display)));
    }
}
