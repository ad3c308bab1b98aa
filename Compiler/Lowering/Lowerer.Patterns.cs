using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// Destructuring in binding position, which raises (§4.10.1), and match, which goes on with the next clause (§4.10.2).
public sealed partial class Lowerer
{
    private void Destructure(Form form, Syntax pattern, CoreExpr value, Scope scope, List<Step> steps)
    {
        var span = SourceSpan.Of(pattern);
        if (pattern.AsSymbol is { } name)
        {
            steps.Add(name.Name == "_" ? new Step(null, value) : new Step(scope.Add(name.Name), value));
            return;
        }
        switch (pattern)
        {
            case SyntaxVector or SyntaxList:
                var (items, rest) = SequencePattern(form, "destructure", BindingList(pattern)!);
                var sequence = Named(value, "sequence", span, steps);
                var count = new ConstantExpr(span, new Value((long)(rest is null ? items.Length : -items.Length - 1)));
                steps.Add(new Step(null, Primitive(span, nameof(Primitives.CheckSequence), sequence, count)));
                for (var i = 0; i < items.Length; i++)
                    Destructure(form, items[i], Primitive(span, nameof(Primitives.SequenceItem), sequence, Index(span, i)), scope, steps);
                if (rest is not null) Destructure(form, rest, Primitive(span, nameof(Primitives.SequenceRest), sequence, Index(span, items.Length)), scope, steps);
                break;
            case SyntaxMap map:
                var source = Named(value, "map", span, steps);
                steps.Add(new Step(null, Primitive(span, nameof(Primitives.CheckMap), source)));
                foreach (var (key, target) in map.Entries)
                {
                    if (IsKeys(key))
                        foreach (var symbol in KeysPattern(form, "destructure", target))
                            steps.Add(new Step(scope.Add(symbol.Name), Primitive(span, nameof(Primitives.MapGet), source, KeywordOf(span, symbol))));
                    else Destructure(form, target, Primitive(span, nameof(Primitives.MapGet), source, new ConstantExpr(span, key.ToDatum())), scope, steps);
                }
                break;
            default:
                throw form.Malformed(
                    $"destructure: invalid pattern, expected symbol, vector, or map, got {TypeNames.InErrors(pattern.ToDatum())}", pattern,
                    "use [a b c] for sequential destructuring or {:keys [a b]} for map destructuring");
        }
    }

    private static ConstantExpr Index(SourceSpan span, int index) => new(span, new Value((long)index));

    private static ConstantExpr KeywordOf(SourceSpan span, Symbol symbol) => new(span, new Value(Keyword.Intern(symbol.Name)));

    private static LocalExpr Named(CoreExpr value, string name, SourceSpan span, List<Step> steps)
    {
        if (value is LocalExpr local) return local;
        var variable = new Variable(name);
        steps.Add(new Step(variable, value));
        return new LocalExpr(span, variable);
    }

    private static bool IsKeys(Syntax key) => key is SyntaxAtom { Value.Ref: Keyword { Name: "keys" } };

    private static IEnumerable<Symbol> KeysPattern(Form form, string title, Syntax target)
    {
        if (BindingList(target) is not { } names) throw form.Malformed($"{title}: :keys must be followed by a vector or list of symbols", target);
        return names.Select(n => n.AsSymbol ?? throw form.Malformed($"{title}: :keys entries must be symbols", n));
    }

    private static (Syntax[] Items, Syntax? Others) SequencePattern(Form form, string title, Syntax[] items)
    {
        var at = Array.FindIndex(items, static i => i.IsSymbol("&"));
        if (at < 0) return (items, null);
        if (at == items.Length - 1) throw form.Malformed($"{title}: `&` must be followed by a rest pattern", items[at]);
        if (at < items.Length - 2) throw form.Malformed($"{title}: only one pattern allowed after `&`", items[at + 2]);
        return (items[..at], items[^1]);
    }

