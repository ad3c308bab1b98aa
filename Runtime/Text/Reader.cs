using System.Text;

namespace Sema.Runtime.Text;

/// <summary>
/// The one reader (§1): source text to data with spans. The compiler, <c>read</c>, <c>eval</c> of text and f-strings use it.
/// Time is linear in the size of the text.
/// </summary>
public sealed partial class Reader
{
    /// <summary>The deepest nesting of brackets that is read; deeper text is an error, not a lack of memory.</summary>
    public const int MaxDepth = 100_000;

    private readonly SourceText _source;
    private readonly string _text;
    private int _position;
    private int _depth;
    private ShortLambda? _lambda;

    private Reader(SourceText source)
    {
        _source = source;
        _text = source.Text;
        if (_text.StartsWith("#!", StringComparison.Ordinal)) SkipLine();
    }

    /// <summary>All data of a text.</summary>
    /// <exception cref="ReaderException">The text is malformed.</exception>
    public static Syntax[] ReadAll(SourceText source)
    {
        var reader = new Reader(source);
        var data = new List<Syntax>();
        try
        {
            while (reader.SkipToDatum()) data.Add(reader.Datum());
        }
        catch (ReaderException)
        {
            RequireTokens(source);
            throw;
        }
        return [.. data];
    }

    /// <summary>The first datum of a text, or null when there is none; the rest need only consist of tokens.</summary>
    /// <exception cref="ReaderException">The text is malformed.</exception>
    public static Syntax? ReadFirst(SourceText source)
    {
        var reader = new Reader(source);
        try
        {
            if (!reader.SkipToDatum()) return null;
            var datum = reader.Datum();
            if (reader.SkipToDatum()) RequireTokens(source);
            return datum;
        }
        catch (ReaderException)
        {
            RequireTokens(source);
            throw;
        }
    }

    /// <summary>Whether a character can start a symbol: alphabetic, or one of <c>+-*/!?&lt;&gt;=_&amp;%^~.</c></summary>
    public static bool IsSymbolStart(Rune rune) => rune.IsAscii
        ? Rune.IsLetter(rune) || "+-*/!?<>=_&%^~.".Contains((char)rune.Value)
        : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.LetterNumber;

    /// <summary>Whether a character can continue a symbol.</summary>
    public static bool IsSymbolPart(Rune rune) => IsSymbolStart(rune) || rune.Value is '#' or (>= '0' and <= '9');

    private char Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private bool AtEnd => _position >= _text.Length;

