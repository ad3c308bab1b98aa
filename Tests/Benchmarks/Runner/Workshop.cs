namespace Sema.Benchmarks;

/// <summary>The folder in which one implementation compiles the programs.</summary>
internal sealed class Workshop
{
    private readonly string _suite;

    public Workshop(Options options, Implementation implementation)
    {
        (_suite, Tool, Extension) = (options.Suite, implementation.Tool!, implementation.Extension);
        Folder = Path.Combine(options.Work, options.Small ? "small" : "full", implementation.Name);
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>The program that compiles or runs.</summary>
    public string Tool { get; }

    public string Extension { get; }

    /// <summary>What a Scheme needs in front of the programs, which are written in what the Schemes share.</summary>
    public string Compatibility(params string[] files) =>
        string.Concat(files.Append("lists").Select(file => File.ReadAllText(Path.Combine(_suite, "compat", file + ".scm"))));

    /// <summary>Writes a file of the folder; it is left alone when it has that text, for the compilers that look at its time.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A file of the folder that a compiler is to make; one that is left from before is deleted.</summary>
    public string Output(string name)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        return path;
    }
}
