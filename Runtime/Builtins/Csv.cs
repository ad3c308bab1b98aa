using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Comma-separated values, RFC 4180 (csv.md).</summary>
[BuiltinGroup("csv")]
public static class Csv
{
    /// <summary>The records of a text.</summary>
    /// <exception cref="SemaException">A record has another number of fields than the first.</exception>
    [Builtin("csv/parse", Parameters = "s", Doc = "The list of the records of a CSV text, each a list of strings.")]
    public static Value Parse(Value s) => Lists.From(Records("csv/parse", s).Select(static r => Lists.FromArray(r)));

    /// <summary>The records of a text as maps.</summary>
    /// <exception cref="SemaException">As <see cref="Parse"/>.</exception>
    [Builtin("csv/parse-maps", Parameters = "s", Doc = "The records of a CSV text as maps from the header's names, as keywords, to strings.")]
    public static Value ParseMaps(Value s)
    {
        Value[]? header = null;
        var maps = new ListBuilder(0);
        foreach (var record in Records("csv/parse-maps", s))
        {
            if (header is null)
            {
                header = Array.ConvertAll(record, static name => new Value(Keyword.Intern((string)name.Ref!)));
                continue;
            }
            Map map = SortedMap.Empty;
            for (var i = 0; i < header.Length; i++) map = map.With(header[i], record[i]);
            maps.Add(new Value(map));
        }
        return maps.ToList();
    }

    /// <summary>The CSV text of a list of rows.</summary>
    /// <exception cref="SemaException">The rows are of unequal length, or are no lists.</exception>
    [Builtin("csv/encode", Parameters = "rows", Doc = "The CSV text of a list of rows, which are lists or vectors; what is no string is printed.")]
    public static Value Encode(Value rows)
    {
        if (!rows.IsList) throw Raise.Type("list", rows);
        var text = new StringBuilder();
        int? width = null;
        foreach (var row in Lists.Each(rows))
        {
            if (!row.IsList && row.Ref is not Vector) throw Raise.Type("list", row);
            var fields = Sequence.Items(row, "csv/encode");
            if (fields.Length != (width ??= fields.Length)) throw Raise.Eval($"csv/encode: CSV error: {Mismatch(fields.Length, width.Value)}");
            for (var i = 0; i < fields.Length; i++)
            {
                if (i > 0) text.Append(',');
                AppendField(text, Printer.Display(fields[i]), isOnly: fields.Length == 1);
            }
            text.Append(fields.Length == 0 ? "\"\"\n" : "\n");
        }
        return Value.FromString(text.ToString());
    }

    private static void AppendField(StringBuilder text, string field, bool isOnly)
    {
        // An only field that is empty would be a blank line, which a reader skips.
        if (field.AsSpan().ContainsAny(",\"\r\n") || (isOnly && field.Length == 0))
            text.Append('"').Append(field.Replace("\"", "\"\"")).Append('"');
        else text.Append(field);
    }

    private static string Mismatch(int fields, int before) =>
        $"found record with {fields} fields, but the previous record has {before} fields";

    /// <summary>The records; blank lines and a leading byte order mark are skipped.</summary>
    private static List<Value[]> Records(string name, Value s)
    {
        var text = s.Ref as string ?? throw Raise.Type("string", s);
        var records = new List<Value[]>();
        var fields = new List<Value>();
        var position = text.StartsWith('\uFEFF') ? 1 : 0;
        while (true)
        {
            // The place of a record in errors is the end of the one before it.
            var start = records.Count == 0 ? 0 : position;
            while (position < text.Length && text[position] is '\r' or '\n') position++;
            if (position == text.Length) return records;
            fields.Clear();
            while (true)
            {
                fields.Add(Field(text, ref position));
                if (position == text.Length || text[position] != ',') break;
                position++;
            }
            if (position < text.Length) position++;
            if (records.Count > 0 && fields.Count != records[0].Length)
            {
                var before = text.AsSpan(0, start);
                throw Raise.Eval($"{name}: parse error: CSV error: record {records.Count} (line: {before.Count('\n') + 1}, "
                    + $"byte: {Encoding.UTF8.GetByteCount(before)}): {Mismatch(fields.Count, records[0].Length)}",
                    $"{name} expects comma-separated values; check delimiters and quoting");
            }
            records.Add([.. fields]);
        }
    }

    /// <summary>One field; the position is then at its comma, line end or the end of the text.</summary>
    private static Value Field(string text, ref int position)
    {
        if (position == text.Length || text[position] != '"') return Value.FromString(Plain(text, ref position));
        var field = new StringBuilder();
        position++;
        while (position < text.Length)
        {
            var quote = text.IndexOf('"', position);
            var end = quote < 0 ? text.Length : quote;
            field.Append(text, position, end - position);
            position = Math.Min(end + 1, text.Length);
            if (position == text.Length || text[position] != '"') break;
            field.Append('"');
            position++;
        }
        return Value.FromString(field.Append(Plain(text, ref position)).ToString());
    }

    private static string Plain(string text, ref int position)
    {
        var start = position;
        var length = text.AsSpan(start).IndexOfAny(",\r\n");
        position = length < 0 ? text.Length : start + length;
        return text[start..position];
    }
}
