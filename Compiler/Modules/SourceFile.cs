using System.Text;
using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Modules;

/// <summary>Reads program files; what cannot be read is a diagnostic.</summary>
internal static class SourceFile
{
    /// <summary>The text of a file, or null after adding a diagnostic. A leading byte order mark is an error of the reader (§1.1).</summary>
    /// <param name="path">The file.</param>
    /// <param name="diagnostics">Takes the error.</param>
    /// <param name="name">The name that errors show; the file's own if not given.</param>
    public static SourceText? Read(string path, DiagnosticBag diagnostics, string? name = null)
    {
        name ??= Path.GetFileName(path);
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                diagnostics.Add(DiagnosticBag.BadFile(new SourceText("", path), 0, "this is a directory, not a program"));
                return null;
            }
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            diagnostics.Add(DiagnosticBag.BadFile(new SourceText("", path), 0,
                e is FileNotFoundException or DirectoryNotFoundException ? "file not found" : e.Message));
            return null;
        }
        try
        {
            return new SourceText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), name) { Path = Path.GetFullPath(path) };
        }
        catch (DecoderFallbackException)
        {
            var valid = ValidPrefix(bytes);
            diagnostics.Add(DiagnosticBag.BadFile(new SourceText(valid, name), valid.Length, "the file is not valid UTF-8 from here on"));
            return null;
        }
    }

    private static string ValidPrefix(byte[] bytes)
    {
        var length = 0;
        while (length < bytes.Length && Rune.DecodeFromUtf8(bytes.AsSpan(length), out _, out var used) == System.Buffers.OperationStatus.Done) length += used;
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
