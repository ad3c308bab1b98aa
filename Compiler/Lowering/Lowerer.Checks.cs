using Sema.Compiler.Core;

namespace Sema.Compiler.Lowering;

// Warnings about what only the source shows. What a macro made is not the user's to mend, so it is not looked at.
public sealed partial class Lowerer
{
    private readonly List<(Variable Variable, Syntax Name)> _definitions = [];

    /// <summary>Whether a form was read from a text, not made by a macro.</summary>
    private static bool IsWritten(Syntax form) => form.Origin is null;

    private void CheckRedefinition(Syntax form)
    {
        if (!_isOneUnit || !IsWritten(form) || form is not SyntaxList { Items: [var head, var target, ..] } list || head.AsSymbol is not { } keyword) return;
        var name = (keyword.Name, target) switch
        {
            ("define" or "def", SyntaxList { Items: [var function, ..] }) => function,
            ("define" or "def", SyntaxAtom) when list.Items is [_, _, SyntaxList { Items: [var lambda, ..] }] && (lambda.IsSymbol("fn") || lambda.IsSymbol("lambda")) => target,
            ("defun" or "defn", _) => target,
            _ => null,
        };
        if (name?.AsSymbol is not { } symbol || _procedures.TryAdd(symbol, name)) return;
        _diagnostics.WarnRedefinition(Diagnostics.SourceSpan.Of(name), symbol.Name, Diagnostics.SourceSpan.Of(_procedures[symbol]));
    }

    private void CheckDefinitions()
    {
        foreach (var (variable, name) in _definitions)
            if (!variable.IsRead) _diagnostics.WarnUnusedDefinition(name);
    }

    private void CheckParameters(ReadOnlySpan<Syntax> parameters)
    {
        var seen = new HashSet<Symbol>();
        foreach (var parameter in parameters)
            if (parameter.AsSymbol is { Name: not ("_" or ".") } name && IsWritten(parameter) && !seen.Add(name)) _diagnostics.WarnRepeatedParameter(parameter);
    }

    /// <summary>The body's own definitions must be read somewhere; what is not the last form and has no effect is useless.</summary>
    private void CheckBody(ReadOnlySpan<Syntax> body, Variable?[] defined, HashSet<Variable> own)
    {
        for (var i = 0; i < body.Length - 1; i++)
        {
            if (!IsWritten(body[i])) continue;
            if (defined[i] is { } variable)
            {
                var target = ((SyntaxList)body[i]).Items[1];
                if (target is SyntaxList { Items: [var function, ..] }) target = function;
                if (own.Contains(variable) && variable.Name[0] != '_') _definitions.Add((variable, target));
            }
            else if (HasNoEffect(body[i])) _diagnostics.WarnUselessExpression(body[i]);
        }
    }

    // A string may be a comment on the procedure; a global may be unbound, which is an effect.
    private static bool HasNoEffect(Syntax form) => form switch
    {
        SyntaxAtom { Value.Ref: string or Symbol } => false,
        SyntaxAtom => true,
        SyntaxList { Items: [var head, _, ..] } => head.IsSymbol("quote") || head.IsSymbol("fn") || head.IsSymbol("lambda"),
        _ => false,
    };

    /// <summary>Whether a clause of <c>cond</c> is taken in any case.</summary>
    private static bool IsCatchAll(Syntax clause) =>
        clause is SyntaxList { Items: [var test, ..] } && (test.IsSymbol("else") || (test is SyntaxAtom { Value: var value } && test.AsSymbol is null && value.IsTruthy));

    /// <summary>Whether a clause of <c>match</c> is taken in any case: a name as its pattern, and no guard.</summary>
    private static bool IsMatchAll(Syntax clause) =>
        BindingList(clause) is [var pattern, .. var body] && pattern.AsSymbol is not null && !(body is [var guard, _, ..] && guard.IsSymbol("when"));

    private void CheckReachable(Syntax[] clauses, Predicate<Syntax> isCatchAll)
    {
        var at = Array.FindIndex(clauses, isCatchAll);
        if (at >= 0 && at + 1 < clauses.Length && IsWritten(clauses[at + 1])) _diagnostics.WarnUnreachable(clauses[at + 1], clauses[at]);
    }

    private void CheckCaseData(Syntax[] clauses)
    {
        var seen = new Dictionary<Value, Syntax>(Equality.Comparer);
        foreach (var clause in clauses)
            if (clause is SyntaxList { Items: [SyntaxList data, ..] })
                foreach (var datum in data.Items)
                    CheckRepeated(datum, datum, seen);
    }

    private void CheckPatterns(Syntax[] clauses)
    {
        var seen = new Dictionary<Value, Syntax>(Equality.Comparer);
        foreach (var clause in clauses)
        {
            if (BindingList(clause) is not [var pattern, .. var body] || (body is [var guard, _, ..] && guard.IsSymbol("when"))) continue;
            if (pattern is SyntaxList { Items: [var head, var quoted] } && head.IsSymbol("quote")) CheckRepeated(pattern, quoted, seen);
            else if (pattern is SyntaxAtom && pattern.AsSymbol is null) CheckRepeated(pattern, pattern, seen);
        }
    }

    private void CheckRepeated(Syntax shown, Syntax datum, Dictionary<Value, Syntax> seen)
    {
        if (!seen.TryAdd(datum.ToDatum(), shown) && IsWritten(shown)) _diagnostics.WarnRepeatedCase(shown, seen[datum.ToDatum()]);
    }
}