    private Rune RuneAt(int position) =>
        Rune.DecodeFromUtf16(_text.AsSpan(position), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;

    private TextSpan From(int start) => new(start, _position - start);

    private ReaderException Error(int start, int length, string message, string? hint = null) =>
        new(_source, new TextSpan(start, Math.Min(length, _text.Length - start)), message, hint);

    private void SkipLine()
    {
        var end = _text.IndexOf('\n', _position);
        _position = end < 0 ? _text.Length : end;
    }

    /// <summary>Skips separators and comments; false at the end of the text.</summary>
    private bool SkipToDatum()
    {
        while (!AtEnd)
        {
            switch (_text[_position])
            {
                case ' ' or '\t' or '\r' or '\n': _position++; break;
                case ';': SkipLine(); break;
                default: return true;
            }
        }
        return false;
    }

    private Syntax Atom(int start, Value value) => new SyntaxAtom(_source, From(start), value);

    private Syntax SymbolAtom(int start, string name) => Atom(start, new Value(Symbol.Intern(name)));

    private Syntax Datum()
    {
        StackGuard.Check();
        var start = _position;
        switch (_text[start])
        {
            case '(': return List(start, start, ')', "list");
            case '[': return VectorLiteral(start);
            case '{': return MapLiteral(start);
            case ')' or ']' or '}': throw Stray(start);
            case '\'': return Sugar(start, 1, "quote", "quote (')");
            case '`': return Sugar(start, 1, "quasiquote", "quasiquote (`)");
            case ',' when Peek(1) == '@': return Sugar(start, 2, "unquote-splicing", "unquote-splicing (,@)");
            case ',': return Sugar(start, 1, "unquote", "unquote (,)");
            case '@': return Sugar(start, 1, "deref", "deref (@)");
            case '"':
                _position++;
                return Atom(start, Value.FromString(StringBody(start, "unterminated string", null)!));
            case 'f' when Peek(1) == '"': return FString(start);
            case ':': return KeywordToken(start);
            case '#': return Hash(start);
        }
        if (NumberScanner.TryScan(_text.AsSpan(start), out var length, out var number, out var numberError))
        {
            _position += length;
            if (numberError is not null) throw Error(start, length, numberError);
            return Atom(start, number);
        }
        if (IsSymbolStart(RuneAt(start))) return SymbolToken(start);
        throw Error(start, RuneAt(start).Utf16SequenceLength, $"unexpected character: '{RuneAt(start)}'");
    }

    private ReaderException Stray(int start)
    {
        var closer = _text[start];
        var opening = closer switch { ')' => "parenthesis", ']' => "bracket", _ => "brace" };
        return Error(start, 1, $"unexpected closing `{closer}`", $"no matching opening {opening}");
    }

    private string Name()
    {
        var start = _position;
        while (!AtEnd && IsSymbolPart(RuneAt(_position))) _position += RuneAt(_position).Utf16SequenceLength;
        return _text[start.._position];
    }

    private Syntax SymbolToken(int start)
    {
        var name = Name();
        switch (name)
        {
            case "true": return Atom(start, Value.True);
            case "false": return Atom(start, Value.False);
            case "nil": return Atom(start, Value.Nil);
            case ".": throw Error(start, 1, "unexpected `.`", "dots are used in pair notation, e.g. (a . b)");
            case "inf" or "+inf" or "Inf" or "Infinity" or "+Infinity": return Atom(start, new Value(double.PositiveInfinity));
            case "-inf" or "-Infinity": return Atom(start, new Value(double.NegativeInfinity));
            case "nan" or "NaN" or "NAN" or "+nan" or "-nan": return Atom(start, new Value(double.NaN));
        }
        if (_lambda is not null && name[0] == '%') name = _lambda.Rename(name);
        return SymbolAtom(start, name);
    }

    private Syntax KeywordToken(int start)
    {
        _position++;
        var name = Name();
        if (name.Length == 0) throw Error(start, 1, "expected keyword name after ':'");
        return Atom(start, new Value(Keyword.Intern(name)));
    }

    private Syntax Sugar(int start, int length, string name, string title)
    {
        _position += length;
        if (++_depth > MaxDepth) throw Error(start, length, $"input nested too deeply (limit {MaxDepth})");
        var head = SymbolAtom(start, name);
        Syntax operand;
        try
        {
            if (!SkipToDatum()) throw Error(start, length, "");
            operand = Datum();
            _depth--;
        }
        catch (ReaderException) when (_depth <= MaxDepth)
        {
            throw Error(start, length, $"{title} requires an expression after it", name switch
            {
                "quote" => "e.g. '(1 2 3) or 'foo",
                "quasiquote" => "e.g. `(list ,x)",
                "unquote" => "use inside quasiquote, e.g. `(list ,x)",
                "unquote-splicing" => "use inside quasiquote, e.g. `(list ,@xs)",
                _ => "e.g. @x or @(atom)",
            });
        }
        return new SyntaxList(_source, From(start), [head, operand]);
    }

    /// <summary>The elements from an opening bracket to its closing one.</summary>
    private Syntax[] Items(int start, char closer, string what, bool allowsDot = false)
    {
        var opener = _text[_position++];
        if (++_depth > MaxDepth) throw Error(start, 1, $"input nested too deeply (limit {MaxDepth})");
        var items = new List<Syntax>();
        while (true)
        {
            if (!SkipToDatum()) throw Error(start, 1, $"unterminated {what}", $"add a closing `{closer}`");
            var c = Peek();
            if (c == closer)
            {
                _position++;
                _depth--;
                return [.. items];
            }
            if (c is ')' or ']' or '}') throw Mismatch(opener, closer);
            if (allowsDot && c == '.' && IsLoneDot())
            {
                Dotted(items, start, closer, what);
                continue;
            }
            items.Add(Datum());
        }
    }

    private ReaderException Mismatch(char opener, char closer) =>
        Error(_position, 1, $"mismatched bracket: expected `{closer}` to close `{opener}`, found `{Peek()}`",
            $"this {(opener == '(' ? "list" : opener == '[' ? "vector" : "map")} was opened with `{opener}` — close it with `{closer}`");

    private bool IsLoneDot() => _position + 1 >= _text.Length || !IsSymbolPart(RuneAt(_position + 1));

    /// <summary>After a dot token exactly one datum and the closing bracket follow; the dot stays as a symbol (§1.8).</summary>
    private void Dotted(List<Syntax> items, int start, char closer, string what)
    {
        var dot = _position++;
        items.Add(new SyntaxAtom(_source, new TextSpan(dot, 1), new Value(Symbol.Intern("."))));
        if (!SkipToDatum()) throw Error(start, 1, $"unterminated {what}", $"add a closing `{closer}`");
        if (Peek() is ')' or ']' or '}') throw Stray(_position);
        items.Add(Datum());
        if (!SkipToDatum()) throw Error(start, 1, $"unterminated {what}", $"add a closing `{closer}`");
        if (Peek() == closer) return;
        var got = TokenKind();
        throw Error(_position, 1, $"expected `{closer}`, got `{got}`");
    }

    private string TokenKind()
    {
        var c = Peek();
        if (c is '(' or ')' or '[' or ']' or '{' or '}' or '\'' or '`' or ',' or '@') return c.ToString();
        if (c == '"') return "string";
        if (c == ':') return "keyword";
        if (NumberScanner.TryScan(_text.AsSpan(_position), out _, out var number, out _)) return number.IsFlonum ? "float" : "integer";
        return "symbol";
    }

    private SyntaxList List(int start, int open, char closer, string what)
    {
        _position = open;
        var items = Items(start, closer, what, allowsDot: true);
        return new SyntaxList(_source, From(start), items);
    }

    private SyntaxVector VectorLiteral(int start)
    {
        var items = Items(start, ']', "vector");
        return new SyntaxVector(_source, From(start), items);
    }

    private SyntaxMap MapLiteral(int start)
    {
        _position++;
        if (++_depth > MaxDepth) throw Error(start, 1, $"input nested too deeply (limit {MaxDepth})");
        var entries = new List<KeyValuePair<Syntax, Syntax>>();
        while (true)
        {
            if (!SkipToDatum()) throw Error(start, 1, "unterminated map", "add a closing `}`");
            if (Peek() == '}') break;
            if (Peek() is ')' or ']') throw Mismatch('{', '}');
            var key = Datum();
            if (!SkipToDatum()) throw Error(start, 1, "unterminated map", "add a closing `}`");
            if (Peek() == '}') throw Error(_position, 1, "map literal must have even number of forms");
            entries.Add(new(key, Datum()));
        }
        _position++;
        _depth--;
        var sorted = SortEntries(entries, out var repeated);
        return new SyntaxMap(_source, From(start), sorted) { Repeated = repeated };
    }

    /// <summary>Sorted by key form, of equal keys the first key with the last value (§1.8).</summary>
    private static KeyValuePair<Syntax, Syntax>[] SortEntries(List<KeyValuePair<Syntax, Syntax>> entries, out List<Syntax> repeated)
    {
        repeated = [];
        var keyed = entries.Select(static e => (Datum: e.Key.ToDatum(), e.Key, e.Value)).OrderBy(static e => e.Datum, Comparer<Value>.Create(Ordering.Compare));
        var result = new List<KeyValuePair<Syntax, Syntax>>();
        var last = Value.Unbound;
        foreach (var (datum, key, value) in keyed)
        {
            if (!last.IsUnbound && Ordering.Compare(last, datum) == 0)
            {
                result[^1] = new(result[^1].Key, value);
                repeated.Add(key);
            }
            else result.Add(new(key, value));
            last = datum;
        }
        return [.. result];
    }

    /// <summary>The text of a string up to its closing quote. In an f-string, stops at <c>${</c> too and returns what came before.</summary>
    private string? StringBody(int start, string unterminated, Action<string>? interpolation)
    {
        var text = new StringBuilder();
        while (true)
        {
            if (AtEnd) throw Error(start, 1, unterminated, interpolation is null ? null : "add a closing `\"` to end the f-string");
            var c = _text[_position++];
            if (c == '"') return text.ToString();
            if (c == '\\') Escape(start, unterminated, text);
            else if (interpolation is not null && c == '$' && Peek() == '{')
            {
                interpolation(text.ToString());
                text.Clear();
            }
            else text.Append(c);
        }
    }

    private void Escape(int start, string unterminated, StringBuilder text)
    {
        if (AtEnd) throw Error(start, 1, unterminated);
        var c = _text[_position++];
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case '0': text.Append('\0'); break;
            case '\\' or '"' or '$': text.Append(c); break;
            case 'x': HexEscape(start, text); break;
            case 'u': FixedEscape(start, 'u', 4, text); break;
            case 'U': FixedEscape(start, 'U', 8, text); break;
            default: text.Append('\\').Append(c); break;
        }
    }

