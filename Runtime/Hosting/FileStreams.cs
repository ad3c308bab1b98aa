namespace Sema.Runtime.Hosting;

/// <summary>Opens files as the C library does: without locks, so that a program may read and write one file at a time.</summary>
internal static class FileStreams
{
    /// <summary>A file for reading from its start on.</summary>
    public static FileStream Read(string path) => Open(path, FileMode.Open, FileAccess.Read, FileOptions.SequentialScan);

    /// <summary>A file for writing, emptied first.</summary>
    public static FileStream Write(string path) => Open(path, FileMode.Create, FileAccess.Write, FileOptions.None);

    /// <summary>A file for writing at its end.</summary>
    public static FileStream Append(string path) => Open(path, FileMode.Append, FileAccess.Write, FileOptions.None);

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileOptions options)
    {
        if (Directory.Exists(path)) throw OsErrors.IsDirectory();
        try
        {
            return new FileStream(path, mode, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, options);
        }
        catch (DirectoryNotFoundException)
        {
            throw OsErrors.Missing(path);
        }
    }
}
