using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Collects printed text. The one place that knows how values look is <see cref="Printer"/>.</summary>
public sealed class PrintBuffer
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends a character.</summary>
    public PrintBuffer Append(char c)
    {
        _text.Append(c);
        return this;
    }

    /// <summary>Appends text as it is.</summary>
    public PrintBuffer Append(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Appends the write form of a value.</summary>
    public PrintBuffer Write(Value value)
    {
        Printer.Write(value, this);
        return this;
    }

    /// <summary>Appends the display form of a value.</summary>
    public PrintBuffer Display(Value value)
    {
        if (value.Ref is string text) return Append(text);
        return Write(value);
    }

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();
}
