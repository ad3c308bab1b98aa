using System.Text;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>The contents of whole files.</summary>
[BuiltinGroup("file-io")]
public static class FileText
{
    private static UTF8Encoding Utf8 => new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text of a file.</summary>
    [Builtin("file/read", Parameters = "path", Doc = "The text of a file.", Capability = Capabilities.FsRead)]
    public static Value Read(Value path) => ReadText("file/read", Host.Current.PathText("file/read", Capabilities.FsRead, path));

    /// <summary>The text of a file for the builtin <paramref name="function"/>, which has checked its capability.</summary>
    internal static Value ReadText(string function, string path) => OsErrors.Guard($"{function} {path}", () =>
        StringDecoder.TryDecode(ReadAll(Host.Current.Locate(function, path)), out var text) ? text : throw new IOException(OsErrors.InvalidUtf8));

    /// <summary>The bytes of a file.</summary>
    [Builtin("file/read-bytes", Parameters = "path", Doc = "The bytes of a file.", Capability = Capabilities.FsRead)]
    public static Value ReadBytes(Value path)
    {
        var name = Host.Current.PathText("file/read-bytes", Capabilities.FsRead, path);
        return OsErrors.Guard($"file/read-bytes {name}", () => new Value(new Bytevector(ReadAll(Host.Current.Locate("file/read-bytes", name)))));
    }

    /// <summary>Replaces the text of a file.</summary>
    [Builtin("file/write", Parameters = "path text", Doc = "Makes a file of a text, or replaces its text.", Capability = Capabilities.FsWrite)]
    public static void Write(Value path, Value text)
    {
        var name = Host.Current.PathText("file/write", Capabilities.FsWrite, path);
        var content = text.Ref as string ?? throw Raise.Type("string", text);
        ReplaceText("file/write", name, content);
    }

    /// <summary>Replaces the text of a file for the builtin <paramref name="function"/>, which has checked its capability.</summary>
    internal static void ReplaceText(string function, string path, string text) =>
        OsErrors.Guard($"{function} {path}", () => WriteText(FileStreams.Write(Host.Current.Locate(function, path)), text));

    /// <summary>Adds a text at the end of a file.</summary>
    [Builtin("file/append", Parameters = "path text", Doc = "Adds a text at the end of a file, which is made if it is missing.", Capability = Capabilities.FsWrite)]
    public static void Append(Value path, Value text)
    {
        var name = Host.Current.PathText("file/append", Capabilities.FsWrite, path);
        var content = text.Ref as string ?? throw Raise.Type("string", text);
        OsErrors.Guard($"file/append {name}", () => WriteText(FileStreams.Append(Host.Current.Locate("file/append", name)), content));
    }

    /// <summary>Replaces the bytes of a file.</summary>
    [Builtin("file/write-bytes", Parameters = "path bytes", Doc = "Makes a file of bytes, or replaces its content.", Capability = Capabilities.FsWrite)]
    public static void WriteBytes(Value path, Value bytes)
    {
        var name = Host.Current.PathText("file/write-bytes", Capabilities.FsWrite, path);
        var content = bytes.Ref as Bytevector ?? throw Raise.Type("bytevector", bytes);
        OsErrors.Guard($"file/write-bytes {name}", () =>
        {
            using var file = FileStreams.Write(Host.Current.Locate("file/write-bytes", name));
            file.Write(content.Bytes);
        });
    }

    /// <summary>Replaces the content of a file by lines; no line end after the last.</summary>
    [Builtin("file/write-lines", Parameters = "path lines", Doc = "Makes a file of lines, joined by line feeds.", Capability = Capabilities.FsWrite)]
    public static void WriteLines(Value path, Value lines)
    {
        var name = Host.Current.PathText("file/write-lines", Capabilities.FsWrite, path);
        if (!lines.IsList && lines.Ref is not Vector) throw Raise.Type("list or vector", lines);
        var items = Sequence.Of(lines, "file/write-lines");
        OsErrors.Guard($"file/write-lines {name}", () =>
        {
            using var file = new StreamWriter(FileStreams.Write(Host.Current.Locate("file/write-lines", name)), Utf8, 64 * 1024);
            var isFirst = true;
            foreach (var line in items)
            {
                if (!isFirst) file.Write('\n');
                isFirst = false;
                file.Write(Printer.Display(line));
            }
        });
    }

    private static void WriteText(FileStream target, string text)
    {
        using var file = new StreamWriter(target, Utf8, 64 * 1024);
        file.Write(text);
    }

    /// <summary>All bytes of a file, or of a device or pipe that does not know its length.</summary>
    private static byte[] ReadAll(string path)
    {
        using var file = FileStreams.Read(path);
        var length = file.CanSeek ? file.Length : 0;
        if (length > Array.MaxLength) throw new IOException("file too large");
        if (length > 0)
        {
            var exact = new byte[length];
            var read = file.ReadAtLeast(exact, exact.Length, throwOnEndOfStream: false);
            return read == length ? exact : exact[..read];
        }
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }
}
