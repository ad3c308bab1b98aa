using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>
/// Reads JSON (RFC 8259, strictly) into values. It is our own because the messages and their columns, which count bytes, are
/// part of the language; System.Text.Json words and counts them otherwise and has no integers beyond 64 bits.
/// </summary>
internal sealed class JsonReader
{
    /// <summary>The deepest nesting of arrays and objects that is read.</summary>
    public const int MaxDepth = 127;

    private readonly byte[] _text;
    private int _position;
    private int _depth;

    private JsonReader(string text) => _text = Encoding.UTF8.GetBytes(text);

    /// <summary>The value of a text: objects as sorted maps with keyword keys, arrays as lists, null as nil.</summary>
    /// <exception cref="JsonSyntaxException">The text is not one JSON value.</exception>
    public static Value Read(string text)
    {
        var reader = new JsonReader(text);
        var value = reader.Any();
        return reader.Next() < 0 ? value : throw reader.ErrorAhead("trailing characters");
    }

    private int Peek() => _position < _text.Length ? _text[_position] : -1;

    /// <summary>Skips blanks; the byte ahead, or -1 at the end.</summary>
    private int Next()
    {
        while (Peek() is ' ' or '\n' or '\t' or '\r') _position++;
        return Peek();
    }

    /// <summary>An error at what was read last.</summary>
    private JsonSyntaxException Error(string message) => ErrorAfter(_position, message);

    /// <summary>An error at the byte ahead.</summary>
    private JsonSyntaxException ErrorAhead(string message) => ErrorAfter(Math.Min(_position + 1, _text.Length), message);

    private JsonSyntaxException ErrorAfter(int end, string message)
    {
        var before = _text.AsSpan(0, end);
        return new JsonSyntaxException(message, before.Count((byte)'\n') + 1, end - (before.LastIndexOf((byte)'\n') + 1));
    }

    private Value Any()
    {
        switch (Next())
        {
            case -1: throw ErrorAhead("EOF while parsing a value");
            case 'n': return Word("null"u8, Value.Nil);
            case 't': return Word("true"u8, Value.True);
            case 'f': return Word("false"u8, Value.False);
            case '-' or (>= '0' and <= '9'): return Number();
            case '"':
                _position++;
                return Value.FromString(StringBody());
            case '[': return Array();
            case '{': return Object();
            default: throw ErrorAhead("expected value");
        }
    }

    private Value Word(ReadOnlySpan<byte> word, Value value)
    {
        foreach (var letter in word)
        {
            if (Peek() < 0) throw Error("EOF while parsing a value");
            if (_text[_position++] != letter) throw Error("expected ident");
        }
        return value;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth) throw ErrorAhead("recursion limit exceeded");
        _position++;
    }

    private void Leave()
    {
        _depth--;
        _position++;
    }

    private Value Array()
    {
        Enter();
        var items = new ListBuilder(0);
        if (Next() != ']')
            while (true)
            {
                if (Peek() < 0) throw ErrorAhead("EOF while parsing a list");
                items.Add(Any());
                if (Next() == ']') break;
                Comma("EOF while parsing a list", "expected `,` or `]`", ']');
            }
        Leave();
        return items.ToList();
    }

    private Value Object()
    {
        Enter();
        Map map = SortedMap.Empty;
        if (Next() != '}')
            while (true)
            {
                if (Peek() < 0) throw ErrorAhead("EOF while parsing an object");
                if (Peek() != '"') throw ErrorAhead("key must be a string");
                _position++;
                var key = StringBody();
                if (Next() != ':') throw ErrorAhead(Peek() < 0 ? "EOF while parsing an object" : "expected `:`");
                _position++;
                map = map.With(new Value(Keyword.Intern(key)), Any());
                if (Next() == '}') break;
                Comma("EOF while parsing an object", "expected `,` or `}`", '}');
            }
        Leave();
        return new Value(map);
    }

    /// <summary>The comma between two elements, with something after it.</summary>
    private void Comma(string ended, string expected, char close)
    {
        if (Peek() != ',') throw ErrorAhead(Peek() < 0 ? ended : expected);
        _position++;
        if (Next() == close) throw ErrorAhead("trailing comma");
        if (Peek() < 0) throw ErrorAhead("EOF while parsing a value");
    }

    private Value Number()
    {
        var start = _position;
        if (Peek() == '-') _position++;
        if (Peek() == '0')
        {
            _position++;
            if (Peek() is >= '0' and <= '9') throw ErrorAhead("invalid number");
        }
        else Digits();
        var isInteger = true;
        if (Peek() == '.')
        {
            isInteger = false;
            _position++;
            Digits();
        }
        if (Peek() is 'e' or 'E')
        {
            isInteger = false;
            _position++;
            if (Peek() is '+' or '-') _position++;
            Digits();
        }
        var digits = Encoding.ASCII.GetString(_text, start, _position - start);
        if (isInteger) return Value.FromBigInteger(BigInteger.Parse(digits, CultureInfo.InvariantCulture));
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? new Value(number) : Value.Nil;
    }

    private void Digits()
    {
        if (Peek() is not (>= '0' and <= '9')) throw ErrorAhead(Peek() < 0 ? "EOF while parsing a value" : "invalid number");
        while (Peek() is >= '0' and <= '9') _position++;
    }

    /// <summary>The rest of a string, after its opening quote.</summary>
    private string StringBody()
    {
        var body = new StringBuilder();
        while (true)
        {
            var rest = _text.AsSpan(_position);
            var plain = rest.IndexOfAny(StringEnds);
            body.Append(Encoding.UTF8.GetString(plain < 0 ? rest : rest[..plain]));
            _position += plain < 0 ? rest.Length : plain;
            if (plain < 0) throw Error("EOF while parsing a string");
            switch (_text[_position++])
            {
                case (byte)'"': return body.ToString();
                case (byte)'\\': Escape(body); break;
                default: throw Error("control character (\\u0000-\\u001F) found while parsing a string");
            }
        }
    }

    private static ReadOnlySpan<byte> StringEnds =>
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"u8;

    private void Escape(StringBuilder body)
    {
        if (Peek() < 0) throw Error("EOF while parsing a string");
        switch (_text[_position++])
        {
            case (byte)'"': body.Append('"'); break;
            case (byte)'\\': body.Append('\\'); break;
            case (byte)'/': body.Append('/'); break;
            case (byte)'b': body.Append('\b'); break;
            case (byte)'f': body.Append('\f'); break;
            case (byte)'n': body.Append('\n'); break;
            case (byte)'r': body.Append('\r'); break;
            case (byte)'t': body.Append('\t'); break;
            case (byte)'u': CodePoint(body); break;
            default: throw Error("invalid escape");
        }
    }

    private void CodePoint(StringBuilder body)
    {
        var first = FourDigits();
        if (char.IsHighSurrogate(first))
        {
            foreach (var expected in "\\u"u8)
            {
                if (Peek() < 0) throw Error("EOF while parsing a string");
                if (_text[_position++] != expected) throw Error("unexpected end of hex escape");
            }
            var second = FourDigits();
            if (!char.IsLowSurrogate(second)) throw Error("lone leading surrogate in hex escape");
            body.Append(first).Append(second);
            return;
        }
        if (char.IsLowSurrogate(first)) throw Error("lone leading surrogate in hex escape");
        body.Append(first);
    }

    private char FourDigits()
    {
        if (_text.Length - _position < 4)
        {
            _position = _text.Length;
            throw Error("EOF while parsing a string");
        }
        var digits = _text.AsSpan(_position, 4);
        _position += 4;
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit : throw Error("invalid escape");
    }
}
