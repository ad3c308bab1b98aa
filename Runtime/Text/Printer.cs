namespace Sema.Runtime.Text;

/// <summary>The two textual forms of values (§2.5): write, which the reader reads back, and display.</summary>
public static class Printer
{
    /// <summary>The write form: strings quoted everywhere.</summary>
    public static string Write(Value value)
    {
        var buffer = new PrintBuffer();
        Write(value, buffer);
        return buffer.ToString();
    }

    /// <summary>The display form: a string at the outermost level is raw.</summary>
    public static string Display(Value value) => value.Ref as string ?? Write(value);

    /// <summary>Appends the write form.</summary>
    public static void Write(Value value, PrintBuffer output)
    {
        switch (value.Ref)
        {
            case null: output.Append(value.Bits.ToString()); break;
            case Tag tag:
                if (tag == Tag.Falsy) output.Append(value.Bits == 0 ? "nil" : "#f");
                else if (tag == Tag.True) output.Append("#t");
                else if (tag == Tag.Flonum) output.Append(NumberText.Format(value.AsFlonum));
                else WriteChar((int)value.Bits, output);
                break;
            case string text: WriteString(text, output); break;
            case Symbol symbol: output.Append(symbol.Name); break;
            case Keyword keyword: output.Append(':').Append(keyword.Name); break;
            case ConsCell or Value[]: WriteSequence('(', Lists.ToArray(value), ')', output); break;
            case Vector vector: WriteSequence('[', vector.Items, ']', output); break;
            case Map map: WriteMap(map, output); break;
            case BigInteger big: output.Append(big.ToString()); break;
            case Rational or Complex: output.Append(NumberText.Format(value)); break;
            case Multimethod multimethod: output.Append("<multimethod ").Append(multimethod.Name).Append('>'); break;
            case Procedure procedure: output.Append("<native-fn ").Append(procedure.Name ?? "<vm-closure>").Append('>'); break;
            case HeapObject other: other.Print(output); break;
            default: output.Append(value.Ref.ToString()!); break;
        }
    }

    private static void WriteSequence(char open, ReadOnlySpan<Value> items, char close, PrintBuffer output)
    {
        StackGuard.Check();
        output.Append(open);
        for (var i = 0; i < items.Length && !output.IsFull; i++)
        {
            if (i > 0) output.Append(' ');
            Write(items[i], output);
        }
        output.Append(close);
    }

    private static void WriteMap(Map map, PrintBuffer output)
    {
        StackGuard.Check();
        output.Append('{');
        var first = true;
        foreach (var (key, value) in map.Ordered())
        {
            if (output.IsFull) return;
            if (!first) output.Append(' ');
            first = false;
            output.Write(key).Append(' ').Write(value);
        }
        output.Append('}');
    }

    private static void WriteChar(int scalar, PrintBuffer output)
    {
        output.Append("#\\").Append(scalar switch
        {
            ' ' => "space",
            '\n' => "newline",
            '\t' => "tab",
            '\r' => "return",
            0 => "nul",
            _ => char.ConvertFromUtf32(scalar),
        });
    }

    private static void WriteString(string text, PrintBuffer output)
    {
        output.Append('"');
        foreach (var c in text)
            switch (c)
            {
                case '"': output.Append("\\\""); break;
                case '\\': output.Append("\\\\"); break;
                case '\n': output.Append("\\n"); break;
                case '\t': output.Append("\\t"); break;
                case '\r': output.Append("\\r"); break;
                default: output.Append(c); break;
            }
        output.Append('"');
    }
}
