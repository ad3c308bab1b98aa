namespace Sema.Runtime.Regexes;

/// <summary>What assertions know of the character on one side of a place.</summary>
[Flags]
internal enum Neighbour
{
    /// <summary>An ordinary character.</summary>
    None = 0,

    /// <summary>The text ends here.</summary>
    Edge = 1,
    Lf = 2,
    Cr = 4,
    Word = 8,
    AsciiWord = 16,
}

/// <summary>When assertions hold.</summary>
internal static class Assertions
{
    /// <summary>Which properties of the neighbours an assertion asks for.</summary>
    public static Neighbour Needs(this Assertion assertion) => assertion switch
    {
        Assertion.TextStart or Assertion.TextEnd => Neighbour.Edge,
        Assertion.LineStart or Assertion.LineEnd => Neighbour.Edge | Neighbour.Lf,
        Assertion.LineStartCrlf or Assertion.LineEndCrlf => Neighbour.Edge | Neighbour.Lf | Neighbour.Cr,
        >= Assertion.AsciiWordBoundary => Neighbour.AsciiWord,
        _ => Neighbour.Word,
    };

    /// <summary>Whether an assertion holds between two neighbours.</summary>
    public static bool Holds(this Assertion assertion, Neighbour before, Neighbour after)
    {
        const Neighbour edgeOrLf = Neighbour.Edge | Neighbour.Lf;
        var word = assertion >= Assertion.AsciiWordBoundary ? Neighbour.AsciiWord : Neighbour.Word;
        bool wasWord = (before & word) != 0, isWord = (after & word) != 0;
        return assertion switch
        {
            Assertion.TextStart => (before & Neighbour.Edge) != 0,
            Assertion.TextEnd => (after & Neighbour.Edge) != 0,
            Assertion.LineStart => (before & edgeOrLf) != 0,
            Assertion.LineEnd => (after & edgeOrLf) != 0,
            Assertion.LineStartCrlf => (before & edgeOrLf) != 0 || (before & Neighbour.Cr) != 0 && (after & Neighbour.Lf) == 0,
            Assertion.LineEndCrlf => (after & (Neighbour.Edge | Neighbour.Cr)) != 0 || (after & Neighbour.Lf) != 0 && (before & Neighbour.Cr) == 0,
            Assertion.WordBoundary or Assertion.AsciiWordBoundary => wasWord != isWord,
            Assertion.NotWordBoundary or Assertion.AsciiNotWordBoundary => wasWord == isWord,
            Assertion.WordStart or Assertion.AsciiWordStart => !wasWord && isWord,
            Assertion.WordEnd or Assertion.AsciiWordEnd => wasWord && !isWord,
            Assertion.WordStartHalf or Assertion.AsciiWordStartHalf => !wasWord,
            _ => !isWord,
        };
    }
}
