using Sema.Compiler.Evaluation;
using Sema.Runtime.Hosting;

namespace Sema.Tests.Host;

/// <summary>A temporary directory with programs that run in it.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>The directory, without links in its path.</summary>
    public string Folder { get; } = RealPath.Resolve(Directory.CreateTempSubdirectory("semac").FullName);

    /// <summary>What a program gives: its value on one line, else the first line of its error.</summary>
    public string Run(string source, Sandbox? sandbox = null, string input = "")
    {
        var result = Case(source, sandbox, input);
        return result.Error?.Split('\n')[0] ?? string.Join(' ', result.Value!.Split('\n').Select(static l => l.TrimStart()));
    }

    /// <summary>What a program does.</summary>
    public ProgramCase Case(string source, Sandbox? sandbox = null, string input = "")
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(source, Folder, sandbox, new StringReader(input)));
        return result;
    }

    /// <summary>The path of a name in the directory.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
