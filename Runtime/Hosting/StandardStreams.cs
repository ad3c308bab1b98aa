using System.Text;

namespace Sema.Runtime.Hosting;

/// <summary>The process's streams as UTF-8 without byte order mark, opened on first use.</summary>
public static class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Input that is no text is an error of the program that reads it.</summary>
    private static UTF8Encoding Strict => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Lazy<TextWriter> LazyOutput = new(static () => new StreamWriter(Open(1), Utf8, 16 * 1024));
    private static readonly Lazy<TextWriter> LazyError = new(static () => new StreamWriter(Open(2), Utf8) { AutoFlush = true });
    private static readonly Lazy<TextReader> LazyInput = new(static () => new StreamReader(Console.OpenStandardInput(), Strict));

    /// <summary>Standard output; flushed by <see cref="Flush"/>.</summary>
    public static TextWriter Output => LazyOutput.Value;

    /// <summary>Standard error, not buffered.</summary>
    public static TextWriter Error => LazyError.Value;

    /// <summary>Standard input.</summary>
    public static TextReader Input => LazyInput.Value;

    private static Stream Open(int descriptor) =>
        !OperatingSystem.IsWindows() ? new StandardOutputStream(descriptor)
        : descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();

    /// <summary>Writes out what <see cref="Output"/> holds.</summary>
    public static void Flush()
    {
        if (LazyOutput.IsValueCreated) LazyOutput.Value.Flush();
    }

    /// <summary>As <see cref="Flush"/> at the end of a program, when nothing can be done about output that nobody takes.</summary>
    public static bool TryFlush()
    {
        try
        {
            Flush();
            return true;
        }
        catch (SemaException)
        {
            return false;
        }
    }
}
