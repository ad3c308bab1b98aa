using System.Text.RegularExpressions;

namespace Sema.Runtime.Regexes;

/// <summary>A translated pattern with the engine for it.</summary>
public sealed class PatternForm
{
    /// <summary>Backtracking notes each step on a stack, which must not outgrow memory.</summary>
    private const int MaxBacktrackedLength = 1 << 24;

    private readonly string _translated;
    private readonly bool _canBeLinear;
    private Regex? _backtracking, _linear;

    /// <summary>Translates and compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not valid, or too large.</exception>
    public PatternForm(string pattern, bool astral)
    {
        _translated = PatternTranslator.Translate(pattern, astral, out var names, out var engine);
        Names = names;
        _canBeLinear = engine != MatchingEngine.Backtracking;
        if (engine == MatchingEngine.Linear) _linear = Linear();
        else _backtracking = new Regex(_translated, RegexOptions.CultureInvariant, _canBeLinear ? TimeSpan.FromSeconds(1) : Regex.InfiniteMatchTimeout);
    }

    /// <summary>The named groups and their numbers.</summary>
    public IReadOnlyDictionary<string, int> Names { get; }

    /// <summary>The first match at or behind an offset.</summary>
    public Match Match(string text, int from)
    {
        if (_backtracking is { } backtracking && (!_canBeLinear || text.Length <= MaxBacktrackedLength))
        {
            try
            {
                var match = backtracking.Match(text, from);
                // With lazy repetitions of what may be empty, .NET's engine goes back to before the offset.
                if (!match.Success || match.Index >= from) return match;
            }
            catch (RegexMatchTimeoutException)
            {
                // A pattern that took so long once will again.
                _backtracking = null;
            }
        }
        return (_linear ??= Linear()).Match(text, from);
    }

    private Regex Linear()
    {
        try
        {
            return new Regex(_translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            throw PatternTranslator.TooLarge();
        }
    }
}
