using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// The let family (§4.5) and multiple values (§4.7).
public sealed partial class Lowerer
{
    private static List<(Syntax Target, Syntax Value)> Bindings(Form form, string title, Syntax syntax)
    {
        if (BindingList(syntax) is not { } items) throw form.Malformed($"{title}: expected a list", syntax);
        var result = new List<(Syntax, Syntax)>();
        foreach (var item in items)
        {
            if (item is not SyntaxList pair) throw form.Malformed($"{title}: expected a list", item);
            if (pair.Items is not [var target, var value]) throw form.Malformed($"{title}: each binding must have 2 elements", item);
            if (target.AsSymbol is null && target is not (SyntaxVector or SyntaxMap))
                throw form.Malformed($"{title}: binding name must be a symbol, vector, or map pattern", target);
            result.Add((target, value));
        }
        return result;
    }

    private CoreExpr Let(Form form, Scope? scope)
    {
        if (form.Operands is [var first, _, ..] && first.AsSymbol is { } loop) return NamedLet(form, loop.Name, scope);
        form.AtLeast(2);
        var bindings = Bindings(form, "let", form.Operands[0]);
        var values = bindings.ConvertAll(b => Expr(b.Value, scope));
        var inner = new Scope(scope);
        var direct = new List<Binding>();
        var patterns = new List<(Syntax Pattern, Variable Value)>();
        for (var i = 0; i < bindings.Count; i++)
        {
            var variable = bindings[i].Target.AsSymbol is { } name ? inner.Add(name.Name) : new Variable("value");
            direct.Add(new Binding(variable, values[i]));
            if (bindings[i].Target.AsSymbol is null) patterns.Add((bindings[i].Target, variable));
        }
        var steps = new List<Step>();
        foreach (var (pattern, value) in patterns) Destructure(form, pattern, new LocalExpr(SourceSpan.Of(pattern), value), inner, steps);
        var body = Wrap(steps, Body(form.Operands.AsSpan(1), inner, form.Span), form.Span);
        return direct.Count == 0 ? body : new LetExpr(form.Span, direct, body);
    }

    private CoreExpr LetStar(Form form, Scope? scope)
    {
        form.AtLeast(2);
        var steps = new List<Step>();
        var inner = scope;
        foreach (var (target, value) in Bindings(form, "let*", form.Operands[0]))
        {
            var initial = Expr(value, inner);
            inner = new Scope(inner);
            if (target.AsSymbol is { } name) steps.Add(new Step(inner.Add(name.Name), initial));
            else Destructure(form, target, initial, inner, steps);
        }
        inner = steps.Count == 0 ? new Scope(inner) : inner!;
        return Wrap(steps, Body(form.Operands.AsSpan(1), inner, form.Span), form.Span);
    }

    private CoreExpr Letrec(Form form, Scope? scope)
    {
        form.AtLeast(2);
        var bindings = Bindings(form, "letrec", form.Operands[0]);
        var inner = new Scope(scope);
        var own = new HashSet<Variable>();
        foreach (var (target, _) in bindings)
            if (target.AsSymbol is { } name && inner.FindHere(name.Name) is null) own.Add(inner.Add(name.Name));
        var items = new List<Step>();
        foreach (var (target, value) in bindings)
        {
            if (target.AsSymbol is { } name) items.Add(new Step(inner.FindHere(name.Name), Expr(value, inner)));
            else Destructure(form, target, Expr(value, inner), inner, items);
        }
        foreach (var item in items)
            if (item.Variable is { } bound) own.Add(bound);
        items.Add(new Step(null, Body(form.Operands.AsSpan(1), inner, form.Span)));
        return Arrange(items, own, form.Span);
    }

    private CoreExpr NamedLet(Form form, string name, Scope? scope)
    {
        if (form.Operands.Length < 3) throw DiagnosticBag.FormArity(form.List, "named let", "3 or more", form.Operands.Length);
        var bindings = Bindings(form, "named let", form.Operands[1]);
        var outer = new Scope(scope);
        var loop = outer.Add(name);
        var inner = new Scope(outer);
        foreach (var (target, _) in bindings)
            if (target.AsSymbol is null) throw form.Malformed("named let: expected a symbol", target);
        // The initial values are inside the scope of the name (§4.5).
        var initial = bindings.ConvertAll(b => Expr(b.Value, outer));
        var variables = bindings.ConvertAll(b => inner.Add(b.Target.AsSymbol!.Name));
        var lambda = new LambdaExpr(form.Span, name, variables, null, Body(form.Operands.AsSpan(2), inner, form.Span));
        var call = new CallExpr(form.Span, new LocalExpr(form.Span, loop), initial);
        return Arrange([new Step(loop, lambda), new Step(null, call)], [loop], form.Span);
    }

    /// <summary><c>let-values</c> and <c>let*-values</c>: each bundle is applied to a procedure of its formals.</summary>
    private CoreExpr LetValues(Form form, Scope? scope)
    {
        form.AtLeast(2);
        if (BindingList(form.Operands[0]) is not { } items) throw form.Malformed($"{form.Name}: expected a list", form.Operands[0]);
        var isSequential = form.Name == "let*-values";
        var inner = new Scope(scope);
        var steps = new List<Step>();
        foreach (var item in items)
        {
            if (item is not SyntaxList pair) throw form.Malformed($"{form.Name}: expected a list", item);
            if (pair.Items is not [var formals, var value]) throw form.Malformed($"{form.Name}: each binding must have 2 elements", item);
            var bundle = Expr(value, isSequential ? inner : scope);
            if (isSequential) inner = new Scope(inner);
            ReceiveValues(form, formals, bundle, inner, steps);
        }
        return Wrap(steps, Body(form.Operands.AsSpan(1), inner, form.Span), form.Span);
    }

    private CoreExpr DefineValues(Form form, Scope? scope)
    {
        form.Exactly(2);
        var names = new Scope(null);
        var steps = new List<Step>();
        ReceiveValues(form, form.Operands[0], Expr(form.Operands[1], scope), names, steps);
        return DefineNames(form, names, steps, scope);
    }

    private static void ReceiveValues(Form form, Syntax formals, CoreExpr bundle, Scope scope, List<Step> steps)
    {
        var span = form.Span;
        var all = new Variable("values");
        if (formals.AsSymbol is { } single)
        {
            steps.Add(new Step(scope.Add(single.Name), Primitive(span, nameof(Primitives.ValuesList), bundle)));
            return;
        }
        if (formals is not SyntaxList { Items: var names }) throw form.Malformed($"{form.Name}: expected a list", formals);
        var dot = Array.FindIndex(names, static n => n.IsSymbol("."));
        var count = dot < 0 ? names.Length : dot;
        var expected = new ConstantExpr(span, new Value((long)(dot < 0 ? count : -count - 1)));
        steps.Add(new Step(all, Primitive(span, nameof(Primitives.ValuesChecked), bundle, expected)));
        for (var i = 0; i < count; i++)
        {
            if (names[i].AsSymbol is not { } name) throw form.Malformed($"{form.Name}: expected a symbol", names[i]);
            steps.Add(new Step(scope.Add(name.Name), Primitive(span, nameof(Primitives.SequenceItem), new LocalExpr(span, all), new ConstantExpr(span, new Value((long)i)))));
        }
        if (dot >= 0 && names[^1].AsSymbol is { } rest)
            steps.Add(new Step(scope.Add(rest.Name), Primitive(span, nameof(Primitives.SequenceRest), new LocalExpr(span, all), new ConstantExpr(span, new Value((long)count)))));
    }
}
