using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Unified diffs of texts (diff.md).</summary>
[BuiltinGroup("diff")]
public static class Diffs
{
    private const int DefaultContext = 3;

    /// <summary>The unified diff of two texts.</summary>
    [Builtin("diff/unified", Parameters = "old new [context]", Doc = "The unified diff of two texts; empty when they are equal.")]
    public static Value Unified(Value old, Value @new) => Unified(old, @new, new Value(DefaultContext));

    /// <summary>The unified diff with that many unchanged lines around each change.</summary>
    public static Value Unified(Value old, Value @new, Value context)
    {
        string from = Text(old), to = Text(@new);
        var lines = Indices.Int(context);
        if (lines < 0) throw Raise.Eval("diff/unified: context must be >= 0");
        return Value.FromString(UnifiedDiff.Write(from, to, (int)Math.Min(lines, int.MaxValue)));
    }

    /// <summary>How much a patch changes.</summary>
    [Builtin("diff/stat", Parameters = "patch", Doc = "A map of the number of :hunks and of the lines :added and :removed.")]
    public static Value Stat(Value patch)
    {
        long hunks = 0, added = 0, removed = 0;
        var isInHunk = false;
        foreach (var line in Patch.Lines(Text(patch)))
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                isInHunk = true;
                hunks++;
            }
            else if (line.StartsWith("diff ", StringComparison.Ordinal)) isInHunk = false;
            else if (isInHunk && line is ['+', ..]) added++;
            else if (isInHunk && line is ['-', ..]) removed++;
        return MapOf(("added", new Value(added)), ("hunks", new Value(hunks)), ("removed", new Value(removed)));
    }

    /// <summary>The hunks of a patch.</summary>
    [Builtin("diff/hunks", Parameters = "patch", Doc = "The list of a patch's hunks: maps of :header, starts, counts and :lines.")]
    public static Value Hunks(Value patch) => HunkList(Patch.Hunks(Text(patch)));

    /// <summary>The files of a patch with their hunks.</summary>
    [Builtin("diff/parse", Parameters = "patch", Doc = "A map whose :files are maps of :old-path, :new-path and :hunks.")]
    public static Value Parse(Value patch) => MapOf(("files", Lists.From(Patch.Files(Text(patch)).Select(static file => MapOf(
        ("old-path", PathOf(file.OldPath)), ("new-path", PathOf(file.NewPath)), ("hunks", HunkList(file.Hunks)))))));

    /// <summary>A text with a patch applied.</summary>
    /// <exception cref="SemaException">The patch does not fit the text.</exception>
    [Builtin("diff/apply", Parameters = "text patch", Doc = "The text with the patch applied; each hunk may stand up to three lines away.")]
    public static Value Apply(Value text, Value patch) => Value.FromString(Patch.Apply("diff/apply", Text(text), Patch.Hunks(Text(patch))));

    /// <summary>Applies a patch to a file.</summary>
    /// <exception cref="SemaException">The patch does not fit, or the file cannot be read or written.</exception>
    [Builtin("patch/apply-file", Parameters = "path patch", Doc = "Applies a patch to a file, in place; returns the number of hunks.",
        Capability = Capabilities.FsWrite)]
    public static Value ApplyFile(Value path, Value patch)
    {
        const string name = "patch/apply-file";
        var file = Host.Current.PathText(name, Capabilities.FsWrite, path);
        var hunks = Patch.Hunks(Text(patch));
        FileText.ReplaceText(name, file, Patch.Apply(name, Text(FileText.ReadText(name, file)), hunks));
        return new Value((long)hunks.Count);
    }

    private static Value HunkList(List<Hunk> hunks) => Lists.From(hunks.Select(static hunk => MapOf(
        ("header", Value.FromString(hunk.Header)),
        ("old-start", new Value(hunk.OldStart)), ("old-count", new Value(hunk.OldCount)),
        ("new-start", new Value(hunk.NewStart)), ("new-count", new Value(hunk.NewCount)),
        ("lines", Lists.From(hunk.Lines.Select(Value.FromString))))));

    private static Value PathOf(string? path) => path is null ? Value.Nil : Value.FromString(path);

    private static Value MapOf(params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        Map map = SortedMap.Empty;
        foreach (var (key, value) in entries) map = map.With(new Value(Keyword.Intern(key)), value);
        return new Value(map);
    }

    private static string Text(Value text) => text.Ref as string ?? throw Raise.Type("string", text);
}
