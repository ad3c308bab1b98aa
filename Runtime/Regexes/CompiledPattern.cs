using System.Text.RegularExpressions;

namespace Sema.Runtime.Regexes;

/// <summary>
/// A pattern ready for use, in up to two forms: a lean one for texts of the Basic Multilingual Plane, which most are, and one
/// whose classes know surrogate pairs. Either is made when the first such text comes.
/// </summary>
public sealed class CompiledPattern
{
    private readonly string _pattern;
    private readonly PatternForm _lean;
    private PatternForm? _full;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not valid, or too large.</exception>
    public CompiledPattern(string pattern)
    {
        _pattern = pattern;
        _lean = new PatternForm(pattern, astral: false);
    }

    /// <summary>The named groups and their numbers.</summary>
    public IReadOnlyDictionary<string, int> Names => _lean.Names;

    /// <summary>The matches in a text from left to right; as in Rust, an empty one neither splits a code point nor follows a match at once.</summary>
    /// <exception cref="PatternException">It is too large in the form that this text needs.</exception>
    public IEnumerable<Match> Matches(Value text) =>
        Matches((string)text.Ref!, text.Bits == 0 ? _lean : _full ??= new PatternForm(_pattern, astral: true));

    private static IEnumerable<Match> Matches(string s, PatternForm form)
    {
        var previousEnd = -1;
        for (var at = 0; at <= s.Length;)
        {
            var match = form.Match(s, at);
            if (!match.Success) yield break;
            var end = match.Index + match.Length;
            var splits = end < s.Length && end > 0 && char.IsLowSurrogate(s[end]) && char.IsHighSurrogate(s[end - 1]);
            if (match.Length == 0 && (end == previousEnd || splits))
            {
                at = end + 1;
                continue;
            }
            yield return match;
            previousEnd = at = end;
        }
    }
}
