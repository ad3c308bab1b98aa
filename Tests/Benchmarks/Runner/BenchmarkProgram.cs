using System.Globalization;
using System.Text.RegularExpressions;

namespace Sema.Benchmarks;

/// <summary>
/// One program of the suite: a folder with the same program in several languages. Each file has one line that ends in
/// <c>bench:n small=K</c>; the number before that comment is the size, K the small size.
/// </summary>
internal sealed partial class BenchmarkProgram
{
    /// <summary>Programs that measure start-up; they have no folder.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> StartUp = new()
    {
        ["empty"] = new() { ["scm"] = "", ["lua"] = "", ["clj"] = "", ["cs"] = "return;\n", ["sema"] = "(define n 0)\n" },
        ["hello"] = new()
        {
            ["scm"] = "(x-print 42)\n", ["lua"] = "print(42)\n", ["clj"] = "(println 42)\n",
            ["cs"] = "System.Console.WriteLine(42);\n", ["sema"] = "(println 42)\n",
        },
    };

    private readonly string _suite;

    private BenchmarkProgram(string suite, string name) => (_suite, Name) = (suite, name);

    public string Name { get; }

    public bool IsStartUp => StartUp.ContainsKey(Name);

    /// <summary>The programs of a suite, or those of them that are named.</summary>
    /// <exception cref="UsageException">There is no program of a name.</exception>
    public static List<BenchmarkProgram> In(string suite, string[]? only)
    {
        var all = StartUp.Keys.Concat(Directory.GetDirectories(suite).Select(d => Path.GetFileName(d)!)
            .Where(n => File.Exists(Path.Combine(suite, n, n + ".sema"))).Order(StringComparer.Ordinal)).ToList();
        if (only?.FirstOrDefault(n => !all.Contains(n)) is { } unknown) throw new UsageException($"no program {unknown}; there are {string.Join(", ", all)}");
        return (only ?? [.. all]).Select(n => new BenchmarkProgram(suite, n)).ToList();
    }

    /// <summary>The text of the program in one language, null where the suite has none.</summary>
    public string? Text(string extension, bool small)
    {
        if (StartUp.TryGetValue(Name, out var texts)) return texts.GetValueOrDefault(extension);
        var path = Path.Combine(_suite, Name, $"{Name}.{extension}");
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        if (SizeLine.Count(text) != 1) throw new PreparationException($"{path} needs one line that ends in 'bench:n small=K'");
        return small ? SizeLine.Replace(text, "${head}${small}${tail}") : text;
    }

    /// <summary>The size that the program has.</summary>
    public int Size(bool small) => int.Parse(SizeLine.Match(Text("sema", false)!).Groups[small ? "small" : "n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<head>.*?)(?<n>\d+)(?<tail>\D*bench:n small=(?<small>\d+)\s*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SizeLine { get; }
}

/// <summary>A program cannot be compiled by an implementation.</summary>
internal sealed class PreparationException(string message) : Exception(message);
