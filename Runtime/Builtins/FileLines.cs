using System.Runtime.CompilerServices;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Files line by line; but for <c>file/read-lines</c> in memory that does not grow with the file.</summary>
[BuiltinGroup("file-io")]
public static class FileLines
{
    /// <summary>All lines.</summary>
    [Builtin("file/read-lines", Parameters = "path", Doc = "The list of a file's lines without their ends.", Capability = Capabilities.FsRead)]
    public static Value ReadLines(Value path)
    {
        var lines = new ListBuilder(0);
        using var file = new OpenFile("file/read-lines", path);
        while (file.TryReadText(out var line)) lines.Add(line);
        return lines.ToList();
    }

    /// <summary>Calls a procedure with each line.</summary>
    [Builtin("file/for-each-line", Parameters = "path f", Doc = "Calls f with each line of a file.", Capability = Capabilities.FsRead, CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ForEachLine(Value path, Value f)
    {
        Host.Current.Require("file/for-each-line", Capabilities.FsRead);
        var procedure = Callable.Argument(f);
        using var file = new OpenFile("file/for-each-line", path);
        while (file.TryReadText(out var line)) procedure.Invoke1(line);
    }

    /// <summary>Folds the lines from the first on.</summary>
    [Builtin("file/fold-lines", Parameters = "path f init", Doc = "Folds (f acc line) over the lines of a file.", Capability = Capabilities.FsRead, CallsBack = true, Folds = 1)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldLines(Value path, Value f, Value init)
    {
        Host.Current.Require("file/fold-lines", Capabilities.FsRead);
        var procedure = Callable.Argument(f);
        using var file = new OpenFile("file/fold-lines", path);
        while (file.TryReadText(out var line)) init = procedure.Invoke2(init, line);
        return Maps.Sealed(init);
    }

    /// <summary>Folds the lines as bytes, which need not be UTF-8.</summary>
    [Builtin("file/fold-lines-bytes", Parameters = "path f init", Doc = "Folds (f acc bytes) over the lines of a file.", Capability = Capabilities.FsRead, CallsBack = true, Folds = 1)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value FoldLinesBytes(Value path, Value f, Value init)
    {
        Host.Current.Require("file/fold-lines-bytes", Capabilities.FsRead);
        var procedure = Callable.Argument(f);
        using var file = new OpenFile("file/fold-lines-bytes", path);
        while (file.TryRead(out var line)) init = procedure.Invoke2(init, new Value(new Bytevector(line.ToArray())));
        return Maps.Sealed(init);
    }

    /// <summary>A file being read; every failure is the condition of the builtin that opened it.</summary>
    private sealed class OpenFile : IDisposable
    {
        private readonly string _subject;
        private readonly LineReader _lines;

        public OpenFile(string function, Value path)
        {
            var name = Host.Current.PathText(function, Capabilities.FsRead, path);
            _subject = $"{function} {name}";
            _lines = OsErrors.Guard(_subject, () => new LineReader(FileStreams.Read(Host.Current.Locate(function, name))));
        }

        public bool TryRead(out ReadOnlySpan<byte> line)
        {
            try
            {
                return _lines.TryRead(out line);
            }
            catch (Exception e) when (OsErrors.IsOurs(e))
            {
                throw Raise.Io($"{_subject}: {OsErrors.Text(e)}");
            }
        }

        public bool TryReadText(out Value line)
        {
            if (!TryRead(out var bytes))
            {
                line = default;
                return false;
            }
            return StringDecoder.TryDecode(bytes, out line) ? true : throw Raise.Io($"{_subject}: {OsErrors.InvalidUtf8}");
        }

        public void Dispose() => _lines.Dispose();
    }
}
