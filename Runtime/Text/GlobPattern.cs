using System.Text;

namespace Sema.Runtime.Text;

/// <summary>A pattern for file names: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[!abc]</c>; case counts.</summary>
internal sealed class GlobPattern
{
    private readonly List<Element> _elements = [];

    /// <summary>The pattern of one component of a path.</summary>
    /// <param name="text">The component.</param>
    /// <param name="offset">Its place in the whole pattern, for messages.</param>
    /// <exception cref="FormatException">It is malformed.</exception>
    public GlobPattern(string text, int offset)
    {
        Text = text;
        IsRecursive = text == "**";
        if (IsRecursive) return;
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
            switch (runes[i].Value)
            {
                case '?': _elements.Add(new Element(Kind.Any, [], false)); break;
                case '*':
                    if (i + 1 < runes.Length && runes[i + 1].Value == '*')
                    {
                        var isLonger = i + 2 < runes.Length && runes[i + 2].Value == '*';
                        throw Malformed(offset + i + 2, isLonger ? "wildcards are either regular `*` or recursive `**`"
                            : "recursive wildcards must form a single path component");
                    }
                    _elements.Add(new Element(Kind.Run, [], false));
                    break;
                case '[':
                    var isNegated = i + 1 < runes.Length && runes[i + 1].Value == '!';
                    var first = i + (isNegated ? 2 : 1);
                    // A closing bracket that stands first is a member of the set.
                    var end = first + 1 <= runes.Length ? Array.FindIndex(runes, Math.Min(first + 1, runes.Length), static r => r.Value == ']') : -1;
                    if (end < 0) throw Malformed(offset + i, "invalid range pattern");
                    _elements.Add(new Element(Kind.Set, Ranges(runes.AsSpan(first, end - first)), isNegated));
                    i = end;
                    break;
                default: _elements.Add(new Element(Kind.Set, [(runes[i].Value, runes[i].Value)], false)); break;
            }
        IsLiteral = text.IndexOfAny(['*', '?', '[']) < 0;
    }

    private enum Kind
    {
        Any,
        Run,
        Set,
    }

    /// <summary>The component as written.</summary>
    public string Text { get; }

    /// <summary>Whether it is <c>**</c>.</summary>
    public bool IsRecursive { get; }

    /// <summary>Whether it matches its own text only.</summary>
    public bool IsLiteral { get; }

    /// <summary>Whether a name matches. Time grows with the product of the lengths at worst.</summary>
    public bool Matches(string name)
    {
        var runes = name.EnumerateRunes().ToArray();
        int at = 0, element = 0, resumeAt = -1, resumeElement = -1;
        while (at < runes.Length)
        {
            if (element < _elements.Count && _elements[element].Kind == Kind.Run)
            {
                resumeElement = element++;
                resumeAt = at;
            }
            else if (element < _elements.Count && _elements[element].Accepts(runes[at].Value))
            {
                element++;
                at++;
            }
            else if (resumeElement >= 0)
            {
                element = resumeElement + 1;
                at = ++resumeAt;
            }
            else
            {
                return false;
            }
        }
        while (element < _elements.Count && _elements[element].Kind == Kind.Run) element++;
        return element == _elements.Count;
    }

    private static (int, int)[] Ranges(ReadOnlySpan<Rune> members)
    {
        var result = new List<(int, int)>();
        for (var i = 0; i < members.Length; i++)
            if (i + 2 < members.Length && members[i + 1].Value == '-')
            {
                result.Add((members[i].Value, members[i + 2].Value));
                i += 2;
            }
            else
            {
                result.Add((members[i].Value, members[i].Value));
            }
        return [.. result];
    }

    private static FormatException Malformed(int position, string message) => new($"Pattern syntax error near position {position}: {message}");

    private sealed record Element(Kind Kind, (int First, int Last)[] Ranges, bool IsNegated)
    {
        public bool Accepts(int scalar) => Kind == Kind.Any || Array.Exists(Ranges, r => r.First <= scalar && scalar <= r.Last) != IsNegated;
    }
}
