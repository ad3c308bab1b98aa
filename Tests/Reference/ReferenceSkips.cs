using System.Text.RegularExpressions;
using Sema.Runtime.Builtins;

namespace Sema.Tests.Reference;

/// <summary>
/// Where semac may differ from the reference, and why. A row of <c>skips.tsv</c> is a pattern of the program, a pattern of the
/// reference's answer, and a reason; it excuses programs that differ, and one that excuses none is a failure. Programs that use
/// builtins of the specification that are not there yet, or that only the reference lacks, are excused without a row.
/// </summary>
public sealed partial class ReferenceSkips
{
    private sealed record Row(Regex Source, Regex Answer, string Reason)
    {
        public int Uses;
    }

    private readonly List<Row> _rows;
    private readonly HashSet<string> _missing;

    public ReferenceSkips(string folder)
    {
        _rows = [.. File.ReadAllLines(Path.Combine(folder, "Reference", "skips.tsv")).Skip(1).Select(static l => l.Split('\t'))
            .Select(static p => new Row(new Regex(p[0], RegexOptions.CultureInvariant), new Regex(p[1], RegexOptions.CultureInvariant), p[2]))];
        _missing = [.. File.ReadAllLines(Path.Combine(folder, "Builtins", "names.tsv")).Skip(1).Select(static l => l.Split('\t')[0])
            .Where(static n => !BuiltinTable.All.ContainsKey(n))];
    }

    /// <summary>The patterns that excused nothing.</summary>
    public IEnumerable<string> Unused => _rows.Where(static r => r.Uses == 0).Select(static r => $"{r.Source} | {r.Answer}: {r.Reason}");

    /// <summary>The reason why a program that differs may; null when there is none.</summary>
    public string? Excuse(string source, ReferenceAnswer reference, ReferenceAnswer ours)
    {
        if (_rows.Find(r => r.Source.IsMatch(source) && r.Answer.IsMatch(reference.ToString())) is { } row)
        {
            row.Uses++;
            return row.Reason;
        }
        if (UnboundIn(ours).Any(_missing.Contains)) return "builtins that are not there yet";
        return UnboundIn(reference).Any(BuiltinTable.All.ContainsKey) ? "builtins that the reference's WebAssembly build lacks" : null;
    }

    private static IEnumerable<string> UnboundIn(ReferenceAnswer answer) => Unbound().Matches(answer.ToString()).Select(static m => m.Groups[1].Value);

    [GeneratedRegex(@"Unbound variable: ([^\s""]+)")]
    private static partial Regex Unbound();
}
