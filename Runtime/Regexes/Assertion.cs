namespace Sema.Runtime.Regexes;

/// <summary>What a pattern can ask of a place in the text, without taking a character.</summary>
internal enum Assertion
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,

    /// <summary>With <c>(?R)</c>, where <c>\r\n</c> ends one line.</summary>
    LineStartCrlf,
    LineEndCrlf,
    WordBoundary,
    NotWordBoundary,
    WordStart,
    WordEnd,
    WordStartHalf,
    WordEndHalf,

    /// <summary>As the six before, for words of ASCII letters, digits and underscores.</summary>
    AsciiWordBoundary,
    AsciiNotWordBoundary,
    AsciiWordStart,
    AsciiWordEnd,
    AsciiWordStartHalf,
    AsciiWordEndHalf,
}
