using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sema.Compiler.Modules;

/// <summary>What a compiled library exports under one name.</summary>
/// <param name="Name">The Sema name.</param>
/// <param name="Field">The field of the library's unit that holds the value when the modules have run.</param>
/// <param name="IsCertain">Whether the name is bound for certain then.</param>
/// <param name="IsInRoot">Whether a record type binds it in the importing program, whatever the import asks for (§7.4).</param>
/// <param name="IsMacro">Whether it is a macro.</param>
public sealed record LibraryExport(string Name, string Field, bool IsCertain, bool IsInRoot, bool IsMacro)
{
    /// <summary>The static method of the library's unit, when the value is a procedure for good; null for other values.</summary>
    public string? Method { get; init; }

    /// <summary>The number of the procedure's, or the record procedure's, parameters, the rest list excluded.</summary>
    public int Parameters { get; init; }

    /// <summary>Whether the procedure takes a rest list.</summary>
    public bool HasRest { get; init; }

    /// <summary>Whether the procedure takes that many arguments.</summary>
    public bool Accepts(int arguments) => HasRest ? arguments >= Parameters : arguments == Parameters;
}

/// <summary>A file that a library was made of, with the hash of its bytes; null for one that was looked for and not there.</summary>
public sealed record LibrarySource(string Path, string? Hash);

/// <summary>
/// What a compiled library says about itself: all that a program needs to import it without its source, and all that decides
/// whether it must be compiled again. It is a resource of the assembly.
/// </summary>
/// <param name="Version">The version of this format: <see cref="CurrentVersion"/>.</param>
/// <param name="Module">The library's module: the name of its file, which imports ask for.</param>
/// <param name="Compiler">The identity of the compiler that made it.</param>
/// <param name="Sources">The files, relative to the folder of the first.</param>
/// <param name="References">The assemblies of other libraries that it imports, each with its hash.</param>
/// <param name="Exports">What it exports.</param>
/// <param name="Macros">For each module whose macros can be used from outside, by its path: its text, all else blanked.</param>
public sealed record LibraryManifest(
    int Version, string Module, string Compiler, IReadOnlyList<LibrarySource> Sources, IReadOnlyList<LibrarySource> References,
    IReadOnlyList<LibraryExport> Exports, IReadOnlyDictionary<string, string> Macros)
{
    /// <summary>The version of the format that this compiler writes, and the only one it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The name of the resource.</summary>
    public const string ResourceName = "sema.manifest.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The manifest of a library that is a module of a graph.</summary>
    internal static LibraryManifest Of(string module, ModuleGraph graph, IReadOnlyList<Library> references, IReadOnlyList<LibraryExport> exports)
    {
        var macros = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (exports.Any(static e => e.IsMacro))
            foreach (var (key, forms) in graph.Forms)
                if (MacroText.Of(graph.Files[key]!, forms) is { } text) macros.Add(key, text);
        return new LibraryManifest(CurrentVersion, module, Library.CompilerIdentity,
            [.. graph.Files.Select(static f => new LibrarySource(f.Key, f.Value is { } source ? Library.HashOf(source) : null))],
            [.. references.Select(static r => new LibrarySource(System.IO.Path.GetFileName(r.Path), Library.Hash(r.Path)))],
            exports, macros);
    }

    /// <summary>The resource's bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>The manifest of a resource; null when it is of another version, or damaged.</summary>
    public static LibraryManifest? Read(byte[] resource)
    {
        try
        {
            using var document = JsonDocument.Parse(resource);
            return document.RootElement.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) && number == CurrentVersion
                ? document.Deserialize<LibraryManifest>(Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
