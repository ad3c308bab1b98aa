using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// Conditionals and loops (§4.4, §4.6).
public sealed partial class Lowerer
{
    private CoreExpr If(Form form, Scope? scope)
    {
        if (form.Operands.Length is not (2 or 3)) throw form.Arity("2 or 3");
        return new IfExpr(form.Span, Expr(form.Operands[0], scope), Expr(form.Operands[1], scope),
            form.Operands.Length == 3 ? Expr(form.Operands[2], scope) : Nil(form.Span));
    }

    private CoreExpr When(Form form, Scope? scope, bool negated)
    {
        form.AtLeast(2);
        var test = Expr(form.Operands[0], scope);
        var body = Sequence(form.Span, All(form.Operands.AsSpan(1), scope));
        return negated ? new IfExpr(form.Span, test, Nil(form.Span), body) : new IfExpr(form.Span, test, body, Nil(form.Span));
    }

    private CoreExpr And(Form form, Scope? scope)
    {
        if (form.Operands.Length == 0) return new ConstantExpr(form.Span, Value.True);
        var items = All(form.Operands, scope);
        var result = items[^1];
        for (var i = items.Length - 2; i >= 0; i--)
        {
            // The value of a false operand is the result, so it needs a name.
            var value = new Variable("and");
            result = new LetExpr(form.Span, [new Binding(value, items[i])],
                new IfExpr(form.Span, new LocalExpr(form.Span, value), result, new LocalExpr(form.Span, value)));
        }
        return result;
    }

    private CoreExpr Or(Form form, Scope? scope)
    {
        if (form.Operands.Length == 0) return new ConstantExpr(form.Span, Value.False);
        var items = All(form.Operands, scope);
        var result = items[^1];
        for (var i = items.Length - 2; i >= 0; i--)
        {
            var value = new Variable("or");
            result = new LetExpr(form.Span, [new Binding(value, items[i])],
                new IfExpr(form.Span, new LocalExpr(form.Span, value), new LocalExpr(form.Span, value), result));
        }
        return result;
    }

    private CoreExpr Cond(Form form, Scope? scope)
    {
        CheckReachable(form.Operands, IsCatchAll);
        var clauses = new List<(CoreExpr? Test, CoreExpr Body, SourceSpan Span)>();
        foreach (var operand in form.Operands)
        {
            if (operand is not SyntaxList clause) throw form.Malformed("cond: expected a list", operand);
            if (clause.Items.Length == 0)
                throw form.Malformed("cond: clause must not be empty", operand, "each clause is (test body...) or (else body...)");
            var span = SourceSpan.Of(clause);
            var isElse = clause.Items[0].IsSymbol("else");
            var test = isElse ? null : Expr(clause.Items[0], scope);
            var body = clause.Items.Length == 1 ? new ConstantExpr(span, Value.True) : Sequence(span, All(clause.Items.AsSpan(1), scope));
            clauses.Add((test, body, span));
            if (isElse) break;
        }
        return Chain(clauses, form.Span);
    }

    /// <summary>Clauses as nested conditionals; one without a test is the last (<c>else</c>), and nil follows where there is none.</summary>
    private static CoreExpr Chain(List<(CoreExpr? Test, CoreExpr Body, SourceSpan Span)> clauses, SourceSpan span)
    {
        CoreExpr result = Nil(span);
        for (var i = clauses.Count - 1; i >= 0; i--)
        {
            var (test, body, clause) = clauses[i];
            result = test is null ? body : new IfExpr(clause, test, body, result);
        }
        return result;
    }

