using System.Text.Json;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Cli;

/// <summary>How diagnostics are written.</summary>
public enum OutputFormat
{
    /// <summary>With the source line and a caret, for people.</summary>
    Text,

    /// <summary>One line each, as MSBuild's tools write them.</summary>
    MSBuild,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>Writes diagnostics to standard error.</summary>
public static class DiagnosticRenderer
{
    /// <summary>Writes all diagnostics in a format.</summary>
    public static void Write(DiagnosticBag diagnostics, OutputFormat format)
    {
        var useColor = format == OutputFormat.Text && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        foreach (var text in Texts(diagnostics, format, useColor)) StandardStreams.Error.WriteLine(text);
    }

    /// <summary>Each diagnostic in a format, in the order of their places.</summary>
    public static IEnumerable<string> Texts(DiagnosticBag diagnostics, OutputFormat format, bool useColor) =>
        InOrder(diagnostics.Items).Select(diagnostic => format switch
        {
            OutputFormat.MSBuild => MSBuild(diagnostic),
            OutputFormat.Json => Json(diagnostic),
            _ => Text(diagnostic, useColor),
        });

    /// <summary>A diagnostic with its source line, a caret under the span, and the hint.</summary>
    public static string Text(Diagnostic diagnostic, bool useColor)
    {
        var (source, span) = (diagnostic.Where.Source, diagnostic.Where.Span);
        var start = source.Locate(span.Start);
        var severity = diagnostic.Severity.ToString().ToLowerInvariant();
        var gutter = new string(' ', Math.Max(2, start.Line.ToString().Length));
        string Paint(string text, string code) => useColor ? $"\e[{code}m{text}\e[0m" : text;
        var lines = new List<string>
        {
            $"{Paint(severity, diagnostic.Severity == Severity.Error ? "31" : "33")}[{diagnostic.Code}]: {diagnostic.Message}",
            $"{gutter}{Paint("-->", "36")} {source.Name}:{start.Line}:{start.Column}",
        };
        if (source.Text.Length > 0)
        {
            var (excerpt, caret, width) = Excerpt(source, span, start);
            lines.Add($"{gutter} {Paint("|", "36")}");
            lines.Add($"{start.Line.ToString().PadLeft(gutter.Length)} {Paint("|", "36")} {excerpt}");
            lines.Add($"{gutter} {Paint("|", "36")} {caret}{Paint(new string('^', width), "31")}");
        }
        foreach (var related in diagnostic.Related) AddRelated(related, gutter, Paint, lines);
        if (diagnostic.Hint is { } hint) lines.Add($"{gutter} = hint: {hint}");
        return string.Join('\n', lines);
    }

    /// <summary>By file, the first one reported first, and by place in it.</summary>
    private static IEnumerable<Diagnostic> InOrder(IReadOnlyList<Diagnostic> diagnostics)
    {
        var files = diagnostics.Select(static d => d.Where.Source.Name).Distinct().ToList();
        return diagnostics.OrderBy(d => files.IndexOf(d.Where.Source.Name)).ThenBy(static d => d.Where.Span.Start);
    }

    /// <summary>A second place below the first: its line, underlined, with what is there.</summary>
    private static void AddRelated(RelatedPlace related, string gutter, Func<string, string, string> paint, List<string> lines)
    {
        var (source, span) = (related.Where.Source, related.Where.Span);
        var start = source.Locate(span.Start);
        var (excerpt, caret, width) = Excerpt(source, span, start);
        lines.Add($"{gutter}{paint(":::", "36")} {source.Name}:{start.Line}:{start.Column}");
        lines.Add($"{start.Line.ToString().PadLeft(gutter.Length)} {paint("|", "36")} {excerpt}");
        lines.Add($"{gutter} {paint("|", "36")} {caret}{paint(new string('-', width), "36")} {related.Text}");
    }

    private static string MSBuild(Diagnostic diagnostic)
    {
        static string Line(SourceSpan where, string rest) => $"{where.Source.Name}({where.Start.Line},{where.Start.Column}): {rest}";
        var lines = diagnostic.Related.Select(static r => Line(r.Where, $"message : {r.Text}"))
            .Prepend(Line(diagnostic.Where, $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Code}: {diagnostic.Message}"));
        return string.Join('\n', lines);
    }

    private static string Json(Diagnostic diagnostic)
    {
        var start = diagnostic.Where.Start;
        var end = diagnostic.Where.Source.Locate(diagnostic.Where.Span.End);
        return JsonSerializer.Serialize(new
        {
            code = diagnostic.Code,
            severity = diagnostic.Severity.ToString().ToLowerInvariant(),
            message = diagnostic.Message,
            hint = diagnostic.Hint,
            file = diagnostic.Where.Source.Name,
            line = start.Line,
            column = start.Column,
            endLine = end.Line,
            endColumn = end.Column,
            related = diagnostic.Related.Select(static r => new
            {
                message = r.Text,
                file = r.Where.Source.Name,
                line = r.Where.Start.Line,
                column = r.Where.Start.Column,
            }),
        });
    }

    /// <summary>The part of the line around the span: a long line is cut, so that a terminal can show it.</summary>
    private static (string Line, string Indent, int Width) Excerpt(SourceText source, TextSpan span, TextLocation start)
    {
        const int Widest = 160;
        var line = source.Line(start.Line);
        var column = Math.Min(start.Column - 1, line.Length);
        var from = column > Widest / 2 ? column - Widest / 2 : 0;
        var shown = line.Substring(from, Math.Min(Widest, line.Length - from));
        var indent = string.Concat(shown[..Math.Min(column - from, shown.Length)].Select(static c => c == '\t' ? '\t' : ' '));
        return (shown, indent, Math.Clamp(span.Length, 1, Math.Max(1, shown.Length - (column - from))));
    }
}
