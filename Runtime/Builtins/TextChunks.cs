using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Text cut into pieces (text-processing.md). Sizes count bytes of UTF-8, overlaps code points.</summary>
[BuiltinGroup("text-processing")]
public static class TextChunks
{
    private const long DefaultSize = 1000;
    private const long DefaultOverlap = 200;

    /// <summary>From the coarsest cut to the finest.</summary>
    private static readonly string[] Separators = ["\n\n", "\n", ". ", "! ", "? ", "; ", ", ", " "];

    /// <summary>Chunks for embedding.</summary>
    [Builtin("text/chunk", Parameters = "s [opts]", Doc = "The list of chunks of at most :size (1000) bytes with :overlap (200) code points.")]
    public static Value Chunk(Value s) => Chunk(s, Value.Nil);

    /// <summary>Chunks by options; an option of the wrong type counts as its default.</summary>
    public static Value Chunk(Value s, Value options)
    {
        var text = StringBuiltins.Text(s);
        return text.Length == 0 ? Value.EmptyList : StringBuiltins.ListOf(Chunks(text, options).ToArray());
    }

    /// <summary>Pieces between separators.</summary>
    [Builtin("text/chunk-by-separator", Parameters = "s sep", Doc = "The list of the pieces between occurrences of sep that are not empty.")]
    public static Value ChunkBySeparator(Value s, Value separator)
    {
        StringBuiltins.Text(s);
        StringBuiltins.Text(separator);
        var pieces = new ListBuilder(0);
        foreach (var piece in Lists.Each(StringBuiltins.Split(s, separator)))
            if (piece.Ref is string { Length: > 0 }) pieces.Add(piece);
        return pieces.ToList();
    }

    /// <summary>Sentences. It knows no abbreviations.</summary>
    [Builtin("text/split-sentences", Parameters = "s", Doc = "The list of the parts that end in . ! or ? before white space.")]
    public static Value SplitSentences(Value s)
    {
        var text = StringBuiltins.Text(s);
        var sentences = new ListBuilder(0);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEnd = i + 1 == text.Length || text[i] is '.' or '!' or '?' && char.IsWhiteSpace(text[i + 1]);
            if (!isEnd) continue;
            var sentence = text.AsSpan(start, i + 1 - start).Trim();
            if (!sentence.IsEmpty) sentences.Add(Value.FromString(sentence.ToString()));
            start = i + 1;
        }
        return sentences.ToList();
    }

    /// <summary>The chunks of a text by the options <c>:size</c> and <c>:overlap</c>; at least one.</summary>
    internal static List<string> Chunks(string text, Value options)
    {
        var size = (int)Math.Clamp(Option(options, "size", DefaultSize), 1, int.MaxValue);
        var overlap = Option(options, "overlap", DefaultOverlap);
        return Chunks(text, size, overlap < 0 || overlap >= size ? 0 : (int)overlap);
    }

    /// <summary>An entry of an options map; nil when it is missing or the options are no map of the sorted kind.</summary>
    internal static Value Option(Value options, string name) =>
        options.Ref is SortedMap map ? map.Get(new Value(Keyword.Intern(name))) : Value.Nil;

    /// <summary>An integer entry of an options map, or a default.</summary>
    internal static long Option(Value options, string name, long otherwise) =>
        Option(options, name) is { IsFixnum: true } value ? value.Bits : otherwise;

    private static List<string> Chunks(string text, int size, int overlap)
    {
        StackGuard.Check();
        if (Encoding.UTF8.GetByteCount(text) <= size) return [text];
        foreach (var separator in Separators)
            if (text.Contains(separator, StringComparison.Ordinal)) return Merge(text, separator, size, overlap);
        return Windows(Value.FromString(text), size, overlap);
    }

    /// <summary>Joins neighbouring parts as long as they fit, and cuts further the ones that do not fit alone.</summary>
    private static List<string> Merge(string text, string separator, int size, int overlap)
    {
        var chunks = new List<string>();
        var current = new StringBuilder();
        var bytes = 0;
        foreach (var part in text.Split(separator))
        {
            var added = Encoding.UTF8.GetByteCount(part);
            if (bytes > 0 && bytes + separator.Length + (long)added > size) Flush();
            if (added > size) chunks.AddRange(Chunks(part, size, overlap));
            else
            {
                if (bytes > 0)
                {
                    current.Append(separator);
                    bytes += separator.Length;
                }
                current.Append(part);
                bytes += added;
            }
        }
        Flush();
        return overlap == 0 ? chunks : Overlap(chunks, overlap);

        void Flush()
        {
            if (bytes > 0) chunks.Add(current.ToString());
            current.Clear();
            bytes = 0;
        }
    }

    private static List<string> Overlap(List<string> chunks, int overlap)
    {
        var result = new List<string>(chunks.Count);
        for (var i = 0; i < chunks.Count; i++)
            result.Add(i == 0 ? chunks[0] : Strings.Last(Value.FromString(chunks[i - 1]), overlap) + chunks[i]);
        return result;
    }

    private static List<string> Windows(Value text, int size, int overlap)
    {
        var windows = new List<string>();
        var length = Strings.Length(text);
        for (long start = 0; start < length; start += size - overlap)
            windows.Add((string)Strings.Substring(text, start, Math.Min(length, start + size)).Ref!);
        return windows;
    }
}
