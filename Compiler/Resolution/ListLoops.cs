using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Finds the loops that do nothing but take lists apart and compare, such as a look-up in an association list. They get a fast version though
/// none of their parameters is a number: one that leaves everything rare to the general version, and so contains no call at all.
/// </summary>
internal sealed class ListLoops : ResolvedVisitor
{
    private const int LargestSize = 40;

    private readonly ResolvedProcedure _procedure;
    private int _size;
    private bool _fits = true;
    private bool _loops;
    private bool _accesses;

    private ListLoops(ResolvedProcedure procedure) => _procedure = procedure;

    /// <summary>Sets <see cref="ResolvedProcedure.FastParameters"/> of such procedures.</summary>
    public static void Run(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            if (!procedure.IsLifted || procedure is not { Rest: null, FastParameters: null } || procedure.Parameters.Any(static p => p.IsBoxed)) continue;
            var loop = new ListLoops(procedure);
            loop.Visit(procedure.Body);
            if (loop is { _fits: true, _loops: true, _accesses: true }) procedure.FastParameters = new PassedAs[procedure.Parameters.Count];
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
            case KnownCall { IsTail: true } call: _loops |= ReferenceEquals(call.Target, _procedure); break;
            default: _fits = false; break;
        }
        base.Visit(expr);
    }
}
