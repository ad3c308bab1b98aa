using System.Text;

namespace Sema.Runtime.Builtins;

/// <summary>Documents, which are maps with <c>:text</c> and <c>:metadata</c>, and prompt templates (text-processing.md).</summary>
[BuiltinGroup("text-processing")]
public static class Documents
{
    private static Value TextKey => new(Keyword.Intern("text"));

    private static Value MetadataKey => new(Keyword.Intern("metadata"));

    /// <summary>A document.</summary>
    [Builtin("document/create", Parameters = "text metadata", Doc = "The map {:metadata metadata :text text}.")]
    public static Value Create(Value text, Value metadata)
    {
        StringBuiltins.Text(text);
        return Document(text, Sorted(metadata));
    }

    /// <summary>A document's text.</summary>
    [Builtin("document/text", Parameters = "doc", Doc = "The :text of a document.")]
    public static Value Text(Value doc) => Entry(doc, TextKey);

    /// <summary>A document's metadata.</summary>
    [Builtin("document/metadata", Parameters = "doc", Doc = "The :metadata of a document.")]
    public static Value Metadata(Value doc) => Entry(doc, MetadataKey);

    /// <summary>A document for each chunk.</summary>
    [Builtin("document/chunk", Parameters = "doc [opts]",
        Doc = "The list of documents for the chunks of the text (text/chunk), with :chunk-index and :total-chunks in their metadata.")]
    public static Value Chunk(Value doc) => Chunk(doc, Value.Nil);

    /// <summary>A document for each chunk, by the options of <c>text/chunk</c>.</summary>
    public static Value Chunk(Value doc, Value options)
    {
        var map = Sorted(doc, "map (document)");
        var text = map.Get(TextKey).Ref as string ?? throw Raise.Eval("document/chunk: document missing :text");
        var metadata = map.Get(MetadataKey).Ref as SortedMap ?? SortedMap.Empty;
        var chunks = TextChunks.Chunks(text, options);
        var documents = new Value[chunks.Count];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = Document(Value.FromString(chunks[i]), metadata.With(new Value(Keyword.Intern("chunk-index")), new Value(i))
                .With(new Value(Keyword.Intern("total-chunks")), new Value(chunks.Count)));
        return Lists.FromArray(documents);
    }

    /// <summary>A template, which is its text.</summary>
    [Builtin("prompt/template", Parameters = "s", Doc = "s, a text with {{name}} places for prompt/render.")]
    public static Value Template(Value s) => StringBuiltins.Intern(s);

    /// <summary>A template filled in, in one pass: what is put in is not searched again.</summary>
    [Builtin("prompt/render", Parameters = "template vars", Doc = "template with each {{name}} replaced by the :name of vars, if it is there.")]
    public static Value Render(Value template, Value vars)
    {
        var rest = StringBuiltins.Text(template).AsSpan();
        var map = Sorted(vars);
        var text = new StringBuilder();
        while (rest.IndexOf("{{") is var open and >= 0 && rest[(open + 2)..].IndexOf("}}") is var length and >= 0)
        {
            text.Append(rest[..open]);
            var place = rest.Slice(open, length + 4);
            if (map.TryGet(new Value(Keyword.Intern(place[2..^2].ToString())), out var value)) text.Append(Printer.Display(value));
            else text.Append(place);
            rest = rest[(open + place.Length)..];
        }
        return Value.FromString(text.Append(rest).ToString());
    }

    private static Value Document(Value text, Map metadata) =>
        new((object)SortedMap.Empty.With(MetadataKey, new Value((object)metadata)).With(TextKey, text));

    private static Value Entry(Value doc, Value key) => Sorted(doc, "map (document)").TryGet(key, out var value)
        ? value : throw Raise.Eval($"not a document: missing {Printer.Write(key)}");

    private static SortedMap Sorted(Value value, string expected = "map") => value.Ref as SortedMap ?? throw Raise.Type(expected, value);
}