    private CoreExpr Case(Form form, Scope? scope)
    {
        form.AtLeast(2);
        var key = new Variable("key");
        var inner = new Scope(scope);
        var equal = Expr(new SyntaxAtom(form.List.Source, form.List.Span, new Value(Symbol.Intern("="))), scope);
        var keyValue = Expr(form.Operands[0], scope);
        var clauses = new List<(CoreExpr? Test, CoreExpr Body, SourceSpan Span)>();
        CheckReachable(form.Operands[1..], static clause => clause is SyntaxList { Items: [var first, ..] } && first.IsSymbol("else"));
        CheckCaseData(form.Operands[1..]);
        foreach (var operand in form.Operands[1..])
        {
            if (operand is not SyntaxList { Items: [var data, .. var body] }) throw form.Malformed("case: expected a list", operand);
            var span = SourceSpan.Of(operand);
            if (data.IsSymbol("else"))
            {
                clauses.Add((null, Sequence(span, All(body, inner)), span));
                break;
            }
            if (data is not SyntaxList list) throw form.Malformed("case: expected a list", data);
            CoreExpr test = new ConstantExpr(span, Value.False);
            for (var i = list.Items.Length - 1; i >= 0; i--)
            {
                var same = new CallExpr(span, equal, [new LocalExpr(span, key), new ConstantExpr(span, list.Items[i].ToDatum())]);
                test = i == list.Items.Length - 1 ? same : new IfExpr(span, same, new ConstantExpr(span, Value.True), test);
            }
            clauses.Add((test, Sequence(span, All(body, inner)), span));
        }
        var result = new LetExpr(form.Span, [new Binding(key, keyValue)], Chain(clauses, form.Span));
        return inner.Hoisted.Count == 0 ? result : new LetExpr(form.Span, inner.Hoisted.Select(v => new Binding(v, Nil(form.Span))).ToList(), result);
    }

    private CoreExpr While(Form form, Scope? scope)
    {
        form.AtLeast(2);
        var inner = new Scope(scope);
        return Loop(form.Span, [], [], (again) =>
        {
            var test = Expr(form.Operands[0], inner);
            var body = Body(form.Operands.AsSpan(1), inner, form.Span);
            return new IfExpr(form.Span, test, new SequenceExpr(form.Span, [body, again([])]), Nil(form.Span));
        });
    }

    /// <summary><c>(do ((var init step)…) (test result…) body…)</c>: a loop whose variables are fresh in each iteration.</summary>
    private CoreExpr Do(Form form, Scope? scope)
    {
        form.AtLeast(2);
        if (form.Operands[0] is not SyntaxList { Items: var specs }) throw form.Malformed("do: expected a list", form.Operands[0]);
        if (form.Operands[1] is not SyntaxList exit) throw form.Malformed("do: expected a list", form.Operands[1]);
        if (exit.Items.Length == 0) throw form.Malformed("do: test clause must not be empty", exit);
        var inner = new Scope(scope);
        var initial = new List<CoreExpr>();
        var variables = new List<Variable>();
        var parts = new List<Syntax[]>();
        foreach (var spec in specs)
        {
            if (spec is not SyntaxList { Items: var items }) throw form.Malformed("do: expected a list", spec);
            if (items.Length is not (2 or 3)) throw form.Malformed("do: binding must be (var init) or (var init step)", spec);
            if (items[0].AsSymbol is null) throw form.Malformed("do: expected a symbol", items[0]);
            initial.Add(Expr(items[1], scope));
            parts.Add(items);
        }
        foreach (var items in parts) variables.Add(inner.Add(items[0].AsSymbol!.Name));
        return Loop(form.Span, variables, initial, again =>
        {
            var test = Expr(exit.Items[0], inner);
            var result = Sequence(SourceSpan.Of(exit), All(exit.Items.AsSpan(1), inner));
            var steps = parts.Select((items, i) => items.Length == 3 ? Expr(items[2], inner) : new LocalExpr(form.Span, variables[i])).ToList();
            var next = again(steps);
            if (form.Operands.Length == 2) return new IfExpr(form.Span, test, result, next);
            var body = Body(form.Operands.AsSpan(2), new Scope(inner), form.Span);
            return new IfExpr(form.Span, test, result, new SequenceExpr(form.Span, [body, next]));
        });
    }

    private static LetrecExpr Loop(SourceSpan span, IReadOnlyList<Variable> variables, IReadOnlyList<CoreExpr> initial, Func<Func<IReadOnlyList<CoreExpr>, CoreExpr>, CoreExpr> body)
    {
        var name = new Variable("loop");
        CoreExpr Again(IReadOnlyList<CoreExpr> values) => new CallExpr(span, new LocalExpr(span, name), values);
        var lambda = new LambdaExpr(span, "loop", variables, null, body(Again));
        return new LetrecExpr(span, [new ProcedureBinding(name, lambda)], Again(initial));
    }

    private static Syntax[]? BindingList(Syntax syntax) => syntax switch
    {
        SyntaxList list => list.Items,
        SyntaxVector vector => vector.Items,
        _ => null,
    };
}
