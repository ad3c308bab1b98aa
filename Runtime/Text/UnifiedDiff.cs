using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Writes the differences of two texts as a unified diff.</summary>
internal static class UnifiedDiff
{
    /// <summary>The diff, with that many unchanged lines around each change; empty for equal texts.</summary>
    public static string Write(string old, string @new, int context)
    {
        string[] from = Lines(old), to = Lines(@new);
        var output = new StringBuilder();
        var hunk = new List<Change>();
        foreach (var change in Changes(LineDiff.Of(from, to)))
        {
            if (hunk.Count > 0 && change.Old - hunk[^1].OldEnd > 2L * context)
            {
                WriteHunk(output, hunk, from, to, context);
                hunk.Clear();
            }
            hunk.Add(change);
        }
        if (hunk.Count > 0) WriteHunk(output, hunk, from, to, context);
        return output.ToString();
    }

    private readonly record struct Change(int Old, int OldEnd, int New, int NewEnd);

    /// <summary>Neighbouring removals and insertions are one change.</summary>
    private static IEnumerable<Change> Changes(List<Edit> edits)
    {
        int i = 0, j = 0;
        var (old, @new) = (0, 0);
        foreach (var edit in edits)
        {
            if (edit.Kind == EditKind.Keep)
            {
                if (i > old || j > @new) yield return new Change(old, i, @new, j);
                (old, @new) = (i += edit.Length, j += edit.Length);
            }
            else if (edit.Kind == EditKind.Remove) i += edit.Length;
            else j += edit.Length;
        }
        if (i > old || j > @new) yield return new Change(old, i, @new, j);
    }

    private static void WriteHunk(StringBuilder output, List<Change> changes, string[] from, string[] to, int context)
    {
        Change first = changes[0], last = changes[^1];
        var before = Math.Min(first.Old, context);
        var after = Math.Min(from.Length - last.OldEnd, context);
        if (output.Length == 0) output.Append("--- old\n+++ new\n");
        output.Append("@@ -").Append(Range(first.Old - before, last.OldEnd + after))
            .Append(" +").Append(Range(first.New - before, last.NewEnd + after)).Append(" @@\n");
        var done = first.Old - before;
        foreach (var change in changes)
        {
            WriteLines(output, ' ', from.AsSpan(done..change.Old));
            WriteLines(output, '-', from.AsSpan(change.Old..change.OldEnd));
            WriteLines(output, '+', to.AsSpan(change.New..change.NewEnd));
            done = change.OldEnd;
        }
        WriteLines(output, ' ', from.AsSpan(done..(last.OldEnd + after)));
    }

    private static string Range(int start, int end) => (end - start) switch
    {
        0 => $"{start},0",
        1 => $"{start + 1}",
        var count => $"{start + 1},{count}",
    };

    private static void WriteLines(StringBuilder output, char marker, ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            output.Append(marker).Append(line);
            if (line[^1] is not ('\n' or '\r')) output.Append("\n\\ No newline at end of file\n");
        }
    }

    /// <summary>The lines with their terminators: LF, CRLF or CR.</summary>
    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny('\n', '\r');
            var end = length < 0 ? text.Length : start + length + 1;
            if (length >= 0 && text[end - 1] == '\r' && end < text.Length && text[end] == '\n') end++;
            lines.Add(text[start..end]);
            start = end;
        }
        return [.. lines];
    }
}
