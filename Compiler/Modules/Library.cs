using System.Security.Cryptography;
using Mono.Cecil;

namespace Sema.Compiler.Modules;

/// <summary>A compiled library that a program refers to (<c>-r</c>).</summary>
public sealed class Library
{
    private Library(string path, string assemblyName, LibraryManifest manifest)
    {
        Path = path;
        AssemblyName = assemblyName;
        Manifest = manifest;
        Exports = new(manifest.Exports.Select(static e => KeyValuePair.Create(e.Name, e)), StringComparer.Ordinal);
    }

    /// <summary>The assembly's file.</summary>
    public string Path { get; }

    /// <summary>The assembly's name.</summary>
    public string AssemblyName { get; }

    /// <summary>What the library says about itself.</summary>
    public LibraryManifest Manifest { get; }

    /// <summary>The exports by name.</summary>
    public OrderedDictionary<string, LibraryExport> Exports { get; }

    /// <summary>The identity of this compiler: what it makes of the same source may change with it.</summary>
    public static string CompilerIdentity { get; } = typeof(Library).Module.ModuleVersionId + " " + typeof(Value).Module.ModuleVersionId;

    /// <summary>Reads a library; null, with a reason, when the file is none.</summary>
    public static Library? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            using var module = ModuleDefinition.ReadModule(path);
            if (module.Resources.FirstOrDefault(static r => r.Name == LibraryManifest.ResourceName) is not EmbeddedResource resource)
                problem = "it is not a Sema library (build it with --target library)";
            else if (LibraryManifest.Read(resource.GetResourceData()) is { } manifest)
                return new Library(System.IO.Path.GetFullPath(path), module.Assembly.Name.Name, manifest);
            else problem = "it was built by another version of semac; build it again";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "file not found";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException)
        {
            problem = e.Message;
        }
        return null;
    }

    /// <summary>The libraries of some files, and those that they refer to and that lie beside them, each once.</summary>
    public static IReadOnlyList<Library> ReadAll(IEnumerable<string> paths, Action<string, string> report)
    {
        var libraries = new Dictionary<string, Library>(StringComparer.Ordinal);
        var work = new Queue<string>(paths);
        while (work.TryDequeue(out var path))
        {
            if (Read(path, out var problem) is not { } library)
            {
                report(path, problem!);
                continue;
            }
            if (!libraries.TryAdd(library.AssemblyName, library)) continue;
            foreach (var reference in library.Manifest.References)
                work.Enqueue(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(library.Path)!, reference.Path));
        }
        return [.. libraries.Values];
    }

    /// <summary>Whether an import's operand means this library: by the name of its file, with any folders before it.</summary>
    public bool IsMeantBy(string spec) => spec == Manifest.Module || spec.EndsWith("/" + Manifest.Module, StringComparison.Ordinal);

    /// <summary>
    /// Whether the assembly is still what its sources, options and imports give. <paramref name="folder"/> is that of the program.
    /// </summary>
    public bool IsUpToDate(string folder, string module, IReadOnlyList<Library> references) =>
        Manifest.Module == module && Manifest.Compiler == CompilerIdentity
        && Manifest.Sources.All(s => Hash(System.IO.Path.Combine(folder, s.Path)) == s.Hash)
        && Manifest.References.Count == references.Count
        && references.All(r => Manifest.References.Contains(new LibrarySource(System.IO.Path.GetFileName(r.Path), Hash(r.Path))));

    /// <summary>The hash of the bytes that a text was read from.</summary>
    public static string HashOf(SourceText text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.Text)));

    /// <summary>The hash of a file's bytes; null when it cannot be read.</summary>
    public static string? Hash(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
