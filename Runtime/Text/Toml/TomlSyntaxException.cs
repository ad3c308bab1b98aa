using System.Text;

namespace Sema.Runtime.Text;

/// <summary>A text that is not TOML: the message shows the line and marks the place.</summary>
internal sealed class TomlSyntaxException : Exception
{
    /// <summary>A fault that has no place.</summary>
    public TomlSyntaxException(string message) : base(message + "\n") { }

    /// <summary>A fault at a span of the text.</summary>
    public TomlSyntaxException(string text, TextSpan span, string message) : base(Render(new SourceText(text), span, message)) { }

    private static string Render(SourceText text, TextSpan span, string message)
    {
        var at = text.Locate(span.Start);
        var margin = new string(' ', $"{at.Line}".Length);
        var marks = Math.Max(1, Encoding.UTF8.GetByteCount(text.Text.AsSpan(span.Start, span.Length)));
        return $"TOML parse error at line {at.Line}, column {at.Column}\n{margin} |\n{at.Line} | {text.Line(at.Line)}\n"
            + $"{margin} | {new string(' ', at.Column - 1)}{new string('^', marks)}\n{message}\n";
    }
}
