using System.Text;

namespace Sema.Runtime.Text;

/// <summary>Collects printed text. The one place that knows how values look is <see cref="Printer"/>.</summary>
/// <param name="limit">The number of UTF-8 bytes after which the rest does not matter any more.</param>
public sealed class PrintBuffer(int limit = int.MaxValue)
{
    private readonly StringBuilder _text = new();
    private int _bytes;

    /// <summary>Whether there is more text than the limit; what is appended now may be left out.</summary>
    public bool IsFull => _bytes > limit;

    /// <summary>Appends a character.</summary>
    public PrintBuffer Append(char c)
    {
        _text.Append(c);
        if (limit < int.MaxValue) _bytes += c < 0x80 ? 1 : c < 0x800 || char.IsSurrogate(c) ? 2 : 3;
        return this;
    }

    /// <summary>Appends text as it is.</summary>
    public PrintBuffer Append(string text)
    {
        Values.Strings.CheckLength(_text.Length + (long)text.Length);
        _text.Append(text);
        if (limit < int.MaxValue) _bytes += Encoding.UTF8.GetByteCount(text);
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