    private void HexEscape(int start, StringBuilder text)
    {
        var digits = _position;
        while (char.IsAsciiHexDigit(Peek())) _position++;
        var hex = _text[digits.._position];
        if (hex.Length == 0) throw Error(start, 1, "empty hex escape \\x;");
        if (Peek() != ';') throw Error(start, 1, "hex escape \\x missing terminating semicolon");
        _position++;
        var significant = hex.TrimStart('0');
        if (significant.Length > 8) throw Error(start, 1, $"invalid hex escape \\x{hex};");
        AppendScalar(start, Convert.ToUInt32(hex.Length > 8 ? significant.PadLeft(1, '0') : hex, 16), $"\\x{hex};", text);
    }

    private void FixedEscape(int start, char letter, int count, StringBuilder text)
    {
        var digits = _position;
        while (_position - digits < count && char.IsAsciiHexDigit(Peek())) _position++;
        if (_position - digits < count) throw Error(start, 1, $"\\{letter} escape requires exactly {count} hex digits");
        var hex = _text[digits.._position];
        AppendScalar(start, Convert.ToUInt32(hex, 16), $"\\{letter}{hex}", text);
    }

    private void AppendScalar(int start, uint scalar, string escape, StringBuilder text)
    {
        if (!Rune.IsValid(scalar)) throw Error(start, 1, $"invalid unicode scalar value {escape}");
        text.Append(new Rune(scalar).ToString());
    }

