namespace Sema.Runtime.Builtins;

/// <summary>TOML to and from values (toml.md).</summary>
[BuiltinGroup("toml")]
public static class Toml
{
    /// <summary>The map of a TOML document.</summary>
    /// <exception cref="SemaException">The text is not TOML.</exception>
    [Builtin("toml/decode", Parameters = "s", Doc = "The map, with keyword keys, of a TOML document; dates and times are strings.")]
    public static Value Decode(Value s)
    {
        var text = s.Ref as string ?? throw Raise.Type("string", s);
        try
        {
            return TomlDocument.Read(text);
        }
        catch (TomlSyntaxException e)
        {
            throw Raise.Eval("toml/decode: parse error: " + e.Message,
                "toml/decode expects a TOML document (keys use = not :, strings use double quotes)");
        }
    }

    /// <summary>The TOML document of a map.</summary>
    /// <exception cref="SemaException">The value is no map, or holds nil, a big integer or another thing that TOML lacks.</exception>
    [Builtin("toml/encode", Parameters = "map", Doc = "The TOML document of a map.")]
    public static Value Encode(Value map) => Value.FromString(TomlWriter.Write(map));
}
