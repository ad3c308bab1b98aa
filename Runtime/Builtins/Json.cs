namespace Sema.Runtime.Builtins;

/// <summary>JSON to and from values (json.md).</summary>
[BuiltinGroup("json")]
public static class Json
{
    /// <summary>Compact JSON.</summary>
    /// <exception cref="SemaException">The value holds something that JSON has no form for: a procedure, NaN …</exception>
    [Builtin("json/encode", Parameters = "x", Doc = "The JSON text of a value, without spaces; map keys become strings, sorted.")]
    public static Value Encode(Value x) => Value.FromString(JsonWriter.Write(x, isPretty: false, "json/encode"));

    /// <summary>JSON over several lines.</summary>
    /// <exception cref="SemaException">As <see cref="Encode"/>.</exception>
    [Builtin("json/encode-pretty", Parameters = "x", Doc = "The JSON text of a value, over lines indented by two spaces.")]
    public static Value EncodePretty(Value x) => Value.FromString(JsonWriter.Write(x, isPretty: true, "json/encode-pretty"));

    /// <summary>The value of a JSON text.</summary>
    /// <exception cref="SemaException">The text is not JSON, or nested deeper than <see cref="JsonReader.MaxDepth"/>.</exception>
    [Builtin("json/decode", Parameters = "s", Doc = "The value of a JSON text: objects become maps with keyword keys, arrays lists, null nil.")]
    public static Value Decode(Value s)
    {
        var text = s.Ref as string
            ?? throw Raise.Argument("json/decode", 1, "string", s, "json/decode: argument 1 must be a JSON-encoded string");
        try
        {
            return JsonReader.Read(text);
        }
        catch (JsonSyntaxException e)
        {
            throw Raise.Eval($"json/decode: parse error at {e.Place}: {e.Message} at {e.Place}",
                "json/decode expects a JSON string (note: single quotes and trailing commas are not valid JSON)");
        }
    }
}
