using System.Globalization;

namespace Sema.Runtime.Text;

/// <summary>One hunk of a unified diff; <see cref="Lines"/> keep their markers.</summary>
internal sealed record Hunk(string Header, long OldStart, long OldCount, long NewStart, long NewCount)
{
    /// <summary>The lines, each with its marker in front.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The hunk that a header line begins (<c>@@ -1,2 +1 @@</c>; a count left out is 1), or null when it is none.</summary>
    public static Hunk? Begin(string line)
    {
        if (!line.StartsWith("@@ ", StringComparison.Ordinal) || line.IndexOf(" @@", 3, StringComparison.Ordinal) is not (> 0 and var end)) return null;
        return line[3..end].Split(' ') is [['-', .. var old], ['+', .. var @new], ..]
            && TryRange(old, out var oldStart, out var oldCount) && TryRange(@new, out var newStart, out var newCount)
            ? new Hunk(line[..(end + 3)], oldStart, oldCount, newStart, newCount) : null;
    }

    private static bool TryRange(string text, out long start, out long count)
    {
        count = 1;
        var comma = text.IndexOf(',');
        return TryInteger(comma < 0 ? text : text[..comma], out start) && (comma < 0 || TryInteger(text[(comma + 1)..], out count));
    }

    private static bool TryInteger(string text, out long integer) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer) && integer >= 0;
}

/// <summary>The part of a unified diff about one file; a path that no header gives is null.</summary>
internal sealed class PatchedFile
{
    /// <summary>What follows <c>---</c>.</summary>
    public string? OldPath { get; set; }

    /// <summary>What follows <c>+++</c>.</summary>
    public string? NewPath { get; set; }

    /// <summary>The hunks in order.</summary>
    public List<Hunk> Hunks { get; } = [];
}

/// <summary>Reads unified diffs and applies them.</summary>
internal static class Patch
{
    /// <summary>How many lines a hunk may stand away from where it says.</summary>
    private const int MaxDrift = 3;

    /// <summary>The lines of a patch without terminators, LF or CRLF.</summary>
    public static IEnumerable<string> Lines(string patch)
    {
        var lines = patch.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (i < lines.Length - 1) yield return lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
            else if (lines[i].Length > 0) yield return lines[i];
    }

    /// <summary>All hunks, whatever their files; file headers inside a hunk are lines of it.</summary>
    public static List<Hunk> Hunks(string patch)
    {
        var hunks = new List<Hunk>();
        foreach (var line in Lines(patch)) Read(line, hunks);
        return hunks;
    }

    /// <summary>The files of a patch; a hunk before any header belongs to a file without paths.</summary>
    public static List<PatchedFile> Files(string patch)
    {
        var files = new List<PatchedFile>();
        foreach (var line in Lines(patch))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal)) files.Add(new PatchedFile { OldPath = Path(line) });
            else if (line.StartsWith("+++ ", StringComparison.Ordinal)) Last(files).NewPath = Path(line);
            else if (files.Count > 0) Read(line, files[^1].Hunks);
            else if (Hunk.Begin(line) is { } hunk) Last(files).Hunks.Add(hunk);
        }
        return files;
    }

    private static PatchedFile Last(List<PatchedFile> files)
    {
        if (files.Count == 0) files.Add(new PatchedFile());
        return files[^1];
    }

    private static string Path(string header) => header[4..].Split('\t', 2)[0];

    private static void Read(string line, List<Hunk> hunks)
    {
        if (Hunk.Begin(line) is { } hunk) hunks.Add(hunk);
        else if (hunks.Count > 0 && line is [' ' or '+' or '-' or '\\', ..]) hunks[^1].Lines.Add(line);
    }

    /// <summary>The text with the hunks applied in order; whether it ends with a newline stays as it is.</summary>
    /// <exception cref="SemaException">A hunk's old lines are not where it says, nor near.</exception>
    public static string Apply(string name, string text, List<Hunk> hunks)
    {
        var endsWithNewline = text.EndsWith('\n');
        var lines = text.Length == 0 ? [] : new List<string>((endsWithNewline ? text[..^1] : text).Split('\n'));
        var offset = 0L;
        foreach (var hunk in hunks)
        {
            List<string> old = [.. Marked(hunk, '-')], @new = [.. Marked(hunk, '+')];
            var nominal = Math.Min(hunk.OldStart, int.MaxValue) - (hunk.OldCount == 0 ? 0 : 1) + offset;
            var place = Find(lines, old, nominal)
                ?? throw Raise.Eval($"{name}: hunk does not apply (context mismatch near old line {hunk.OldStart})");
            lines.RemoveRange(place, old.Count);
            lines.InsertRange(place, @new);
            offset += place - nominal + @new.Count - old.Count;
        }
        var result = string.Join('\n', lines);
        return endsWithNewline && result.Length > 0 ? result + "\n" : result;
    }

    /// <summary>The lines of a hunk's old (<c>-</c>) or new (<c>+</c>) side.</summary>
    private static IEnumerable<string> Marked(Hunk hunk, char side) =>
        hunk.Lines.Where(line => line[0] == ' ' || line[0] == side).Select(static line => line[1..]);

    private static int? Find(List<string> lines, List<string> wanted, long nominal)
    {
        if (wanted.Count == 0) return (int)Math.Clamp(nominal, 0, lines.Count);
        for (var drift = 0; drift <= MaxDrift; drift++)
            foreach (var place in new[] { nominal - drift, nominal + drift })
                if (place >= 0 && place + wanted.Count <= lines.Count && lines.GetRange((int)place, wanted.Count).SequenceEqual(wanted)) return (int)place;
        return null;
    }
}
