using System.Text;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Standard input as text, and the state of the standard streams.</summary>
[BuiltinGroup("file-io")]
public static class StandardInput
{
    /// <summary>A line without its end.</summary>
    [Builtin("read-line", "io/read-line", Doc = "A line of standard input without its end; nil at the end of the input.")]
    public static Value ReadLine() => Read("read-line", static input =>
    {
        var line = new StringBuilder();
        for (int c; (c = input.Read()) != '\n'; line.Append((char)c))
        {
            if (c >= 0) continue;
            if (line.Length > 0) return Value.FromString(line.ToString());
            SemaContext.Current.InputEnded = true;
            return Value.Nil;
        }
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return Value.FromString(line.ToString());
    });

    /// <summary>All that is left.</summary>
    [Builtin("read-stdin", "io/read-stdin", Doc = "The rest of standard input.")]
    public static Value ReadAll() => Read("read-stdin", static input =>
    {
        var text = input.ReadToEnd();
        SemaContext.Current.InputEnded = true;
        return Value.FromString(text);
    });

    /// <summary>Whether the end was met.</summary>
    [Builtin("io/eof?", Doc = "Whether a read of standard input has met its end.")]
    public static bool IsAtEnd() => SemaContext.Current.InputEnded;

    /// <summary>Writes out what is buffered.</summary>
    [Builtin("io/flush", Doc = "Writes out the buffered standard output.")]
    public static void Flush() => SemaContext.Current.Output.Flush();

    /// <summary>A prompt that was printed must be seen before the program waits.</summary>
    private static Value Read(string function, Func<TextReader, Value> read)
    {
        SemaContext.Current.Output.Flush();
        return OsErrors.Guard(function, () => read(SemaContext.Current.Input));
    }
}
