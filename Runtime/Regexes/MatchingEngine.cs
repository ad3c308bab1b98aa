namespace Sema.Runtime.Regexes;

/// <summary>How a pattern is matched.</summary>
public enum MatchingEngine
{
    /// <summary>In time linear in the text.</summary>
    Linear,

    /// <summary>With backtracking, as only that gives the right match; linear when it would take too long.</summary>
    BacktrackingFirst,

    /// <summary>With backtracking, as it looks around.</summary>
    Backtracking,
}
