namespace Sema.Runtime.Builtins;

/// <summary>The reader as procedures (§9.1).</summary>
[BuiltinGroup("reflect")]
public static class Reading
{
    /// <summary>The first datum of a text.</summary>
    [Builtin("read", Parameters = "text", Doc = "The first datum of a text; nil for a blank one.")]
    public static Value Read(Value text)
    {
        try
        {
            return Reader.ReadFirst(Source(text))?.ToDatum() ?? Value.Nil;
        }
        catch (ReaderException e)
        {
            throw e.ToCondition();
        }
    }

    /// <summary>All data of a text.</summary>
    [Builtin("read-many", "io/read-many", Parameters = "text", Doc = "The list of all data of a text.")]
    public static Value ReadMany(Value text)
    {
        try
        {
            return Lists.FromArray(Array.ConvertAll(Reader.ReadAll(Source(text)), static s => s.ToDatum()));
        }
        catch (ReaderException e)
        {
            throw e.ToCondition();
        }
    }

    /// <summary>As <see cref="Read"/>, under its later name.</summary>
    [Builtin("read/string", Parameters = "text", Doc = "The first datum of a text; nil for a blank one.")]
    public static Value ReadString(Value text) => Read(text);

    /// <summary>As <see cref="ReadMany"/>, under its later name.</summary>
    [Builtin("read/all", Parameters = "text", Doc = "The list of all data of a text.")]
    public static Value ReadAll(Value text) => ReadMany(text);

    private static SourceText Source(Value text) => new(text.Ref as string ?? throw Raise.Type("string", text));
}
