namespace Sema.Runtime.Regexes;

/// <summary>What is wrong with a pattern; the message is the one of the condition.</summary>
public sealed class PatternException(string message) : Exception(message)
{
    /// <summary>A mistake at the code points from one up to, excluding, another: the pattern is shown with carets below.</summary>
    public static PatternException At(string pattern, int start, int end, string message)
    {
        var before = (int)Values.Strings.Length(Values.Value.FromString(pattern[..start]));
        var width = Math.Max(1, (int)Values.Strings.Length(Values.Value.FromString(pattern[start..Math.Min(end, pattern.Length)])));
        return new PatternException($"regex parse error:\n    {pattern}\n    {new string(' ', before)}{new string('^', width)}\nerror: {message}");
    }
}
