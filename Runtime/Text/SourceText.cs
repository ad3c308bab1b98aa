namespace Sema.Runtime.Text;

/// <summary>A half-open range of UTF-16 offsets in a <see cref="SourceText"/>.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset after the last character.</summary>
    public int End => Start + Length;

    /// <summary>The span from the start of one span to the end of another.</summary>
    public static TextSpan Between(TextSpan first, TextSpan last) => new(first.Start, last.End - first.Start);
}

/// <summary>A position as people count it: 1-based line, 1-based column in Unicode scalar values (§1.1).</summary>
public readonly record struct TextLocation(int Line, int Column);

/// <summary>A source text with its name. Positions are offsets; lines and columns are computed at the edge.</summary>
public sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];
    private List<int>? _lowSurrogates;

    /// <summary>A text; <paramref name="name"/> is the file name as shown in errors, <c>&lt;input&gt;</c> for text without a file.</summary>
    public SourceText(string text, string name = "<input>")
    {
        Text = text;
        Name = name;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) _lineStarts.Add(i + 1);
    }

    /// <summary>The origin of code that a program made as data (<c>eval</c>): it has no positions.</summary>
    public static SourceText Data { get; } = new("") { HasPositions = false };

    /// <summary>Whether spans mean places in <see cref="Text"/>.</summary>
    public bool HasPositions { get; private init; } = true;

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>The name shown in errors.</summary>
    public string Name { get; }

    /// <summary>The absolute path of the file that the text was read from; null for text without a file. Never part of a program.</summary>
    public string? Path { get; init; }

    /// <summary>The number of lines, at least 1.</summary>
    public int LineCount => _lineStarts.Count;

    /// <summary>The line and column of an offset (0…length).</summary>
    public TextLocation Locate(int offset)
    {
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        var column = offset - _lineStarts[line] + 1 - (SurrogatesBefore(offset) - SurrogatesBefore(_lineStarts[line]));
        return new TextLocation(line + 1, column);
    }

    // A whole program may be one line, so columns are not counted from its start each time.
    private int SurrogatesBefore(int offset)
    {
        if (_lowSurrogates is null)
        {
            _lowSurrogates = [];
            for (var i = Text.AsSpan().IndexOfAnyInRange('\uDC00', '\uDFFF'); i >= 0 && i < Text.Length; i++)
                if (char.IsLowSurrogate(Text[i])) _lowSurrogates.Add(i);
        }
        var index = _lowSurrogates.BinarySearch(offset);
        return index < 0 ? ~index : index;
    }

    /// <summary>The offset of a line and column that are in the text.</summary>
    public int Offset(TextLocation location)
    {
        var offset = _lineStarts[location.Line - 1];
        for (var column = 1; column < location.Column && offset < Text.Length; column++) offset += char.IsHighSurrogate(Text[offset]) ? 2 : 1;
        return offset;
    }

    /// <summary>A line without its terminator, by its 1-based number.</summary>
    public string Line(int number)
    {
        var start = _lineStarts[number - 1];
        var end = number < _lineStarts.Count ? _lineStarts[number] - 1 : Text.Length;
        return Text[start..end].TrimEnd('\r');
    }
}
