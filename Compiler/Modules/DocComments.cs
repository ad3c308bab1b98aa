namespace Sema.Compiler.Modules;

/// <summary>The comment blocks that stand right above definitions.</summary>
internal static class DocComments
{
    /// <summary>Adds the comments in a form; of two definitions of a name the first with a comment counts.</summary>
    public static void Collect(Syntax form, Dictionary<string, string> comments)
    {
        if (form is not SyntaxList { Items: [var head, var target, ..] } list) return;
        switch (head.AsSymbol?.Name)
        {
            case "module" or "begin" or "progn":
                foreach (var item in list.Items.AsSpan(1)) Collect(item, comments);
                break;
            case "define" or "def" or "defun" or "defn" or "defmacro" or "define-syntax" or "defmulti" or "define-record-type":
                if (target is SyntaxList { Items: [var name, ..] }) target = name;
                if (target.AsSymbol is { } symbol && Above(form) is { } comment) comments.TryAdd(symbol.Name, comment);
                break;
        }
    }

    private static string? Above(Syntax form)
    {
        var lines = new List<string>();
        for (var number = form.Source.Locate(form.Span.Start).Line - 1; number > 0; number--)
        {
            var line = form.Source.Line(number).Trim();
            if (!line.StartsWith(';')) break;
            lines.Add(line.TrimStart(';').Trim());
        }
        lines.Reverse();
        return lines.Count == 0 ? null : string.Join('\n', lines).Trim();
    }
}
