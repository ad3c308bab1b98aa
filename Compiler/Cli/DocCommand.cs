using System.Text;
using Sema.Runtime.Builtins;
using Sema.Runtime.Errors;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Cli;

/// <summary><c>semac doc</c>: what the builtins take and return, from their declarations.</summary>
public static class DocCommand
{
    /// <summary>Shows the builtin of a name or alias; returns the exit code.</summary>
    public static int Show(string name)
    {
        if (Entries().FirstOrDefault(e => e.Name == name || e.Aliases.Contains(name)) is { } entry)
        {
            Write(entry);
            return 0;
        }
        var hint = UnboundHints.For(name, BuiltinTable.All.Keys.Order(StringComparer.Ordinal));
        StandardStreams.Error.WriteLine($"semac: no builtin '{name}'{(hint is null ? "" : ". " + hint)} (try: semac doc search {name})");
        return CommandLine.Raised;
    }

    /// <summary>Shows the builtins that match a word, the best first; returns the exit code.</summary>
    public static int Search(string word)
    {
        var found = Entries().Select(e => (Entry: e, Rank: Rank(e, word))).Where(static m => m.Rank is not null)
            .OrderBy(static m => m.Rank).ThenBy(static m => m.Entry.Name, StringComparer.Ordinal).ToList();
        foreach (var (entry, _) in found) Write(entry);
        if (found.Count > 0) return 0;
        StandardStreams.Error.WriteLine($"semac: nothing about '{word}' in the names and descriptions of the builtins");
        return CommandLine.Raised;
    }

    /// <summary>All builtins as the text of <c>docs/builtins.md</c>.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("""
            # The builtins

            Made by `./build.sh docs` from the declarations in `Runtime/Builtins`. Also: `semac doc NAME`, `semac doc search WORD`.

            """);
        foreach (var group in Entries().GroupBy(static e => e.Group).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"\n## {group.Key}\n\n| call | what it does |\n|---|---|\n");
            foreach (var entry in group.OrderBy(static e => e.Name, StringComparer.Ordinal))
            {
                var aliases = string.Join(", ", entry.Aliases.Select(static a => $"`{a}`"));
                var notes = (aliases.Length > 0 ? $" Also {aliases}." : "")
                    + (entry.Capability is { } capability ? $" Needs the capability `{capability}`." : "");
                text.Append($"| `{entry.Call}` | {entry.Doc}{notes} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>What the documentation says of a builtin, a macro of the prelude or a predefined variable.</summary>
    private sealed record Entry(string Name, string Call, string Group, string Doc, IReadOnlyList<string> Aliases, string? Capability);

    /// <summary>Those for users: names with two underscores in front are for expansions.</summary>
    private static IEnumerable<Entry> Entries() =>
    [
        .. BuiltinTable.All.Values.Distinct().Where(static b => !b.Name.StartsWith("__", StringComparison.Ordinal)).Select(static b =>
            new Entry(b.Name, Call(b.Name, b.Declaration.Parameters), b.Group, b.Declaration.Doc, b.Declaration.Aliases, b.Declaration.Capability)),
        .. PreludeMacros.All.Values.Select(static m => new Entry(m.Name, Call(m.Name, m.Parameters), m.Group + ", macro", m.Doc, [], null)),
        .. PredefinedVariables.All.Select(static v => new Entry(v.Key, v.Key, "variable", $"Its value is {Printer.Write(v.Value)}.", [], null)),
    ];

    /// <summary>How well an entry matches: 0 best, null not at all.</summary>
    private static int? Rank(Entry entry, string word)
    {
        int? best = null;
        foreach (var name in entry.Aliases.Prepend(entry.Name))
        {
            int? rank = name.Equals(word, StringComparison.OrdinalIgnoreCase) ? 0
                : name.Split('/', '-', '?', '!').Contains(word, StringComparer.OrdinalIgnoreCase) ? 1
                : name.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 2
                : name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 3
                : null;
            if (rank < (best ?? int.MaxValue)) best = rank;
        }
        return best ?? (entry.Group.Equals(word, StringComparison.OrdinalIgnoreCase) ? 4
            : entry.Doc.Contains(word, StringComparison.OrdinalIgnoreCase) ? 5 : null);
    }

    private static string Call(string name, string parameters) => $"({name}{(parameters.Length > 0 ? " " + parameters : "")})";

    private static void Write(Entry entry)
    {
        var output = StandardStreams.Output;
        output.WriteLine($"{entry.Call}   {entry.Group}");
        if (entry.Doc.Length > 0) output.WriteLine($"  {entry.Doc}");
        if (entry.Aliases.Count > 0) output.WriteLine($"  also: {string.Join(' ', entry.Aliases)}");
        if (entry.Capability is { } capability) output.WriteLine($"  needs the capability: {capability}");
    }
}
