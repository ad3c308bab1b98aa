using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>The running process.</summary>
[BuiltinGroup("system")]
public static class Processes
{
    /// <summary>Ends the process with code 0.</summary>
    [Builtin("exit", Parameters = "[code]", Doc = "Ends the process at once; output already printed stays printed.", Capability = Capabilities.Process)]
    public static Value Exit() => Exit(new Value(0L));

    /// <summary>Ends the process with a code, of which the system keeps the low bits; a float is truncated.</summary>
    public static Value Exit(Value code)
    {
        Host.Current.Require("exit", Capabilities.Process);
        var number = code.IsFixnum ? unchecked((int)code.Bits) : code.IsFlonum ? (int)code.AsFlonum : throw Raise.Type("integer", code);
        SemaContext.Current.Output.Flush();
        if (SemaContext.Current.SharesProcess) throw new ProgramExit(number);
        StandardStreams.Flush();
        Environment.Exit(number);
        return Value.Nil;
    }

    /// <summary>The process number.</summary>
    [Builtin("sys/pid", Doc = "The number of this process.", Capability = Capabilities.Process)]
    public static Value Id()
    {
        Host.Current.Require("sys/pid", Capabilities.Process);
        return new Value((long)Environment.ProcessId);
    }

    /// <summary>The process's argument strings (§10).</summary>
    [Builtin("sys/args", Doc = "The list of the process's arguments.", Capability = Capabilities.Process)]
    public static Value Arguments()
    {
        Host.Current.Require("sys/args", Capabilities.Process);
        return Lists.From(SemaContext.Current.Arguments.Select(Value.FromString));
    }

    /// <summary>Display forms to standard error, and a newline.</summary>
    [Builtin("println-error", "io/println-error", Parameters = "x ...", Doc = "Prints the arguments to standard error, and a newline.")]
    public static void PrintLineError(params Value[] rest)
    {
        PrintError(rest);
        SemaContext.Current.Error.Write('\n');
    }

    /// <summary>Display forms to standard error.</summary>
    [Builtin("print-error", "io/print-error", Parameters = "x ...", Doc = "Prints the arguments to standard error.")]
    public static void PrintError(params Value[] rest)
    {
        SemaContext.Current.Output.Flush();
        SemaContext.Current.Error.Write(string.Join(' ', rest.Select(Printer.Display)));
    }
}
