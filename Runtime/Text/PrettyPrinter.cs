using System.Text;

namespace Sema.Runtime.Text;

/// <summary>The pretty form (§2.5): what does not fit the width is broken over lines, recursively.</summary>
public static class PrettyPrinter
{
    /// <summary>The pretty form of a value; <paramref name="width"/> counts UTF-8 bytes, as the reference does.</summary>
    public static string Format(Value value, int width = 80)
    {
        var output = new StringBuilder();
        Layout(value, 0, width, output);
        return output.ToString();
    }

    private static void Layout(Value value, int indent, int width, StringBuilder output)
    {
        StackGuard.Check();
        if (!IsComposite(value)) output.Append(Printer.Write(value));
        else if (Fitting(value, width - indent) is { } flat) output.Append(flat);
        else if (value.IsList) Sequence('(', Lists.ToArray(value), ')', indent, width, output);
        else if (value.Ref is Vector vector) Sequence('[', vector.Items, ']', indent, width, output);
        else Entries((Map)value.Ref!, indent, width, output);
    }

    private static bool IsComposite(Value value) => value.IsList || value.Ref is Vector or Map;

    /// <summary>
    /// The write form if it is not wider than that, else null. Whoever is too wide is given up after that many bytes, so a deep value takes
    /// no longer than a flat one of its size.
    /// </summary>
    private static string? Fitting(Value value, int width)
    {
        var text = new PrintBuffer(Math.Max(width, 0)).Write(value);
        return text.IsFull ? null : text.ToString();
    }

    private static void Sequence(char open, Value[] items, char close, int indent, int width, StringBuilder output)
    {
        output.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) NewLine(indent + 1, output);
            Layout(items[i], indent + 1, width, output);
        }
        output.Append(close);
    }

    private static void Entries(Map map, int indent, int width, StringBuilder output)
    {
        output.Append('{');
        var first = true;
        foreach (var (key, value) in map.Ordered())
        {
            if (!first) NewLine(indent + 1, output);
            first = false;
            var name = Printer.Write(key);
            output.Append(name);
            var column = indent + 2 + Encoding.UTF8.GetByteCount(name);
            if (!IsComposite(value) || Fitting(value, width - column) is not null)
            {
                output.Append(' ');
                Layout(value, column, width, output);
            }
            else
            {
                NewLine(indent + 3, output);
                Layout(value, indent + 3, width, output);
            }
        }
        output.Append('}');
    }

    private static void NewLine(int indent, StringBuilder output) => output.Append('\n').Append(' ', indent);
}
