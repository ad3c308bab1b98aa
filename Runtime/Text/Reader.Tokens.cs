namespace Sema.Runtime.Text;

// The whole text is tokenised before any of it is parsed (§1.1): a token that is none, wherever it stands, is the error that
// counts. The reader does both at once, so a text that cannot be parsed is looked through for such a token.
public sealed partial class Reader
{
    private bool _tokensOnly;

    /// <summary>Raises the error of the first token of a text that is none; does nothing when all are tokens.</summary>
    private static void RequireTokens(SourceText source)
    {
        var reader = new Reader(source) { _tokensOnly = true };
        while (reader.SkipToDatum())
        {
            if (reader.PunctuationLength() is > 0 and var length) reader._position += length;
            else reader.Datum();
        }
    }

    /// <summary>The length of the bracket, quote sugar or dot at the position; 0 for other tokens.</summary>
    private int PunctuationLength() => Peek() switch
    {
        '(' or ')' or '[' or ']' or '{' or '}' or '\'' or '`' or '@' => 1,
        ',' => Peek(1) == '@' ? 2 : 1,
        '.' when IsLoneDot() => 1,
        '#' when Peek(1) == '(' => 2,
        '#' when string.CompareOrdinal(_text, _position, "#u8(", 0, 4) == 0 => 4,
        _ => 0,
    };
}
