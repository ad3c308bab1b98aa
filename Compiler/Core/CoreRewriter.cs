namespace Sema.Compiler.Core;

/// <summary>Makes a changed copy of an expression. An override of <see cref="Rewrite"/> calls the base to go deeper.</summary>
public abstract class CoreRewriter
{
    // Made once, as they are used at every node.
    private readonly Func<CoreExpr, CoreExpr> _item;
    private readonly Func<Binding, Binding> _binding;
    private readonly Func<ProcedureBinding, ProcedureBinding> _member;

    /// <summary>A rewriter.</summary>
    protected CoreRewriter()
    {
        _item = Rewrite;
        _binding = b => Bound(b.Variable, b.Value) is var value && ReferenceEquals(value, b.Value) ? b : b with { Value = value };
        _member = m => Bound(m.Variable, m.Lambda) is var lambda && ReferenceEquals(lambda, m.Lambda) ? m : m with { Lambda = (LambdaExpr)lambda };
    }

    /// <summary>What stands for the value that a binding form gives to a variable; for a lambda, a lambda.</summary>
    protected virtual CoreExpr Bound(Variable variable, CoreExpr value) => Rewrite(value);

    /// <summary>What stands for a node: the base implementation rewrites its children, and returns the node itself when none has changed.</summary>
    public virtual CoreExpr Rewrite(CoreExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ConstantExpr or LocalExpr or GlobalExpr or NamespaceExpr or ImportExpr or RunLibraryExpr or ExternalExpr: return expr;
            case SetLocalExpr set: return Same(set.Value, out var assigned) ? set : set with { Value = assigned };
            case SetGlobalExpr set: return Same(set.Value, out var global) ? set : set with { Value = global };
            case DefineGlobalExpr define: return Same(define.Value, out var defined) ? define : define with { Value = defined };
            case IfExpr conditional:
                var test = Rewrite(conditional.Test);
                var then = Rewrite(conditional.Then);
                return With(conditional, test, then, Rewrite(conditional.Else));
            case SequenceExpr sequence: return Same(sequence.Items, out var items) ? sequence : sequence with { Items = items };
            case LetExpr let:
                var bindings = Bindings(let);
                return With(let, bindings, Rewrite(let.Body));
            case LetrecExpr letrec:
                var members = Members(letrec);
                return With(letrec, members, Rewrite(letrec.Body));
            case LambdaExpr lambda: return Same(lambda.Body, out var code) ? lambda : lambda with { Body = code };
            case CallExpr call:
                return Same(call.Operator, out var callee) & Same(call.Operands, out var operands) ? call : call with { Operator = callee, Operands = operands };
            case PrimitiveExpr primitive: return Same(primitive.Operands, out var parts) ? primitive : primitive with { Operands = parts };
            case TryExpr @try:
                return Same(@try.Body, out var tried) & Same(@try.Handler, out var handler) ? @try : @try with { Body = tried, Handler = handler };
            case UnitExpr unit: return Same(unit.Body, out var own) ? unit : unit with { Body = own };
            case InlinedExpr inlined: return Same(inlined.Body, out var moved) ? inlined : inlined with { Body = moved };
            default: throw new InvalidOperationException($"unknown CoreExpr {expr.GetType().Name}");
        }
    }

    /// <summary>The bindings with rewritten values; null when none has changed.</summary>
    protected IReadOnlyList<Binding>? Bindings(LetExpr let) => Changed(let.Bindings, _binding);

    /// <summary>The bindings with rewritten procedures; null when none has changed.</summary>
    protected IReadOnlyList<ProcedureBinding>? Members(LetrecExpr letrec) => Changed(letrec.Bindings, _member);

    /// <summary>The operands, rewritten.</summary>
    protected IReadOnlyList<CoreExpr> Operands(CallExpr call) => Changed(call.Operands, _item) ?? call.Operands;

    /// <summary>A conditional with other parts; itself when they are its own.</summary>
    protected static IfExpr With(IfExpr conditional, CoreExpr test, CoreExpr then, CoreExpr otherwise) =>
        ReferenceEquals(test, conditional.Test) && ReferenceEquals(then, conditional.Then) && ReferenceEquals(otherwise, conditional.Else)
            ? conditional : new IfExpr(conditional.Span, test, then, otherwise);

    /// <summary>A binding form with other bindings (null for its own) and another body; itself when they are its own.</summary>
    protected static LetExpr With(LetExpr let, IReadOnlyList<Binding>? bindings, CoreExpr body) =>
        bindings is null && ReferenceEquals(body, let.Body) ? let : let with { Bindings = bindings ?? let.Bindings, Body = body };

    /// <inheritdoc cref="With(LetExpr, IReadOnlyList{Binding}, CoreExpr)"/>
    protected static LetrecExpr With(LetrecExpr letrec, IReadOnlyList<ProcedureBinding>? members, CoreExpr body) =>
        members is null && ReferenceEquals(body, letrec.Body) ? letrec : letrec with { Bindings = members ?? letrec.Bindings, Body = body };

    private bool Same(CoreExpr expr, out CoreExpr rewritten)
    {
        rewritten = Rewrite(expr);
        return ReferenceEquals(expr, rewritten);
    }

    private bool Same(IReadOnlyList<CoreExpr> items, out IReadOnlyList<CoreExpr> rewritten)
    {
        var changed = Changed(items, _item);
        rewritten = changed ?? items;
        return changed is null;
    }

    /// <summary>The items after a change of each; null when that has changed none.</summary>
    protected static List<T>? Changed<T>(IReadOnlyList<T> items, Func<T, T> change) where T : class
    {
        List<T>? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = change(items[i]);
            if (changed is null && !ReferenceEquals(item, items[i]))
            {
                changed = new List<T>(items.Count);
                for (var j = 0; j < i; j++) changed.Add(items[j]);
            }
            changed?.Add(item);
        }
        return changed;
    }
}
