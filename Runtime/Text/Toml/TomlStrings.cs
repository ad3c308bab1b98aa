using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Reads one TOML string, of any of the four kinds, at a span that begins with its quote.</summary>
internal sealed class TomlStrings
{
    private readonly string _text;
    private readonly TextSpan _span;
    private readonly bool _isBasic;
    private readonly string _kind;
    private int _position;

    /// <summary>A reader of the string at a span.</summary>
    public TomlStrings(string text, TextSpan span)
    {
        _text = text;
        _span = span;
        _isBasic = text[span.Start] == '"';
        IsMultiline = span.Length >= 3 && text[span.Start + 1] == text[span.Start] && text[span.Start + 2] == text[span.Start];
        _kind = $"{(IsMultiline ? "multi-line " : "")}{(_isBasic ? "basic" : "literal")} string";
        _position = span.Start + (IsMultiline ? 3 : 1);
    }

    /// <summary>Whether it stands between triple quotes.</summary>
    public bool IsMultiline { get; }

    /// <summary>The content.</summary>
    /// <exception cref="TomlSyntaxException">The string is not closed, or has a bad escape or character.</exception>
    public string Read()
    {
        var quote = _text[_span.Start];
        var closing = new string(quote, IsMultiline ? 3 : 1);
        var end = _span.End - closing.Length;
        if (end < _position || !_text.AsSpan(end, closing.Length).SequenceEqual(closing)) end = -1;
        var limit = end < 0 ? _span.End : end;
        if (IsMultiline) SkipNewline(limit);
        var content = new StringBuilder();
        while (_position < limit)
        {
            var c = _text[_position];
            if (_isBasic && c == '\\')
            {
                _position++;
                if (_position >= limit) break;
                Escape(content, limit);
                continue;
            }
            if (TomlScalars.IsControl(c) && !(IsMultiline && c is '\n' or '\r')) throw Error(_position, $"invalid {_kind}, expected {Allowed}");
            content.Append(c);
            _position++;
        }
        return end >= 0 && _position == end ? content.ToString() : throw Error(_span.End, $"invalid {_kind}, expected `{quote}`");
    }

    private string Allowed => (_isBasic, IsMultiline) switch
    {
        (true, false) => "non-double-quote visible characters, `\\`",
        (true, true) => "`\\`, characters",
        (false, false) => "non-single-quote visible characters",
        _ => "characters",
    };

    private void SkipNewline(int limit)
    {
        if (_position < limit && _text[_position] == '\r' && _position + 1 < limit && _text[_position + 1] == '\n') _position++;
        if (_position < limit && _text[_position] == '\n') _position++;
    }

    private void Escape(StringBuilder content, int limit)
    {
        var c = _text[_position];
        switch (c)
        {
            case 'b': content.Append('\b'); break;
            case 'e': content.Append('\u001B'); break;
            case 'f': content.Append('\f'); break;
            case 'n': content.Append('\n'); break;
            case 'r': content.Append('\r'); break;
            case 't': content.Append('\t'); break;
            case '\\' or '"': content.Append(c); break;
            case 'x':
                CodePoint(content, 2, limit);
                return;
            case 'u':
                CodePoint(content, 4, limit);
                return;
            case 'U':
                CodePoint(content, 8, limit);
                return;
            case ' ' or '\t' or '\n' or '\r' when IsMultiline:
                Continuation(limit);
                return;
            default: throw Error(_position, "missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\\`, `\"`, `x`, `u`, `U`");
        }
        _position++;
    }

    /// <summary>A backslash at a line's end swallows the blanks before the next text.</summary>
    private void Continuation(int limit)
    {
        while (_position < limit && _text[_position] is ' ' or '\t') _position++;
        if (_position < limit && _text[_position] is not ('\n' or '\r')) throw Error(_position, $"invalid {_kind}, expected newline");
        while (_position < limit && _text[_position] is ' ' or '\t' or '\n' or '\r') _position++;
    }

    private void CodePoint(StringBuilder content, int digits, int limit)
    {
        var start = ++_position;
        while (_position < limit && _position < start + digits && char.IsAsciiHexDigit(_text[_position])) _position++;
        if (_position < start + digits) throw Error(_position, "too few unicode value digits, expected unicode hexadecimal value");
        var code = uint.Parse(_text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (!Rune.IsValid(code)) throw Error(start, "invalid value, expected unicode hexadecimal value");
        content.Append(new Rune(code));
    }

    private TomlSyntaxException Error(int at, string message) => new(_text, new TextSpan(at, Math.Min(1, _text.Length - at)), message);
}