    private CoreExpr Match(Form form, Scope? scope, bool raises)
    {
        form.AtLeast(2);
        var span = form.Span;
        var subject = new Variable("subject");
        var inner = new Scope(scope);
        var value = Expr(form.Operands[0], scope);
        CoreExpr result = raises ? Primitive(span, nameof(Primitives.MatchFailure), new LocalExpr(span, subject)) : Nil(span);
        var clauses = new List<MatchClause>();
        CheckReachable(form.Operands[1..], IsMatchAll);
        CheckPatterns(form.Operands[1..]);
        foreach (var operand in form.Operands[1..])
        {
            if (BindingList(operand) is not { } parts) throw form.Malformed("match: each clause must be a list or vector", operand, "e.g. (match x (1 \"one\") (_ \"other\"))");
            if (parts.Length == 0) throw form.Malformed("match: clause must not be empty", operand);
            var clauseScope = new Scope(inner);
            var steps = new List<MatchStep>();
            MatchPattern(form, parts[0], new LocalExpr(span, subject), clauseScope, steps);
            var body = parts[1..];
            if (parts.Length >= 3 && parts[1].IsSymbol("when"))
            {
                steps.Add(new MatchStep(Expr(parts[2], clauseScope), null));
                body = parts[3..];
            }
            clauses.Add(new MatchClause(steps, body.Length == 0 ? Nil(span) : Body(body, clauseScope, SourceSpan.Of(operand)), SourceSpan.Of(operand)));
        }
        return new LetExpr(span, [new Binding(subject, value)], MatchClauses(clauses, subject, result, span));
    }

    private void MatchPattern(Form form, Syntax pattern, CoreExpr value, Scope scope, List<MatchStep> steps)
    {
        StackGuard.Check();
        var span = SourceSpan.Of(pattern);
        CoreExpr Name(string name)
        {
            if (value is LocalExpr) return value;
            var variable = new Variable(name);
            steps.Add(new MatchStep(value, variable));
            return new LocalExpr(span, variable);
        }
        void Test(string primitive, params CoreExpr[] operands) => steps.Add(new MatchStep(Primitive(span, primitive, operands), null));
        switch (pattern)
        {
            case SyntaxAtom { Value.Ref: Symbol symbol }:
                if (symbol.Name != "_") steps.Add(new MatchStep(value, scope.Add(symbol.Name)));
                break;
            case SyntaxVector vector:
                var (items, rest) = SequencePattern(form, "match", vector.Items);
                var sequence = Name("sequence");
                Test(nameof(Primitives.HasShape), sequence, new ConstantExpr(span, new Value((long)(rest is null ? items.Length : -items.Length - 1))));
                for (var i = 0; i < items.Length; i++)
                    MatchPattern(form, items[i], Primitive(span, nameof(Primitives.SequenceItem), sequence, Index(span, i)), scope, steps);
                if (rest is not null) MatchPattern(form, rest, Primitive(span, nameof(Primitives.SequenceRest), sequence, Index(span, items.Length)), scope, steps);
                break;
            case SyntaxMap map:
                var source = Name("map");
                Test(nameof(Primitives.IsMap), source);
                foreach (var (key, target) in map.Entries)
                {
                    if (IsKeys(key))
                    {
                        foreach (var symbol in KeysPattern(form, "match", target))
                            steps.Add(new MatchStep(Primitive(span, nameof(Primitives.MapGet), source, KeywordOf(span, symbol)), scope.Add(symbol.Name)));
                        continue;
                    }
                    var datum = new ConstantExpr(span, key.ToDatum());
                    Test(nameof(Primitives.MapHas), source, datum);
                    MatchPattern(form, target, Primitive(span, nameof(Primitives.MapGet), source, datum), scope, steps);
                }
                break;
            case SyntaxList { Items: [var head, var quoted] } when head.IsSymbol("quote"):
                Test(nameof(Primitives.Equal), Name("value"), new ConstantExpr(span, quoted.ToDatum()));
                break;
            default:
                Test(nameof(Primitives.Equal), Name("value"), new ConstantExpr(span, pattern.ToDatum()));
                break;
        }
    }
}
