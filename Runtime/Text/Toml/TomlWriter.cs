using System.Globalization;
using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Writes maps as TOML: in each table the plain keys first, then the tables, both in code point order.</summary>
internal sealed class TomlWriter
{
    private readonly StringBuilder _output = new();

    /// <summary>The TOML text of a map.</summary>
    /// <exception cref="SemaException">The value is no map, or holds something that TOML has no form for.</exception>
    public static string Write(Value value)
    {
        Check(value);
        var writer = new TomlWriter();
        writer.Body(value.Ref as Map ?? throw Raise.Eval("toml/encode: top-level value must be a map"), "");
        return writer._output.ToString();
    }

    private static void Check(Value value)
    {
        StackGuard.Check();
        switch (value.Ref)
        {
            case null or string or Symbol or Keyword: break;
            case Tag when value.IsFlonum || value.IsBoolean: break;
            case var _ when value.IsList || value.Ref is Vector:
                foreach (var item in Sequence.Of(value, "toml/encode")) Check(item);
                break;
            case Map map:
                foreach (var (_, item) in map.Ordered()) Check(item);
                break;
            default: throw Raise.Eval($"toml/encode: cannot encode {TypeNames.InErrors(value)}");
        }
    }

    /// <summary>The entries of a table whose dotted name is <paramref name="path"/>, then its tables.</summary>
    private void Body(Map table, string path)
    {
        StackGuard.Check();
        var tables = new List<(string Path, Value Value)>();
        foreach (var (key, value) in MapKeys.ByText(table))
        {
            if (value.Ref is Map || IsTableArray(value))
            {
                tables.Add(((path.Length > 0 ? path + "." : "") + Key(key), value));
                continue;
            }
            _output.Append(Key(key)).Append(" = ");
            Inline(value);
            _output.Append('\n');
        }
        foreach (var (name, value) in tables)
        {
            if (value.Ref is Map map)
            {
                // A table of tables only needs no header of its own.
                if (map.Count == 0 || map.Ordered().Any(static e => e.Value.Ref is not Map && !IsTableArray(e.Value))) Header($"[{name}]");
                Body(map, name);
                continue;
            }
            foreach (var item in Sequence.Of(value, "toml/encode"))
            {
                Header($"[[{name}]]");
                Body((Map)item.Ref!, name);
            }
        }
    }

    private void Header(string header) => _output.Append(_output.Length > 0 ? "\n" : "").Append(header).Append('\n');

    private static bool IsTableArray(Value value)
    {
        if (!Sequence.TryOf(value, out var items) || items.Count == 0) return false;
        foreach (var item in items)
            if (item.Ref is not Map) return false;
        return true;
    }

    private void Inline(Value value)
    {
        StackGuard.Check();
        var isFirst = true;
        switch (value.Ref)
        {
            case null: _output.Append(NumberText.Format(value)); break;
            case Tag when value.IsFlonum && double.IsFinite(value.AsFlonum): _output.Append(NumberText.Shortest(value.AsFlonum)); break;
            case Tag when value.IsFlonum: _output.Append(NumberText.Format(value).ToLowerInvariant()); break;
            case Tag: _output.Append(value.IsTruthy ? "true" : "false"); break;
            case Map { Count: 0 }: _output.Append("{}"); break;
            case Map map:
                foreach (var (key, item) in MapKeys.ByText(map))
                {
                    _output.Append(isFirst ? "{ " : ", ").Append(Key(key)).Append(" = ");
                    isFirst = false;
                    Inline(item);
                }
                _output.Append(" }");
                break;
            case string or Symbol or Keyword: String(MapKeys.Text(value)); break;
            default:
                _output.Append('[');
                foreach (var item in Sequence.Of(value, "toml/encode"))
                {
                    if (!isFirst) _output.Append(", ");
                    isFirst = false;
                    Inline(item);
                }
                _output.Append(']');
                break;
        }
    }

    /// <summary>Whether only a form with escapes can hold a character.</summary>
    private static bool NeedsEscape(char c) => TomlScalars.IsControl(c) && c != '\n';

    private static string Key(string key) =>
        key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key
        : key.AsSpan().IndexOfAny('"', '\\') >= 0 && !key.Contains('\'') && !key.Contains('\n') && !key.Any(NeedsEscape) ? $"'{key}'"
        : $"\"{Escaped(key, isMultiline: false)}\"";

    /// <summary>The form of a string that shows most of it as it is.</summary>
    private void String(string text)
    {
        bool hasCodes = text.Any(NeedsEscape), hasLines = text.Contains('\n'), hasBackslash = text.Contains('\\');
        var newline = hasLines ? "\n" : "";
        if (hasCodes || (!hasLines && !hasBackslash && !text.Contains('"')))
            _output.Append(hasLines ? "\"\"\"\n" : "\"").Append(Escaped(text, hasLines)).Append(hasLines ? "\"\"\"" : "\"");
        else if (!hasLines && !text.Contains('\'')) _output.Append('\'').Append(text).Append('\'');
        else if (!hasBackslash && !text.Contains("\"\"\"")) _output.Append("\"\"\"").Append(newline).Append(text).Append("\"\"\"");
        else if (!text.Contains("'''")) _output.Append("'''").Append(newline).Append(text).Append("'''");
        else _output.Append(hasLines ? "\"\"\"\n" : "\"").Append(Escaped(text, hasLines)).Append(hasLines ? "\"\"\"" : "\"");
    }

    private static string Escaped(string text, bool isMultiline)
    {
        var result = new StringBuilder();
        var quotes = 0;
        foreach (var c in text)
        {
            quotes = c == '"' ? quotes + 1 : 0;
            switch (c)
            {
                case '\n' when isMultiline: result.Append('\n'); break;
                // Three quotes in a row would end the string.
                case '"' when isMultiline && quotes % 3 != 0: result.Append('"'); break;
                case '\b': result.Append("\\b"); break;
                case '\t': result.Append("\\t"); break;
                case '\n': result.Append("\\n"); break;
                case '\f': result.Append("\\f"); break;
                case '\r': result.Append("\\r"); break;
                case '"': result.Append("\\\""); break;
                case '\\': result.Append("\\\\"); break;
                case < ' ' or '\u007F': result.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)); break;
                default: result.Append(c); break;
            }
        }
        return result.ToString();
    }
}
