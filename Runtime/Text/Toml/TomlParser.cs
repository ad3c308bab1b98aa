namespace Sema.Runtime.Text;

/// <summary>
/// The first half of reading TOML 1.1: where keys and values stand. What is inside a key or a value is the business of
/// <see cref="TomlScalars"/>, so that a fault of structure is reported before one of content, wherever they stand.
/// </summary>
internal sealed class TomlParser
{
    /// <summary>The deepest nesting of arrays and tables that is read.</summary>
    public const int MaxDepth = 80;

    private readonly string _text;
    private int _position;
    private int _depth;

    private TomlParser(string text) => _text = text;

    /// <summary>The lines of a document.</summary>
    /// <exception cref="TomlSyntaxException">The text is malformed.</exception>
    public static List<TomlLine> Run(string text)
    {
        var parser = new TomlParser(text) { _position = text.StartsWith('\uFEFF') ? 1 : 0 };
        var lines = new List<TomlLine>();
        while (parser.SkipLines()) lines.Add(parser.Line());
        return lines;
    }

    private char Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private bool AtEnd => _position >= _text.Length;

    private bool AtLineEnd => AtEnd || Peek() is '\n' or '\r';

    private TomlSyntaxException Error(string message) => Error(_position, message);

    private TomlSyntaxException Error(int at, string message) => new(_text, new TextSpan(at, Math.Min(1, _text.Length - at)), message);

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t') _position++;
    }

    private void SkipComment()
    {
        if (Peek() != '#') return;
        while (!AtLineEnd)
            if (TomlScalars.IsControl(Peek())) throw Error("invalid comment character, expected printable characters");
            else _position++;
    }

    /// <summary>Skips blanks, comments and line ends; false at the end of the text.</summary>
    private bool SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            SkipComment();
            if (AtEnd) return false;
            if (!AtLineEnd) return true;
            LineEnd();
        }
    }

    private void LineEnd()
    {
        if (Peek() == '\r' && Peek(1) != '\n') throw Error(_position + 1, "carriage return must be followed by newline, expected newline");
        _position += Peek() == '\r' ? 2 : 1;
    }

    private TomlLine Line()
    {
        TomlLine line;
        switch (Peek())
        {
            case '[': line = Header(); break;
            case ']': throw Error("missing table open, expected `[`");
            case '}' or '{' or ',': throw Error("invalid key-value pair, expected key");
            default:
                var key = Key();
                if (Peek() != '=') throw Error("key with no value, expected `=`");
                _position++;
                SkipBlanks();
                if (Peek() == '=') throw Error("extra `=`, expected nothing");
                line = new TomlLine(key, Value(), IsArrayHeader: false);
                break;
        }
        SkipBlanks();
        SkipComment();
        return AtLineEnd ? line : throw Error("unexpected key or value, expected newline, `#`");
    }

    private TomlLine Header()
    {
        var isArray = Peek(1) == '[';
        _position += isArray ? 2 : 1;
        SkipBlanks();
        var key = Key();
        if (key[^1].Length == 0) throw TomlScalars.EmptyKey(_text, key[^1].Start);
        for (var brackets = isArray ? 2 : 1; brackets > 0; brackets--)
        {
            if (Peek() != ']') throw Error(_text[_position - 1] == ']' ? _position : key[^1].End, isArray ? "unclosed array table, expected `]`" : "unclosed table, expected `]`");
            _position++;
        }
        return new TomlLine(key, null, isArray);
    }

    /// <summary>The parts of a dotted key and the blanks after it. A part may be empty or wrong.</summary>
    private List<TextSpan> Key()
    {
        var parts = new List<TextSpan>();
        while (true)
        {
            var start = _position;
            if (Peek() is '"' or '\'') SkipString();
            else
                while (!AtLineEnd && !" \t.=,[]{}#\"'".Contains(Peek())) _position++;
            parts.Add(new TextSpan(start, _position - start));
            SkipBlanks();
            if (Peek() != '.') return parts;
            _position++;
            SkipBlanks();
        }
    }

    /// <summary>Passes a string, or what there is of it: one that ends with its line, or one over several lines with the text.</summary>
    private void SkipString()
    {
        var quote = Peek();
        var isMultiline = Peek(1) == quote && Peek(2) == quote;
        _position += isMultiline ? 3 : 1;
        for (; !AtEnd && (isMultiline || !AtLineEnd); _position++)
        {
            if (quote == '"' && Peek() == '\\' && Peek(1) is '"' or '\\') _position++;
            else if (Peek() == quote && (!isMultiline || (Peek(1) == quote && Peek(2) == quote)))
            {
                _position += isMultiline ? 3 : 1;
                // Up to two quotes before the closing ones belong to the string.
                for (var more = 0; isMultiline && more < 2 && Peek() == quote; more++) _position++;
                return;
            }
        }
        _position = Math.Min(_position, _text.Length);
    }

    private TomlNode Value()
    {
        var start = _position;
        switch (Peek())
        {
            case '[': return Array();
            case '{': return InlineTable();
            case ']': throw Error("missing array opening, expected `[`");
            case '}': throw Error("missing inline table opening, expected `{`");
            case '"' or '\'':
                SkipString();
                return new TomlScalar(new TextSpan(start, _position - start));
        }
        while (!AtLineEnd && !",[]{}=#\"'".Contains(Peek())) _position++;
        if (Peek() is '"' or '\'') throw Error(start, $"missing opening quote, expected `{Peek()}`");
        return new TomlScalar(new TextSpan(start, _text.AsSpan(start, _position - start).TrimEnd(" \t").Length));
    }

    private void Enter()
    {
        if (++_depth > MaxDepth) throw Error("cannot recurse further; max recursion depth met");
        _position++;
    }

    private TextSpan Leave(int start)
    {
        _depth--;
        _position++;
        return new TextSpan(start, _position - start);
    }

    private TomlArray Array()
    {
        var start = _position;
        var items = new List<TomlNode>();
        Enter();
        while (true)
        {
            if (!SkipLines()) throw Error("unclosed array, expected `]`");
            if (Peek() == ']') return new TomlArray(Leave(start), items);
            if (Peek() == ',') throw Error("extra comma in array, expected value");
            if (Peek() == '=') throw Error("extra `=`, expected nothing");
            items.Add(Value());
            if (!SkipLines()) throw Error("unclosed array, expected `]`");
            if (Peek() == ',') _position++;
            else if (Peek() != ']') throw Error("missing comma between array elements, expected `,`");
        }
    }

    private TomlInlineTable InlineTable()
    {
        var start = _position;
        var entries = new List<TomlEntry>();
        Enter();
        while (true)
        {
            if (!SkipLines()) throw Error("unclosed inline table, expected `}`");
            if (Peek() == '}') return new TomlInlineTable(Leave(start), entries);
            if (Peek() == ',') throw Error("extra comma in inline table, expected key");
            var key = Key();
            if (Peek() != '=') throw Error("invalid literal string, expected `'`");
            _position++;
            if (!SkipLines()) throw Error("unclosed inline table, expected `}`");
            if (Peek() is '}' or ',') throw Error("invalid literal string, expected `'`");
            entries.Add(new TomlEntry(key, Value()));
            if (!SkipLines()) throw Error("unclosed inline table, expected `}`");
            if (Peek() == ',') _position++;
            else if (Peek() == '=') throw Error("extra assignment between key-value pairs, expected `,`");
            else if (Peek() != '}') throw Error("missing comma between key-value pairs, expected `,`");
        }
    }
}
