namespace Sema.Compiler.Resolution;

/// <summary>Walks the body of a procedure, not those of the procedures it makes. An override of <see cref="Visit"/> calls the base to go deeper.</summary>
public abstract class ResolvedVisitor
{
    /// <summary>Visits a node: the base implementation visits its children.</summary>
    public virtual void Visit(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case SlotWrite write: Visit(write.Value); break;
            case CaptureWrite write: Visit(write.Value); break;
            case GlobalWrite write: Visit(write.Value); break;
            case GlobalDefine define: Visit(define.Value); break;
            case ResolvedIf conditional:
                Visit(conditional.Test);
                Visit(conditional.Then);
                Visit(conditional.Else);
                break;
            case ResolvedSequence sequence: VisitAll(sequence.Items); break;
            case ResolvedLet let:
                Visit(let.Value);
                Visit(let.Body);
                break;
            case ClosuresExpr closures: Visit(closures.Body); break;
            case ResolvedCall call:
                Visit(call.Operator);
                VisitAll(call.Operands);
                break;
            case KnownCall call: VisitAll(call.Operands); break;
            case ExternalCall call: VisitAll(call.Operands); break;
            case BuiltinCall call: VisitAll(call.Operands); break;
            case PrimitiveCall call: VisitAll(call.Operands); break;
            case ApplyCall call:
                Visit(call.Operator);
                VisitAll(call.Operands);
                break;
            case ResolvedLoop loop:
                VisitAll(loop.Initial);
                Visit(loop.Body);
                break;
            case ResolvedJoin join:
                Visit(join.Body);
                Visit(join.Join);
                break;
            case ResolvedContinue @continue: VisitAll(@continue.Operands); break;
            case ResolvedTry @try:
                Visit(@try.Body);
                Visit(@try.Handler);
                break;
        }
    }

    private void VisitAll(IReadOnlyList<ResolvedExpr> items)
    {
        foreach (var item in items) Visit(item);
    }
}
