using System.Text;
using Sema.Runtime.Regexes;

namespace Sema.Runtime.Builtins;

/// <summary>Regular expressions in the dialect of Rust (regex.md), matched in linear time.</summary>
[BuiltinGroup("regex")]
public static class RegularExpressions
{
    [Builtin("regex/match?", Parameters = "pattern s", Doc = "Whether pattern matches somewhere in s.")]
    public static bool IsMatch(Value pattern, Value s) => Compiled(pattern, s).IsMatch((string)s.Ref!);

    [Builtin("regex/match", Parameters = "pattern s",
        Doc = "The first match as a map of :match, :groups, :start and :end (offsets in bytes of UTF-8); nil when there is none.")]
    public static Value FirstMatch(Value pattern, Value s)
    {
        foreach (var match in Compiled(pattern, s).Matches((string)s.Ref!)) return Description(match, (string)s.Ref!);
        return Value.Nil;
    }

    private static Value Description(PatternMatch match, string text)
    {
        var groups = match.Groups();
        long start = Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Start));
        Map result = SortedMap.Empty;
        Add("match", Value.FromString(groups[0]!));
        Add("groups", Lists.FromArray(groups.Skip(1).Select(static g => g is null ? Value.Nil : Value.FromString(g)).ToArray()));
        Add("start", new Value(start));
        Add("end", new Value(start + Encoding.UTF8.GetByteCount(groups[0]!)));
        return new Value((object)result);

        void Add(string name, Value value) => result = result.With(new Value(Keyword.Intern(name)), value);
    }

    [Builtin("regex/find-all", Parameters = "pattern s", Doc = "The list of the texts of all matches, which do not overlap.")]
    public static Value FindAll(Value pattern, Value s) =>
        Lists.From(Compiled(pattern, s).Matches((string)s.Ref!).Select(static match => Value.FromString(match.Text)));

    [Builtin("regex/replace", Parameters = "pattern replacement s", Doc = "s with the first match replaced; $1, ${name} are its groups.")]
    public static Value Replace(Value pattern, Value replacement, Value s) => Replace(pattern, replacement, s, 1);

    [Builtin("regex/replace-all", Parameters = "pattern replacement s", Doc = "s with all matches replaced; $1, ${name} are their groups.")]
    public static Value ReplaceAll(Value pattern, Value replacement, Value s) => Replace(pattern, replacement, s, int.MaxValue);

    [Builtin("regex/split", Parameters = "pattern s", Doc = "The list of the parts between matches.")]
    public static Value Split(Value pattern, Value s)
    {
        var parts = new ListBuilder(4);
        var end = 0;
        foreach (var match in Compiled(pattern, s).Matches((string)s.Ref!))
        {
            parts.Add(Value.FromString(((string)s.Ref!)[end..match.Start]));
            end = match.End;
        }
        parts.Add(Value.FromString(((string)s.Ref!)[end..]));
        return parts.ToList();
    }

    /// <summary>The pattern, ready for use; the other operand is a text.</summary>
    private static CompiledPattern Compiled(Value pattern, Value s)
    {
        var source = StringBuiltins.Text(pattern);
        StringBuiltins.Text(s);
        try
        {
            return PatternCache.Get(source);
        }
        catch (PatternException error)
        {
            throw Raise.Eval($"invalid regex pattern: {error.Message}",
                "Sema uses Rust regex syntax (no lookahead/lookbehind). See https://docs.rs/regex");
        }
    }

    private static Value Replace(Value pattern, Value replacement, Value s, int count)
    {
        StringBuiltins.Text(pattern);
        string template = StringBuiltins.Text(replacement), text = StringBuiltins.Text(s);
        var result = new StringBuilder();
        var end = 0;
        var compiled = Compiled(pattern, s);
        foreach (var match in compiled.Matches(text).Take(count))
        {
            result.Append(text, end, match.Start - end);
            Expand(template, match, compiled, result);
            Strings.CheckLength(result.Length);
            end = match.End;
        }
        return end == 0 && result.Length == 0 ? s : Strings.From(result.Append(text, end, text.Length - end));
    }

    /// <summary>
    /// Appends a replacement. A name without braces is as long as it can be; a group that does not exist is empty; a dollar sign
    /// with neither behind it is itself.
    /// </summary>
    private static void Expand(string template, PatternMatch match, CompiledPattern pattern, StringBuilder result)
    {
        string?[]? groups = null;
        for (var i = 0; i < template.Length;)
        {
            var dollar = template.IndexOf('$', i);
            if (dollar < 0) dollar = template.Length;
            result.Append(template, i, dollar - i);
            if (dollar == template.Length) return;
            i = dollar + 1;
            if (i < template.Length && template[i] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (i < template.Length && template[i] == '{' && template.IndexOf('}', i) is var close and > 0)
            {
                result.Append(Group(template[(i + 1)..close]));
                i = close + 1;
            }
            else
            {
                var end = i;
                while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_')) end++;
                if (end == i) result.Append('$');
                else result.Append(Group(template[i..end]));
                i = end;
            }
        }

        string Group(string name) =>
            int.TryParse(name, System.Globalization.NumberStyles.None, null, out var number) || pattern.Names.TryGetValue(name, out number)
                ? (groups ??= match.Groups()).ElementAtOrDefault(number) ?? "" : "";
    }
}
