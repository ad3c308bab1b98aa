using System.Runtime.InteropServices;

namespace Sema.Runtime.Hosting;

/// <summary>The one place that turns .NET's exceptions into the wording of I/O errors: <c>No such file or directory (os error 2)</c>.</summary>
public static class OsErrors
{
    private const int ENoEnt = 2;
    private const int ENoMem = 12;
    private const int EAcces = 13;
    private const int EIsDir = 21;

    /// <summary>Whether an exception is an I/O error of the program, not a fault of the runtime.</summary>
    public static bool IsOurs(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or OutOfMemoryException
            or System.Security.SecurityException or System.ComponentModel.Win32Exception or System.Text.DecoderFallbackException;

    /// <summary>The result of an operation; its failure is raised as <c>SUBJECT: TEXT</c>.</summary>
    /// <param name="subject">Function and path: <c>file/read a.txt</c>.</param>
    /// <param name="operation">What touches the system.</param>
    /// <exception cref="SemaException">An <c>:io</c> condition.</exception>
    public static T Guard<T>(string subject, Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (IsOurs(e))
        {
            throw Raise.Io($"{subject}: {Text(e)}");
        }
    }

    /// <summary>As <see cref="Guard{T}"/>, for an operation without result.</summary>
    public static void Guard(string subject, Action operation) => Guard(subject, () =>
    {
        operation();
        return true;
    });

    /// <summary>The text of an exception for which <see cref="IsOurs"/> holds.</summary>
    public static string Text(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Text(ENoEnt),
        UnauthorizedAccessException { InnerException: IOException { HResult: > 0 and < 4096 and var code } } => Text(code),
        UnauthorizedAccessException => Text(OperatingSystem.IsWindows() ? 5 : EAcces),
        PathTooLongException => Text(OperatingSystem.IsWindows() ? 206 : OperatingSystem.IsMacOS() ? 63 : 36),
        IOException { HResult: > 0 and < 4096 and var code } => Text(code),
        IOException when OperatingSystem.IsWindows() && (e.HResult >> 16) == unchecked((short)0x8007) => Text(e.HResult & 0xFFFF),
        System.ComponentModel.Win32Exception native => Text(native.NativeErrorCode),
        OutOfMemoryException => Text(ENoMem),
        System.Text.DecoderFallbackException => InvalidUtf8,
        _ => e.Message,
    };

    /// <summary>What an I/O error says of bytes that are not text.</summary>
    public const string InvalidUtf8 = "stream did not contain valid UTF-8";

    /// <summary>No such file or directory.</summary>
    public static IOException NotFound() => new FileNotFoundException();

    /// <summary>
    /// Why a path leads nowhere: a name in it is missing, or is a file where a directory is needed. .NET does not tell these apart.
    /// </summary>
    public static IOException Missing(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above)) return NotDirectory();
            if (Directory.Exists(above)) break;
        }
        return NotFound();
    }

    /// <summary>A circle of symbolic links.</summary>
    public static IOException TooManyLinks() => OfCode(OperatingSystem.IsMacOS() ? 62 : 40);

    /// <summary>A directory where a file is needed.</summary>
    public static IOException IsDirectory() => OfCode(EIsDir);

    /// <summary>A file where a directory is needed.</summary>
    public static IOException NotDirectory() => OfCode(20);

    /// <summary>The exception of a system error number.</summary>
    public static IOException OfCode(int code) => new(Text(code), code);

    private static string Text(int code) => $"{Marshal.GetPInvokeErrorMessage(code)} (os error {code})";
}
