using System.Globalization;
using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>
/// Reads a pattern of the Rust dialect, which Sema's are (regex.md), or says what is wrong with it. Look-around and references back do not exist there.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>What repetitions may expand to, in characters and classes; the reference's limit is of that order.</summary>
    private const long MaxSize = 250_000;

    private const long MaxRepeat = int.MaxValue;

    private readonly string _pattern;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private Flags _flags = new() { Unicode = true };
    private int _at;
    private int _groups;

    private PatternParser(string pattern) => _pattern = pattern;

    private struct Flags
    {
        public bool IgnoreCase, MultiLine, DotAll, SwapGreed, Unicode, Crlf, Extended;
    }

    /// <summary>Reads a pattern; <paramref name="names"/> gets the named groups with their numbers.</summary>
    /// <exception cref="PatternException">The pattern is not valid.</exception>
    public static PatternNode Parse(string pattern, out IReadOnlyDictionary<string, int> names)
    {
        var parser = new PatternParser(pattern);
        var node = parser.Alternatives(out var size);
        if (parser._at < pattern.Length) throw parser.Error(parser._at, parser._at + 1, "unopened group");
        if (size > MaxSize) throw TooLarge();
        names = parser._names;
        return node;
    }

    /// <summary>The condition for a pattern that would take too much memory.</summary>
    private static PatternException TooLarge() => new("Compiled regex exceeds size limit of 10485760 bytes.");

    private bool AtEnd => _at >= _pattern.Length;

    private char Current => _pattern[_at];

    /// <summary>Alternatives up to the end of the group, and what they may expand to.</summary>
    private PatternNode Alternatives(out long size)
    {
        StackGuard.Check();
        size = 1;
        var alternatives = new List<PatternNode>();
        var items = new List<PatternNode>();
        while (true)
        {
            SkipBlanks();
            if (AtEnd || Current == ')')
            {
                var last = Sequence(items);
                if (alternatives.Count == 0) return last;
                alternatives.Add(last);
                return new PatternNode.Choice(alternatives);
            }
            if (Current == '|')
            {
                alternatives.Add(Sequence(items));
                items = [];
                _at++;
                continue;
            }
            if (Term(out var termSize) is { } term) items.Add(term);
            size += termSize;
            if (size > MaxSize) throw TooLarge();
        }
    }

    private static PatternNode Sequence(List<PatternNode> items) => items.Count == 1 ? items[0] : new PatternNode.Sequence(items);

    /// <summary>One term with its repetitions; null for flags alone.</summary>
    private PatternNode? Term(out long size)
    {
        if (Current is '*' or '+' or '?' or '{') throw Error(_at, _at + 1, "repetition operator missing expression");
        size = 1;
        var node = Current == '(' ? Group(out size) : Single();
        if (node is null)
        {
            // Flags alone are no expression, so nothing can repeat them.
            SkipBlanks();
            if (!AtEnd && Current is '*' or '+' or '?' or '{') throw Error(_at, _at + 1, "repetition operator missing expression");
            size = 0;
            return null;
        }
        for (SkipBlanks(); !AtEnd && Current is '*' or '+' or '?' or '{'; SkipBlanks()) node = Repetition(node, ref size);
        return node;
    }

    private PatternNode.Repetition Repetition(PatternNode body, ref long size)
    {
        var (low, high) = Current switch
        {
            '{' => Counts(),
            '*' => Sign(0, null),
            '+' => Sign(1, null),
            _ => Sign(0, 1),
        };
        SkipBlanks();
        var hasMark = !AtEnd && Current == '?';
        if (hasMark) _at++;
        size *= Math.Max(1, high ?? low);
        if (size > MaxSize) throw TooLarge();
        return new PatternNode.Repetition(body, (int)low, (int?)high, hasMark != _flags.SwapGreed);
    }

    private (long Low, long? High) Sign(long low, long? high)
    {
        _at++;
        return (low, high);
    }

    private (long Low, long? High) Counts()
    {
        var start = _at++;
        var low = Count(start);
        long? high = low;
        SkipBlanks();
        if (!AtEnd && Current == ',')
        {
            _at++;
            SkipBlanks();
            if (AtEnd) throw Error(start, _pattern.Length, "unclosed counted repetition");
            high = Current == '}' ? null : Count(start);
        }
        if (AtEnd || Current != '}') throw Error(start, _at, "unclosed counted repetition");
        _at++;
        if (high < low) throw Error(start, _at, "invalid repetition count range, the start must be <= the end");
        return (low, high);
    }

    private long Count(int start)
    {
        SkipBlanks();
        if (AtEnd) throw Error(start, _pattern.Length, "unclosed counted repetition");
        var from = _at;
        while (!AtEnd && char.IsAsciiDigit(Current)) _at++;
        if (_at == from) throw Error(from, from, "repetition quantifier expects a valid decimal");
        SkipBlanks();
        return long.TryParse(_pattern.AsSpan(from, _at - from), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= MaxRepeat
            ? n : throw Error(from, _at, "decimal literal invalid");
    }

    /// <summary>A character, class or assertion.</summary>
    private PatternNode Single()
    {
        switch (Current)
        {
            case '[': return Set(new ClassReader(_pattern, _flags.Extended, _flags.Unicode, _flags.IgnoreCase).Read(ref _at));
            case '.':
                _at++;
                return Dot();
            case '^' or '$':
                return Line(isStart: _pattern[_at++] == '^');
            case '\\': return Escape();
            default:
                Rune.DecodeFromUtf16(_pattern.AsSpan(_at), out var c, out var width);
                _at += width;
                return Literal(CharSet.Range(c.Value, c.Value));
        }
    }

    private PatternNode Dot()
    {
        if (!_flags.Unicode) throw Error(_at - 1, _at, "pattern can match invalid UTF-8");
        var excluded = _flags.DotAll ? CharSet.None
            : _flags.Crlf ? CharSet.From([('\n', '\n'), ('\r', '\r')]) : CharSet.Range('\n', '\n');
        return Set(excluded.Complement());
    }

    private PatternNode Line(bool isStart) => new PatternNode.Place((_flags.MultiLine, _flags.Crlf) switch
    {
        (false, _) => isStart ? Regexes.Assertion.TextStart : Regexes.Assertion.TextEnd,
        (_, true) => isStart ? Regexes.Assertion.LineStartCrlf : Regexes.Assertion.LineEndCrlf,
        _ => isStart ? Regexes.Assertion.LineStart : Regexes.Assertion.LineEnd,
    });

    private PatternNode Literal(CharSet set) => Set(_flags.IgnoreCase ? set.IgnoringCase() : set);

    private static PatternNode Set(CharSet set) => new PatternNode.Character(set);

    private PatternNode Escape()
    {
        var start = _at;
        if (_at + 1 < _pattern.Length && _pattern[_at + 1] is var letter and ('A' or 'z' or 'b' or 'B' or '<' or '>'))
        {
            _at += 2;
            return new PatternNode.Place(Assertion(letter));
        }
        // Case makes no difference to these, and to ask for the variants of so many letters takes time.
        var isPerlClass = _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 's' or 'w' or 'D' or 'S' or 'W';
        var item = new EscapeReader(_pattern, _flags.Unicode, _flags.Extended).Read(ref _at, start);
        return isPerlClass ? Set(item.Set!) : Literal(item.Set ?? CharSet.Range(item.CodePoint, item.CodePoint));
    }

    private Assertion Assertion(char letter)
    {
        switch (letter)
        {
            case 'A': return Regexes.Assertion.TextStart;
            case 'z': return Regexes.Assertion.TextEnd;
            case 'B': return Word(Regexes.Assertion.NotWordBoundary);
            case '<': return Word(Regexes.Assertion.WordStart);
            case '>': return Word(Regexes.Assertion.WordEnd);
        }
        var end = _pattern.AsSpan(_at).StartsWith("{") ? _pattern.IndexOf('}', _at) : -1;
        Assertion? special = (end < 0 ? "" : _pattern[(_at + 1)..end]) switch
        {
            "start" => Regexes.Assertion.WordStart,
            "end" => Regexes.Assertion.WordEnd,
            "start-half" => Regexes.Assertion.WordStartHalf,
            "end-half" => Regexes.Assertion.WordEndHalf,
            _ => null,
        };
        if (special is null) return Word(Regexes.Assertion.WordBoundary);
        _at = end + 1;
        return Word(special.Value);
    }

    /// <summary>An assertion about words, of ASCII characters where <c>(?-u)</c> holds.</summary>
    private Assertion Word(Assertion assertion) =>
        _flags.Unicode ? assertion : assertion - Regexes.Assertion.WordBoundary + Regexes.Assertion.AsciiWordBoundary;

    /// <summary>A group with what it may expand to; null for flags alone.</summary>
    private PatternNode? Group(out long size)
    {
        var start = _at++;
        var outer = _flags;
        if (_pattern.AsSpan(_at).StartsWith("?"))
        {
            foreach (var look in (string[])["?=", "?!", "?<=", "?<!"])
                if (_pattern.AsSpan(_at).StartsWith(look))
                    throw Error(start, _at + look.Length, "look-around, including look-ahead and look-behind, is not supported");
            if (_pattern.AsSpan(_at).StartsWith("?P<")) Name(_at + 3);
            else if (_pattern.AsSpan(_at).StartsWith("?<")) Name(_at + 2);
            else
            {
                size = 0;
                return ReadFlags(start) ? null : Close(start, outer, out size);
            }
        }
        else _groups++;
        var number = _groups;
        return new PatternNode.Group(number, Close(start, outer, out size));
    }

    private PatternNode Close(int start, Flags outer, out long size)
    {
        var node = Alternatives(out size);
        if (AtEnd) throw Error(start, start + 1, "unclosed group");
        _at++;
        _flags = outer;
        return node;
    }

    private void Name(int from)
    {
        var end = from;
        for (; end < _pattern.Length && _pattern[end] != '>'; end++)
        {
            var c = _pattern[end];
            if (!(c == '_' || char.IsLetter(c) || end > from && (char.IsAsciiDigit(c) || c is '.' or '[' or ']')))
                throw Error(end, end + 1, "invalid capture group character");
        }
        if (end == _pattern.Length) throw Error(end, end, "unclosed capture group name");
        if (end == from) throw Error(from, from, "empty capture group name");
        var name = _pattern[from..end];
        if (!_names.TryAdd(name, ++_groups)) throw Error(from, end, "duplicate capture group name");
        _at = end + 1;
    }

    /// <summary>Flags behind <c>(?</c>; true when they hold for the rest of the group, false when a group of their own begins.</summary>
    private bool ReadFlags(int start)
    {
        var question = _at++;
        var isNegated = false;
        var (dash, first) = (-1, _at);
        var seen = "";
        for (; ; _at++)
        {
            if (AtEnd)
                throw first == _at ? Error(start, start + 1, "unclosed group") : Error(_at, _at, "expected flag but got end of regex");
            var c = Current;
            if (c is ')' or ':')
            {
                if (isNegated && dash == _at - 1) throw Error(dash, _at, "dangling flag negation operator");
                if (c == ')' && first == _at) throw Error(question, question + 1, "repetition operator missing expression");
                _at++;
                return c == ')';
            }
            if (c == '-')
            {
                if (isNegated) throw Error(_at, _at + 1, "flag negation operator repeated");
                isNegated = true;
                dash = _at;
                continue;
            }
            if (!"imsUuRx".Contains(c)) throw Error(_at, _at + 1, "unrecognized flag");
            if (seen.Contains(c)) throw PatternException.At(_pattern, first + seen.IndexOf(c), _at + 1, "duplicate flag");
            seen += c;
            switch (c)
            {
                case 'i': _flags.IgnoreCase = !isNegated; break;
                case 'm': _flags.MultiLine = !isNegated; break;
                case 's': _flags.DotAll = !isNegated; break;
                case 'U': _flags.SwapGreed = !isNegated; break;
                case 'u': _flags.Unicode = !isNegated; break;
                case 'R': _flags.Crlf = !isNegated; break;
                case 'x': _flags.Extended = !isNegated; break;
            }
        }
    }

    private void SkipBlanks()
    {
        if (!_flags.Extended) return;
        while (!AtEnd)
        {
            if (Current == '#') _at = _pattern.IndexOf('\n', _at) is var end and >= 0 ? end + 1 : _pattern.Length;
            else if (char.IsWhiteSpace(Current)) _at++;
            else return;
        }
    }

    private PatternException Error(int start, int end, string message) => PatternException.At(_pattern, start, end, message);
}
