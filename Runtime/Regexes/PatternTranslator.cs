using System.Globalization;
using System.Text;

namespace Sema.Runtime.Regexes;

/// <summary>
/// Translates a pattern of the Rust dialect, which Sema's are (regex.md), to one of .NET, or says what is wrong with it.
/// Look-around and references back do not exist there.
/// </summary>
public sealed class PatternTranslator
{
    /// <summary>What repetitions may expand to, in characters and classes; the reference's limit is of that order.</summary>
    private const long MaxSize = 250_000;

    private const long MaxRepeat = int.MaxValue;

    private readonly string _pattern;
    private readonly bool _astral;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private Flags _flags = new() { Unicode = true };
    private int _at;
    private bool _needsLookaround;
    private int _groups;

    /// <summary>Whether all before the current position may be empty.</summary>
    private bool _isLeading = true;
    private bool _hasChoice, _hasLazy, _hasGreedy, _repeatsGroup, _beginsOptional;

    private PatternTranslator(string pattern, bool astral)
    {
        _pattern = pattern;
        _astral = astral;
    }

    private struct Flags
    {
        public bool IgnoreCase, MultiLine, DotAll, SwapGreed, Unicode, Crlf, Extended;
    }

    /// <summary>
    /// Translates a pattern, for texts with or without characters beyond U+FFFF. All groups come out numbered; their names
    /// go into <paramref name="names"/>, with the number of each.
    /// </summary>
    /// <exception cref="PatternException">The pattern is not valid.</exception>
    public static string Translate(string pattern, bool astral, out IReadOnlyDictionary<string, int> names, out MatchingEngine engine)
    {
        var translator = new PatternTranslator(pattern, astral);
        var size = translator.Alternatives();
        if (translator._at < pattern.Length)
            throw translator.Error(translator._at, translator._at + 1, "unopened group");
        if (size > MaxSize) throw TooLarge();
        names = translator._names;
        engine = translator.Engine();
        return translator._output.ToString();
    }

    /// <summary>The condition for a pattern that would take too much memory.</summary>
    public static PatternException TooLarge() => new("Compiled regex exceeds size limit of 10485760 bytes.");

    /// <summary>
    /// The engine for the pattern read. .NET's engine without backtracking takes alternatives in a wrong order where what is left of
    /// one is the end of another and what stands before may be empty, partly greedily and partly lazily; the search for a beginning
    /// itself is a lazy part. It does not find <c>a?b.</c> at 2 in "acbba". So it is the first choice only for patterns of repeated
    /// characters and classes, of one greed, that begin with something, and for alternatives without repetitions.
    /// </summary>
    private MatchingEngine Engine()
    {
        if (_needsLookaround) return MatchingEngine.Backtracking;
        var isMixed = _hasLazy && _hasGreedy || _hasChoice && (_hasLazy || _hasGreedy);
        return isMixed || _repeatsGroup || _beginsOptional ? MatchingEngine.BacktrackingFirst : MatchingEngine.Linear;
    }

    private bool AtEnd => _at >= _pattern.Length;

    private char Current => _pattern[_at];

    /// <summary>Alternatives up to the end of the group; returns their size.</summary>
    private long Alternatives()
    {
        StackGuard.Check();
        var size = 1L;
        while (true)
        {
            SkipBlanks();
            if (AtEnd || Current == ')') return size;
            if (Current == '|')
            {
                _output.Append('|');
                _at++;
                _hasChoice = true;
                continue;
            }
            size += Term();
            if (size > MaxSize) throw TooLarge();
        }
    }

    /// <summary>One term with its repetitions.</summary>
    private long Term()
    {
        var outputStart = _output.Length;
        var wasLeading = _isLeading;
        var isGroup = Current == '(';
        if (Current is '*' or '+' or '?' or '{') throw Error(_at, _at + 1, "repetition operator missing expression");
        var size = Primary();
        // Flags alone are no expression, so nothing can repeat them.
        if (size < 0)
        {
            SkipBlanks();
            if (!AtEnd && Current is '*' or '+' or '?' or '{') throw Error(_at, _at + 1, "repetition operator missing expression");
            return 0;
        }
        var isRepeated = false;
        for (SkipBlanks(); !AtEnd && Current is '*' or '+' or '?' or '{'; SkipBlanks())
        {
            // .NET repeats no repetition, and its second sign would mean something else.
            if (isRepeated) Wrap(outputStart);
            _repeatsGroup |= isGroup || isRepeated;
            isRepeated = true;
            size = Repetition(size, wasLeading);
        }
        return size;
    }

    private void Wrap(int from) => _output.Insert(from, "(?:").Append(')');