    private SyntaxList FString(int start)
    {
        _position += 2;
        var parts = new List<Syntax> { new SyntaxAtom(_source, new TextSpan(start, 1), new Value(Symbol.Intern("__vm-str"))) };
        void Literal(string text)
        {
            if (text.Length > 0) parts.Add(Atom(start, Value.FromString(text)));
        }
        var rest = StringBody(start, "unterminated f-string", text =>
        {
            Literal(text);
            parts.Add(Interpolation(start));
        });
        Literal(rest!);
        return new SyntaxList(_source, From(start), [.. parts]);
    }

    /// <summary>The expression of <c>${…}</c>: braces are counted, nothing else (§1.5).</summary>
    private Syntax Interpolation(int start)
    {
        var open = ++_position;
        for (var depth = 1; depth > 0;)
        {
            if (AtEnd) throw Error(start, 1, "unterminated interpolation in f-string", "add a closing `}` to end the ${...} interpolation");
            var c = _text[_position++];
            if (c == '{') depth++;
            else if (c == '}') depth--;
        }
        var raw = _text[open..(_position - 1)];
        var trimmed = raw.Trim();
        if (trimmed.Length == 0) throw Error(start, 1, "empty interpolation in f-string", "${} must contain an expression, e.g. ${name}");
        if (_tokensOnly) return Atom(start, Value.Nil);
        var offset = open + raw.IndexOf(trimmed, StringComparison.Ordinal);
        // Errors inside carry positions relative to the interpolation; spans of what was read are moved into this text.
        ReadAll(new SourceText(trimmed, _source.Name));
        var inner = new Reader(_source, _text[..(offset + trimmed.Length)], offset, _lambda, _depth);
        if (!inner.SkipToDatum()) throw Error(start, 1, "f-string interpolation is empty", "put an expression inside ${...}");
        var datum = inner.Datum();
        if (inner.SkipToDatum()) throw Error(start, 1, "f-string interpolation must contain exactly one expression", "wrap multiple forms, e.g. ${(do a b)}");
        return datum;
    }

    private Reader(SourceText source, string text, int position, ShortLambda? lambda, int depth)
    {
        _source = source;
        _text = text;
        _position = position;
        _lambda = lambda;
        _depth = depth;
    }

