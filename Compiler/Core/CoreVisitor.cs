namespace Sema.Compiler.Core;

/// <summary>Walks an expression in evaluation order. An override of <see cref="Visit"/> calls the base to go deeper.</summary>
public abstract class CoreVisitor
{
    /// <summary>Visits a node: the base implementation visits its children.</summary>
    public virtual void Visit(CoreExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ConstantExpr or LocalExpr or GlobalExpr or NamespaceExpr or ImportExpr or RunLibraryExpr or ExternalExpr: break;
            case UnitExpr unit: Visit(unit.Body); break;
            case InlinedExpr inlined: Visit(inlined.Body); break;
            case SetLocalExpr set: Visit(set.Value); break;
            case SetGlobalExpr set: Visit(set.Value); break;
            case DefineGlobalExpr define: Visit(define.Value); break;
            case IfExpr conditional:
                Visit(conditional.Test);
                Visit(conditional.Then);
                Visit(conditional.Else);
                break;
            case SequenceExpr sequence: VisitAll(sequence.Items); break;
            case LetExpr let:
                foreach (var binding in let.Bindings) Visit(binding.Value);
                Visit(let.Body);
                break;
            case LetrecExpr letrec:
                foreach (var binding in letrec.Bindings) Visit(binding.Lambda);
                Visit(letrec.Body);
                break;
            case LambdaExpr lambda: Visit(lambda.Body); break;
            case CallExpr call:
                Visit(call.Operator);
                VisitAll(call.Operands);
                break;
            case PrimitiveExpr primitive: VisitAll(primitive.Operands); break;
            case TryExpr @try:
                Visit(@try.Body);
                Visit(@try.Handler);
                break;
            default: throw new InvalidOperationException($"unknown CoreExpr {expr.GetType().Name}");
        }
    }

    private void VisitAll(IReadOnlyList<CoreExpr> items)
    {
        foreach (var item in items) Visit(item);
    }
}
