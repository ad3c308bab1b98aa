namespace Sema.Compiler.Expansion;

/// <summary>
/// The definitions of the program that expansion has passed, and which of them macros needed so far (differences.md 1). A
/// definition is evaluated at expansion time when a transformer mentions its name, directly or through another such
/// definition, and evaluating it can have no effect.
/// </summary>
internal sealed class CompileTimeDefinitions(IMacroEvaluator evaluator)
{
    private readonly IMacroEvaluator _evaluator = evaluator;
    private readonly Dictionary<Symbol, Syntax> _pending = [];
    private readonly Dictionary<Symbol, CompileTimeDefinitions> _imported = [];

    /// <summary>The names that were defined so far and that no macro needed yet.</summary>
    public IEnumerable<Symbol> Names => _pending.Keys;

    /// <summary>Remembers that an import bound a name to what another module defined.</summary>
    public void Import(Symbol name, CompileTimeDefinitions module)
    {
        _pending.Remove(name);
        _imported[name] = module;
    }

    /// <summary>Remembers a macro-free top-level form if it is a definition without effects.</summary>
    public void Record(Syntax form)
    {
        if (form is not SyntaxList { Items: [var head, var target, ..] } list) return;
        switch (head.AsSymbol?.Name)
        {
            case "define" or "def" when target.AsSymbol is { } name:
                if (list.Items.Length == 3 && IsEffectFree(list.Items[2])) _pending[name] = form;
                else _pending.Remove(name);
                break;
            case "define" or "def" when target is SyntaxList { Items: [var function, ..] } && function.AsSymbol is { } name:
                _pending[name] = form;
                break;
            case "defun" or "defn" when target.AsSymbol is { } name:
                _pending[name] = form;
                break;
            case "define-record-type":
                foreach (var part in list.Items.AsSpan(1)) Binders.Symbols(part, symbol => _pending[symbol] = form);
                break;
        }
    }

    /// <summary>Evaluates every remembered definition that a form can reach and that was not evaluated yet.</summary>
    public void Prepare(Syntax form)
    {
        StackGuard.Check();
        switch (form)
        {
            case SyntaxList { Items: [var head, ..] } when head.IsSymbol("quote"):
                break;
            case SyntaxList or SyntaxVector:
                foreach (var item in Binders.Parts(form)) Prepare(item);
                break;
            case SyntaxMap map:
                foreach (var (key, value) in map.Entries)
                {
                    Prepare(key);
                    Prepare(value);
                }
                break;
            default:
                if (form.AsSymbol is { } name) Prepare(name);
                break;
        }
    }

    private void Prepare(Symbol name)
    {
        if (_pending.Remove(name, out var definition)) Evaluate(definition);
        else if (_imported.Remove(name, out var module))
        {
            module.Prepare(name);
            _evaluator.Import(name, module._evaluator);
        }
    }

    // A record type is remembered under several names: walking it first removes them all.
    private void Evaluate(Syntax definition)
    {
        Prepare(definition);
        _evaluator.EvaluateDefinition(definition);
    }

    private static bool IsEffectFree(Syntax form)
    {
        StackGuard.Check();
        return form switch
        {
            SyntaxAtom => true,
            SyntaxVector vector => Array.TrueForAll(vector.Items, IsEffectFree),
            SyntaxMap map => Array.TrueForAll(map.Entries, static e => IsEffectFree(e.Key) && IsEffectFree(e.Value)),
            SyntaxList { Items: [var head, ..] } list => head.AsSymbol?.Name switch
            {
                "quote" or "lambda" or "fn" => true,
                "list" or "vector" or "hash-map" => Array.TrueForAll(list.Items, IsEffectFree),
                _ => false,
            },
            _ => true,
        };
    }
}
