namespace Sema.Compiler.Core;

/// <summary>Makes a changed copy of an expression. An override of <see cref="Rewrite"/> calls the base to go deeper.</summary>
public abstract class CoreRewriter
{
    /// <summary>What stands for a node: the base implementation rewrites its children.</summary>
    public virtual CoreExpr Rewrite(CoreExpr expr)
    {
        StackGuard.Check();
        return expr switch
        {
            ConstantExpr or LocalExpr or GlobalExpr or NamespaceExpr or ImportExpr or RunLibraryExpr or ExternalExpr => expr,
            SetLocalExpr set => set with { Value = Rewrite(set.Value) },
            SetGlobalExpr set => set with { Value = Rewrite(set.Value) },
            DefineGlobalExpr define => define with { Value = Rewrite(define.Value) },
            IfExpr conditional => new IfExpr(conditional.Span, Rewrite(conditional.Test), Rewrite(conditional.Then), Rewrite(conditional.Else)),
            SequenceExpr sequence => sequence with { Items = All(sequence.Items) },
            LetExpr let => let with { Bindings = let.Bindings.Select(b => b with { Value = Rewrite(b.Value) }).ToList(), Body = Rewrite(let.Body) },
            LetrecExpr letrec => letrec with
            {
                Bindings = letrec.Bindings.Select(b => b with { Lambda = (LambdaExpr)Rewrite(b.Lambda) }).ToList(),
                Body = Rewrite(letrec.Body),
            },
            LambdaExpr lambda => lambda with { Body = Rewrite(lambda.Body) },
            CallExpr call => call with { Operator = Rewrite(call.Operator), Operands = All(call.Operands) },
            PrimitiveExpr primitive => primitive with { Operands = All(primitive.Operands) },
            TryExpr @try => @try with { Body = Rewrite(@try.Body), Handler = Rewrite(@try.Handler) },
            UnitExpr unit => unit with { Body = Rewrite(unit.Body) },
            InlinedExpr inlined => inlined with { Body = Rewrite(inlined.Body) },
            _ => throw new InvalidOperationException($"unknown CoreExpr {expr.GetType().Name}"),
        };
    }

    private List<CoreExpr> All(IReadOnlyList<CoreExpr> items) => items.Select(Rewrite).ToList();
}