    private long Repetition(long size, bool wasLeading)
    {
        long max;
        bool isOptional;
        if (Current == '{')
        {
            var (low, high) = Counts();
            max = Math.Max(1, high ?? low);
            isOptional = low == 0;
            _output.Append('{').Append(low);
            if (high != low) _output.Append(',').Append(high);
            _output.Append('}');
        }
        else
        {
            max = 1;
            isOptional = Current != '+';
            _output.Append(Current);
            _at++;
        }
        SkipBlanks();
        var hasMark = !AtEnd && Current == '?';
        if (hasMark) _at++;
        var isLazy = hasMark != _flags.SwapGreed;
        if (isLazy) _output.Append('?');
        _hasLazy |= isLazy;
        _hasGreedy |= !isLazy;
        _isLeading = wasLeading && isOptional;
        _beginsOptional |= _isLeading && !isLazy;
        var total = size * max;
        return total > MaxSize ? throw TooLarge() : total;
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

    /// <summary>A character, class, group or assertion; returns its size, -1 for flags.</summary>
    private long Primary()
    {
        if (Current == '(') return Group();
        _isLeading = false;
        switch (Current)
        {
            case '[':
                Set(new ClassReader(_pattern, _flags.Extended, _flags.Unicode, _flags.IgnoreCase).Read(ref _at));
                return 1;
            case '.':
                _at++;
                Dot();
                return 1;
            case '^':
                _at++;
                Line(isStart: true);
                return 1;
            case '$':
                _at++;
                Line(isStart: false);
                return 1;
            case '\\': return Escape();
            default:
                Rune.DecodeFromUtf16(_pattern.AsSpan(_at), out var c, out var width);
                _at += width;
                Literal(c.Value);
                return 1;
        }
    }

    private void Dot()
    {
        if (!_flags.Unicode) throw Error(_at - 1, _at, "pattern can match invalid UTF-8");
        var excluded = _flags.DotAll ? CharSet.None
            : _flags.Crlf ? CharSet.From([('\n', '\n'), ('\r', '\r')]) : CharSet.Range('\n', '\n');
        if (!_astral && !_flags.Crlf) _output.Append(_flags.DotAll ? "[\\s\\S]" : "[^\\n]");
        else Set(excluded.Complement());
    }

    private void Line(bool isStart)
    {
        if (!_flags.MultiLine) _output.Append(isStart ? "\\A" : "\\z");
        else if (!_flags.Crlf) _output.Append(isStart ? "(?m:^)" : "(?m:$)");
        else
        {
            _needsLookaround = true;
            _output.Append(isStart ? "(?:\\A|(?<=\\n)|(?<=\\r)(?!\\n))" : "(?:\\z|(?=\\r)|(?<!\\r)(?=\\n))");
        }
    }

    private void Literal(int c)
    {
        if (_flags.IgnoreCase) Set(CharSet.Range(c, c).IgnoringCase());
        else Text(c);
    }

    private void Text(int c)
    {
        if (c <= 0xFFFF) _output.Append(char.IsAsciiLetterOrDigit((char)c) ? $"{(char)c}" : $"\\u{c:X4}");
        else _output.Append("(?:").Append(string.Concat(char.ConvertFromUtf32(c).Select(static u => $"\\u{(int)u:X4}"))).Append(')');
    }

    private void Set(CharSet set)
    {
        if (set.Single is var c and >= 0) Text(c);
        else set.AppendTo(_output, _astral);
    }

    private long Escape()
    {
        var start = _at;
        if (_at + 1 < _pattern.Length)
        {
            var letter = _pattern[_at + 1];
            if (letter is 'd' or 's' or 'w' or 'D' or 'S' or 'W')
            {
                _at += 2;
                PerlClass(letter);
                return 1;
            }
            if (letter is 'A' or 'z' or 'b' or 'B' or '<' or '>')
            {
                _at += 2;
                Assertion(letter);
                return 1;
            }
        }
        var item = new EscapeReader(_pattern, _flags.Unicode, _flags.Extended).Read(ref _at, start);
        if (item.Set is { } set) Set(_flags.IgnoreCase ? set.IgnoringCase() : set);
        else Literal(item.CodePoint);
        return 1;
    }

    /// <summary>Outside of brackets and without characters beyond U+FFFF, .NET's own classes with their few differences made good.</summary>
    private void PerlClass(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        if (_flags.Unicode && !_astral)
        {
            const string moreWord = "\\w\\p{M}\\p{Nl}\\u24B6-\\u24E9\\u200C\\u200D";
            _output.Append(letter switch
            {
                'w' => $"[{moreWord}]",
                'W' => $"[^{moreWord}]",
                _ => $"\\{letter}",
            });
            return;
        }
        var set = UnicodeProperties.Perl(lower, _flags.Unicode);
        Set(letter == lower ? set : set.Complement());
    }

    private void Assertion(char letter)
    {
        switch (letter)
        {
            case 'b' when _pattern.AsSpan(_at).StartsWith("{"):
                var end = _pattern.IndexOf('}', _at);
                switch (end < 0 ? "" : _pattern[(_at + 1)..end])
                {
                    case "start": WordEdge("(?<!\\w)(?=\\w)"); break;
                    case "end": WordEdge("(?<=\\w)(?!\\w)"); break;
                    case "start-half": WordEdge("(?<!\\w)"); break;
                    case "end-half": WordEdge("(?!\\w)"); break;
                    default:
                        _output.Append("\\b");
                        return;
                }
                _at = end + 1;
                break;
            case '<': WordEdge("(?<!\\w)(?=\\w)"); break;
            case '>': WordEdge("(?<=\\w)(?!\\w)"); break;
            default: _output.Append('\\').Append(letter); break;
        }
    }

    private void WordEdge(string assertion)
    {
        _needsLookaround = true;
        _output.Append(assertion);
    }

    private long Group()
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
                if (ReadFlags(start)) return -1;
                _output.Append("(?:");
                return Close(start, outer);
            }
        }
        else _groups++;
        _output.Append('(');
        return Close(start, outer);
    }

    private long Close(int start, Flags outer)
    {
        var size = Alternatives();
        if (AtEnd) throw Error(start, start + 1, "unclosed group");
        _at++;
        _output.Append(')');
        _flags = outer;
        return size;
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
