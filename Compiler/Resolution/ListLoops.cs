using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Finds the loops that do nothing but take lists apart, compare and compute, such as a look-up in an association list. Their fast version leaves everything
/// rare to the general version, and so contains no call at all; those that only take apart and compare get one though none of their parameters is a number.
/// </summary>
internal sealed class ListLoops : ResolvedVisitor
{
    private const int LargestSize = 40;

    private readonly ResolvedProcedure _procedure;
    private int _size;
    private bool _fits = true;
    private bool _loops;
    private bool _accesses;
    private bool _computes;

    private ListLoops(ResolvedProcedure procedure) => _procedure = procedure;

    /// <summary>Sets <see cref="ResolvedProcedure.LeavesRareCases"/> and <see cref="ResolvedProcedure.FastParameters"/> of such procedures.</summary>
    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            if (!procedure.IsLifted || procedure.Rest is not null || procedure.Parameters.Any(static p => p.IsBoxed)) continue;
            var loop = new ListLoops(procedure);
            loop.Visit(procedure.Body);
            if (loop is not { _fits: true, _loops: true, _accesses: true }) continue;
            if (!loop._computes) procedure.FastParameters ??= new PassedAs[procedure.Parameters.Count];
            procedure.LeavesRareCases = procedure.FastParameters is not null;
        }
    }

    public override void Visit(ResolvedExpr expr)
    {
        if (!_fits || ++_size > LargestSize)
        {
            _fits = false;
            return;
        }
        switch (expr)
        {
            case ResolvedConstant or SlotRead or ResolvedIf or ResolvedLet or PrimitiveCall { Primitive.Name: nameof(Primitives.Identical) }: break;
            case BuiltinCall { Builtin.Name: "car" or "cdr" or "cadr" }: _accesses = true; break;
            case BuiltinCall { Builtin.Name: "null?" or "pair?" or "nil?" or "not" or "symbol?" or "string?" or "number?" or "eq?" or "equal?" }: break;
            case BuiltinCall call when NumberBuiltins.Test(call) is not null || NumberBuiltins.KeepsKind(call.Builtin.Name) || NumberBuiltins.IsIntegral(call.Builtin.Name): _computes = true; break;
            case KnownCall { IsTail: true } call: _loops |= ReferenceEquals(call.Target, _procedure); break;
            default: _fits = false; break;
        }
        base.Visit(expr);
    }
}
