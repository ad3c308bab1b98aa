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
        if (BuiltinTable.Find(name) is { } builtin)
        {
            Write(builtin);
            return 0;
        }
        if (PredefinedVariables.All.TryGetValue(name, out var value))
        {
            StandardStreams.Output.WriteLine($"{name}   variable\n  Its value is {Printer.Write(value)}.");
            return 0;
        }
        var hint = UnboundHints.For(name, BuiltinTable.All.Keys.Order(StringComparer.Ordinal));
        StandardStreams.Error.WriteLine($"semac: no builtin '{name}'{(hint is null ? "" : ". " + hint)} (try: semac doc search {name})");
        return CommandLine.Raised;
    }

    /// <summary>Shows the builtins that match a word, the best first; returns the exit code.</summary>
    public static int Search(string word)
    {
        var found = Builtins().Select(b => (Builtin: b, Rank: Rank(b, word))).Where(static m => m.Rank is not null)
            .OrderBy(static m => m.Rank).ThenBy(static m => m.Builtin.Name, StringComparer.Ordinal).ToList();
        foreach (var (builtin, _) in found) Write(builtin);
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
        foreach (var group in Builtins().GroupBy(static b => b.Group).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"\n## {group.Key}\n\n| call | what it does |\n|---|---|\n");
            foreach (var builtin in group.OrderBy(static b => b.Name, StringComparer.Ordinal))
            {
                var aliases = string.Join(", ", builtin.Declaration.Aliases.Select(static a => $"`{a}`"));
                var notes = (aliases.Length > 0 ? $" Also {aliases}." : "")
                    + (builtin.Declaration.Capability is { } capability ? $" Needs the capability `{capability}`." : "");
                text.Append($"| `{Call(builtin)}` | {builtin.Declaration.Doc}{notes} |\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Those for users: names with two underscores in front are for expansions.</summary>
    private static IEnumerable<BuiltinInfo> Builtins() =>
        BuiltinTable.All.Values.Distinct().Where(static b => !b.Name.StartsWith("__", StringComparison.Ordinal));

    /// <summary>How well a builtin matches: 0 best, null not at all.</summary>
    private static int? Rank(BuiltinInfo builtin, string word)
    {
        int? best = null;
        foreach (var name in builtin.Declaration.Aliases.Prepend(builtin.Name))
        {
            int? rank = name.Equals(word, StringComparison.OrdinalIgnoreCase) ? 0
                : name.Split('/', '-', '?', '!').Contains(word, StringComparer.OrdinalIgnoreCase) ? 1
                : name.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 2
                : name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 3
                : null;
            if (rank < (best ?? int.MaxValue)) best = rank;
        }
        return best ?? (builtin.Group.Equals(word, StringComparison.OrdinalIgnoreCase) ? 4
            : builtin.Declaration.Doc.Contains(word, StringComparison.OrdinalIgnoreCase) ? 5 : null);
    }

    private static string Call(BuiltinInfo builtin) =>
        $"({builtin.Name}{(builtin.Declaration.Parameters is { Length: > 0 } parameters ? " " + parameters : "")})";

    private static void Write(BuiltinInfo builtin)
    {
        var output = StandardStreams.Output;
        output.WriteLine($"{Call(builtin)}   {builtin.Group}");
        if (builtin.Declaration.Doc.Length > 0) output.WriteLine($"  {builtin.Declaration.Doc}");
        if (builtin.Declaration.Aliases.Length > 0) output.WriteLine($"  also: {string.Join(' ', builtin.Declaration.Aliases)}");
        if (builtin.Declaration.Capability is { } capability) output.WriteLine($"  needs the capability: {capability}");
    }
}
