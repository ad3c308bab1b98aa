using System.Text;
using Sema.Compiler.Expansion;

namespace Sema.Compiler.Modules;

/// <summary>
/// The part of a module's text that its macros need: the macros, the definitions that they can reach, imports and loads. All else
/// is blanked, so what is left stands where it stood, and errors in it have their place.
/// </summary>
internal static class MacroText
{
    /// <summary>The text, or null when the module has no macros.</summary>
    public static string? Of(SourceText source, IReadOnlyList<Syntax> forms)
    {
        var all = new List<SyntaxList>();
        foreach (var form in forms) Collect(form, all);
        var macros = all.Where(static f => f.Items[0].AsSymbol?.Name is "defmacro" or "define-syntax").ToList();
        if (macros.Count == 0) return null;
        var macroNames = macros.Select(static m => m.Items.ElementAtOrDefault(1)?.AsSymbol).OfType<Symbol>().ToHashSet();
        var kept = new HashSet<SyntaxList>(all.Where(f => f.Items[0].AsSymbol is { } head
            && (head.Name is "import" or "load" or "defmacro" or "define-syntax" || macroNames.Contains(head))));
        var definitions = all.Where(static f => f.Items[0].AsSymbol?.Name is "define" or "def" or "defun" or "defn" or "define-record-type").ToList();
        var wanted = new HashSet<Symbol>();
        foreach (var form in kept) Binders.Symbols(form, name => wanted.Add(name));
        bool changed;
        do
        {
            changed = false;
            foreach (var definition in definitions)
            {
                if (kept.Contains(definition) || !Defines(definition, wanted)) continue;
                kept.Add(definition);
                Binders.Symbols(definition, name => wanted.Add(name));
                changed = true;
            }
        }
        while (changed);
        return Blank(source.Text, kept);
    }

    private static void Collect(Syntax form, List<SyntaxList> all)
    {
        if (form is not SyntaxList { Items: [var head, ..] } list) return;
        if (head.AsSymbol?.Name is "module" or "begin" or "progn")
            foreach (var item in list.Items.AsSpan(1)) Collect(item, all);
        else all.Add(list);
    }

    private static bool Defines(SyntaxList definition, HashSet<Symbol> wanted)
    {
        var found = false;
        var targets = definition.Items[0].IsSymbol("define-record-type") ? definition.Items.Skip(2) : definition.Items.Skip(1).Take(1);
        foreach (var target in targets) Binders.Symbols(target, name => found |= wanted.Contains(name));
        return found;
    }

    private static string Blank(string text, HashSet<SyntaxList> kept)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in kept.Select(static f => f.Span).OrderBy(static s => s.Start))
        {
            Erase(text.AsSpan(at, span.Start - at), result);
            result.Append(text, span.Start, span.Length);
            at = span.End;
        }
        return result.Append('\n').ToString();
    }

    /// <summary>One blank for each column.</summary>
    private static void Erase(ReadOnlySpan<char> text, StringBuilder result)
    {
        foreach (var c in text)
            if (!char.IsLowSurrogate(c)) result.Append(c == '\n' ? '\n' : ' ');
    }
}
