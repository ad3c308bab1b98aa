using System.Text;

namespace Sema.Runtime.Errors;

/// <summary>The text of an uncaught condition (§8.1): headline, frames, hint.</summary>
public static class ErrorText
{
    /// <summary>All lines, without a final newline.</summary>
    public static string Render(SemaException exception)
    {
        var text = new StringBuilder(exception.Condition.Headline);
        if (exception.Condition.Place is { } place) text.Append("\n  at <input>:").Append(place);
        foreach (var frame in StackTraces.Of(exception)) text.Append("\n  ").Append(frame);
        if (exception.Condition.Hint is { } hint) text.Append("\n  hint: ").Append(hint);
        return text.ToString();
    }
}
