namespace Sema.Compiler.Expansion;

/// <summary>Finds the names that a form binds, by its shape alone.</summary>
internal static class Binders
{
    /// <summary>Calls back for every symbol in a form (a pattern, a lambda list), at any depth.</summary>
    public static void Symbols(Syntax form, Action<Symbol> found)
    {
        StackGuard.Check();
        switch (form)
        {
            case SyntaxList list:
                foreach (var item in list.Items) Symbols(item, found);
                break;
            case SyntaxVector vector:
                foreach (var item in vector.Items) Symbols(item, found);
                break;
            case SyntaxMap map:
                foreach (var (key, value) in map.Entries)
                {
                    Symbols(key, found);
                    Symbols(value, found);
                }
                break;
            default:
                if (form.AsSymbol is { } symbol && symbol.Name != ".") found(symbol);
                break;
        }
    }

    /// <summary>Adds the names that a template binds, anywhere in it, by the forms that rename (§6.5).</summary>
    public static void Collect(Syntax template, HashSet<Symbol> binders)
    {
        StackGuard.Check();
        switch (template)
        {
            case SyntaxList { Items: var items }:
                if (items.Length > 1) CollectForm(items, binders);
                foreach (var item in items) Collect(item, binders);
                break;
            case SyntaxVector vector:
                foreach (var item in vector.Items) Collect(item, binders);
                break;
            case SyntaxMap map:
                foreach (var (_, value) in map.Entries) Collect(value, binders);
                break;
        }
    }

    private static void CollectForm(Syntax[] items, HashSet<Symbol> binders)
    {
        switch (items[0].AsSymbol?.Name)
        {
            case "lambda" or "fn" or "define":
                Symbols(items[1], symbol => binders.Add(symbol));
                break;
            case "let" or "let*" or "letrec" or "do":
                var bindings = items[1];
                if (bindings.AsSymbol is { } loop)
                {
                    binders.Add(loop);
                    if (items.Length > 2) bindings = items[2];
                }
                foreach (var binding in Parts(bindings))
                    if (Parts(binding) is [var pattern, ..]) Symbols(pattern, symbol => binders.Add(symbol));
                break;
        }
    }

    /// <summary>The elements of a list or vector form; none for anything else.</summary>
    public static Syntax[] Parts(Syntax form) => form switch
    {
        SyntaxList list => list.Items,
        SyntaxVector vector => vector.Items,
        _ => [],
    };
}
