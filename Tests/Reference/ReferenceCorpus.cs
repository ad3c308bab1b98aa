using System.Text;

namespace Sema.Tests.Reference;

/// <summary>A program of the corpus; <paramref name="Id"/> is its file and line.</summary>
public sealed record ReferenceCase(string Id, string Source);

/// <summary>
/// The programs of <c>corpus/</c>: in <c>*.lines</c> files each line is one, in <c>*.programs</c> files an empty line separates them.
/// Lines that begin with <c>;;</c> are comments.
/// </summary>
public static class ReferenceCorpus
{
    public static IReadOnlyList<ReferenceCase> Read(string file)
    {
        var name = Path.GetFileName(file);
        var oneLine = name.EndsWith(".lines", StringComparison.Ordinal);
        var cases = new List<ReferenceCase>();
        var program = new StringBuilder();
        var start = 0;
        // Split by hand: a carriage return is part of a program.
        var lines = File.ReadAllText(file).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(";;", StringComparison.Ordinal)) continue;
            if (lines[i].Length > 0)
            {
                if (program.Length == 0) start = i + 1;
                else program.Append('\n');
                program.Append(lines[i]);
            }
            if (program.Length == 0 || !(oneLine || lines[i].Length == 0)) continue;
            cases.Add(new ReferenceCase($"{name}:{start}", program.ToString()));
            program.Clear();
        }
        if (program.Length > 0) cases.Add(new ReferenceCase($"{name}:{start}", program.ToString()));
        return cases;
    }
}
