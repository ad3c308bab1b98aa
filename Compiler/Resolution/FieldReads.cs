using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Finds the small procedures that read numbers from the records that they are passed before anything has an effect. They get a fast version though none of
/// their parameters is a number: one that leaves records of other classes to the general version, so that the numbers are raw in its variables.
/// </summary>
internal sealed class FieldReads : ResolvedVisitor
{
    private const int LargestSize = 100;

    private readonly RecordClasses _records;
    private readonly ResolvedProcedure _procedure;
    private int _size;
    private bool _isPure = true;
    private bool _reads;

    private FieldReads(RecordClasses records, ResolvedProcedure procedure)
    {
        _records = records;
        _procedure = procedure;
    }

    /// <summary>Sets <see cref="ResolvedProcedure.FastParameters"/> of such procedures.</summary>
    public static void Run(ResolvedProgram program)
    {
        if (program.Records.All.Count == 0) return;
        foreach (var procedure in program.Procedures)
        {
            if (!procedure.IsLifted || procedure is not { Rest: null, FastParameters: null } || procedure.Parameters.Any(static p => p.IsBoxed)) continue;
            var visitor = new FieldReads(program.Records, procedure);
            visitor.Visit(procedure.Body);
            if (visitor._reads && visitor._size <= LargestSize) procedure.FastParameters = new PassedAs[procedure.Parameters.Count];
        }
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (++_size > LargestSize) return;
        if (expr is ResolvedIf conditional)
        {
            Visit(conditional.Test);
            var isPure = _isPure;
            Visit(conditional.Then);
            (var isThenPure, _isPure) = (_isPure, isPure);
            Visit(conditional.Else);
            _isPure &= isThenPure;
            return;
        }
        base.Visit(expr);
        _reads |= _isPure && expr is PrimitiveCall { Operands: [SlotRead { Slot: var slot }, ..] } && _procedure.Parameters.Contains(slot)
            && _records.FieldRead(expr) is { KeptAs: not PassedAs.Value };
        _isPure &= Purity.IsPureNode(expr);
    }
}
