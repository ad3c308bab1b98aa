using Sema.Runtime.Builtins;

namespace Sema.Runtime.Errors;

/// <summary>The advice at an unbound variable (§8.4): for names of other Lisps, else the closest known name.</summary>
public static class UnboundHints
{
    private static readonly Dictionary<string, string> OtherLisps = new(StringComparer.Ordinal)
    {
        ["setq"] = "Sema uses 'set!' for variable assignment",
        ["setf"] = "Sema uses 'set!' for variable assignment",
        ["funcall"] = "In Sema, functions are called directly: (f arg ...)",
        ["loop"] = "Sema uses 'do' or 'while' for iteration, or tail recursion",
        ["princ"] = "Sema uses 'print' or 'println' for output",
        ["prin1"] = "Sema uses 'print' or 'println' for output",
        ["format-string"] = "Sema uses 'format' with ~a (display) and ~s (write) directives",
        ["defvar"] = "Sema uses 'define' for variable definitions",
        ["defparameter"] = "Sema uses 'define' for variable definitions",
        ["labels"] = "Sema uses 'letrec' for local recursive bindings",
        ["flet"] = "Sema uses 'letrec' for local recursive bindings",
        ["block"] = "Sema uses 'begin' for sequencing; use 'throw'/'try' for non-local exits",
        ["return-from"] = "Sema uses 'begin' for sequencing; use 'throw'/'try' for non-local exits",
        ["multiple-value-bind"] = "Sema uses destructuring 'let' for multiple return values",
        ["typep"] = "Sema uses 'type' to get the type of a value",
        ["atom"] = "Sema is single-threaded; use 'define' for mutable state with 'set!'",
        ["swap!"] = "Sema is single-threaded; use 'set!' for mutation",
        ["deref"] = "Sema uses 'force' to evaluate delayed/promised values",
        ["into"] = "Use type-specific conversions like 'list->vector' or 'vector->list'",
        ["conj"] = "Sema uses 'cons' to prepend and 'append' to add to the end",
        ["some"] = "Sema uses 'any' to test if any element matches a predicate",
        ["not="] = "Use (not (equal? a b)) for inequality in Sema",
        ["syntax-case"] = "Sema supports 'define-syntax' with 'syntax-rules', or use 'defmacro'",
        ["call/cc"] = "Sema doesn't support first-class continuations; use 'try'/'throw' for control flow",
        ["call-with-current-continuation"] = "Sema doesn't support first-class continuations; use 'try'/'throw' for control flow",
        ["string-contains"] = "Sema uses 'string/contains?' (slash-namespaced, with '?')",
        ["hash-set!"] = "Sema maps are immutable; use 'assoc' to create an updated copy",
        ["with-exception-handler"] = "Sema uses 'try'/'catch', 'throw'/'raise', and 'guard' for exception handling",
    };

    /// <summary>The advice for a name, or null when nothing close to it is known: the globals of a program, builtins, macros.</summary>
    public static string? For(string name, IEnumerable<string> globals)
    {
        if (OtherLisps.TryGetValue(name, out var advice)) return advice;
        var limit = Math.Clamp(System.Text.Encoding.UTF8.GetByteCount(name) / 3, 1, 3);
        string? closest = null;
        foreach (var candidate in globals.Concat(BuiltinTable.All.Keys).Concat(PreludeMacros.All.Keys))
        {
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate.StartsWith("__", StringComparison.Ordinal)) continue;
            var distance = Distance(name, candidate, limit);
            if (distance == 0 || distance > limit) continue;
            // Of equally close names the reference suggests + before any other; of the rest the first of the shortest is taken.
            if (distance < limit || closest is null || candidate == "+" || (candidate.Length < closest.Length && closest != "+")) closest = candidate;
            limit = distance;
        }
        return closest is null ? null : $"Did you mean '{closest}'?";
    }

    /// <summary>Levenshtein's distance; more than <paramref name="limit"/> as soon as it is certain to be.</summary>
    private static int Distance(string a, string b, int limit)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                least = Math.Min(least, current[j]);
            }
            if (least > limit) return least;
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
