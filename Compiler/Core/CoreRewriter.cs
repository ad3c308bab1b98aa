namespace Sema.Compiler.Core;

/// <summary>Makes a changed copy of an expression. An override of <see cref="Rewrite"/> calls the base to go deeper.</summary>
public abstract class CoreRewriter
{
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
                return Same(conditional.Test, out var test) & Same(conditional.Then, out var then) & Same(conditional.Else, out var otherwise)
                    ? conditional : new IfExpr(conditional.Span, test, then, otherwise);
            case SequenceExpr sequence: return Same(sequence.Items, out var items) ? sequence : sequence with { Items = items };
            case LetExpr let:
                var bindings = Changed(let.Bindings, b => Same(b.Value, out var value) ? b : b with { Value = value });
                return Same(let.Body, out var body) && bindings is null ? let : let with { Bindings = bindings ?? let.Bindings, Body = body };
            case LetrecExpr letrec:
                var members = Changed(letrec.Bindings, b => Same(b.Lambda, out var lambda) ? b : b with { Lambda = (LambdaExpr)lambda });
                return Same(letrec.Body, out var scope) && members is null ? letrec : letrec with { Bindings = members ?? letrec.Bindings, Body = scope };
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

    private bool Same(CoreExpr expr, out CoreExpr rewritten)
    {
        rewritten = Rewrite(expr);
        return ReferenceEquals(expr, rewritten);
    }

    private bool Same(IReadOnlyList<CoreExpr> items, out IReadOnlyList<CoreExpr> rewritten)
    {
        var changed = Changed(items, Rewrite);
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