    private Syntax Hash(int start)
    {
        if (start + 1 >= _text.Length) throw Error(start, 1, "unexpected end of input after `#`", "# starts a special form: #t, #f, #\\char, #u8(...)");
        switch (_text[start + 1])
        {
            case 't' or 'f':
                _position += 2;
                return Atom(start, Value.FromBool(_text[start + 1] == 't'));
            case '\\': return CharLiteral(start);
            case '(': return ShortLambdaLiteral(start);
            case '"': return RegexLiteral(start);
            case 'u' when string.CompareOrdinal(_text, start, "#u8(", 0, 4) == 0: return BytevectorLiteral(start);
        }
        if ("xXoObBdDeEiI".Contains(_text[start + 1]))
        {
            NumberScanner.TryScanPrefixed(_text.AsSpan(start), out var length, out var number, out var error);
            _position += length;
            return error is null ? Atom(start, number) : throw Error(start, length, error);
        }
        throw Error(start, 2, $"unexpected character after #: '{RuneAt(start + 1)}'");
    }

    private Syntax CharLiteral(int start)
    {
        _position += 2;
        if (AtEnd) throw Error(start, 2, "unexpected end of input after #\\");
        var first = RuneAt(_position);
        if (!Rune.IsLetter(first))
        {
            _position += first.Utf16SequenceLength;
            return Atom(start, Value.FromChar(first.Value));
        }
        var name = Name();
        if (name.Length == first.Utf16SequenceLength) return Atom(start, Value.FromChar(first.Value));
        return Atom(start, Value.FromChar(name switch
        {
            "space" => ' ',
            "newline" => '\n',
            "tab" => '\t',
            "return" => '\r',
            "nul" => 0,
            _ => throw Error(start, _position - start, $"unknown character name: {name}"),
        }));
    }

    private Syntax RegexLiteral(int start)
    {
        _position += 2;
        var text = new StringBuilder();
        while (true)
        {
            if (AtEnd) throw Error(start, 2, "unterminated regex literal", "add a closing `\"` to end the #\"...\" regex literal");
            var c = _text[_position++];
            if (c == '"') return Atom(start, Value.FromString(text.ToString()));
            if (c == '\\' && Peek() == '"') c = _text[_position++];
            text.Append(c);
        }
    }

    private Syntax BytevectorLiteral(int start)
    {
        _position += 3;
        var bytes = new List<byte>();
        foreach (var item in Items(start, ')', "bytevector"))
        {
            if (item is not SyntaxAtom { Value.IsFixnum: true } atom)
                throw new ReaderException(_source, item.Span, "#u8(...): expected integer byte value");
            if (atom.Value.Bits is < 0 or > 255)
                throw new ReaderException(_source, item.Span, $"#u8(...): byte value {atom.Value.Bits} out of range 0..255");
            bytes.Add((byte)atom.Value.Bits);
        }
        return Atom(start, new Value((object)new Bytevector([.. bytes])));
    }

    private SyntaxList ShortLambdaLiteral(int start)
    {
        if (_lambda is not null) throw Error(start, 2, "nested short lambdas are not allowed", "use a regular `lambda` or `fn` for the inner function");
        _lambda = new ShortLambda();
        try
        {
            _position++;
            var open = _position;
            var items = Items(start, ')', "short lambda #(...)", allowsDot: true);
            var body = new SyntaxList(_source, From(open), items);
            var parameters = _lambda.Parameters().Select(name => new SyntaxAtom(_source, new TextSpan(start, 1), new Value(Symbol.Intern(name)))).ToArray<Syntax>();
            return new SyntaxList(_source, From(start),
                [new SyntaxAtom(_source, new TextSpan(start, 1), new Value(Symbol.Intern("lambda"))), new SyntaxList(_source, new TextSpan(start, 1), parameters), body]);
        }
        finally
        {
            _lambda = null;
        }
    }

    /// <summary>The numbered arguments seen in a short lambda (§1.11).</summary>
    private sealed class ShortLambda
    {
        private int _count;
        private bool _hasRest;

        public string Rename(string name)
        {
            if (name == "%") name = "%1";
            if (name == "%&") _hasRest = true;
            else if (int.TryParse(name.AsSpan(1), out var n) && n is > 0 and < 256) _count = Math.Max(_count, n);
            return name;
        }

        public IEnumerable<string> Parameters()
        {
            for (var i = 1; i <= _count; i++) yield return "%" + i;
            if (!_hasRest) yield break;
            yield return ".";
            yield return "%&";
        }
    }
}
