using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Finds the procedures that leave all mutable arrays as they are, and all globals, whatever else they call: what is known of an array
/// before a call of one still holds after it.
/// </summary>
internal sealed class ArrayKeepers : ResolvedVisitor
{
    private readonly Dictionary<ResolvedProcedure, List<ResolvedProcedure>> _callers = [];
    private readonly HashSet<ResolvedProcedure> _others = [];
    private ResolvedProcedure _current = null!;

    public ArrayKeepers(IReadOnlyList<ResolvedProcedure> procedures)
    {
        foreach (var procedure in procedures)
        {
            _current = procedure;
            Visit(procedure.Body);
        }
        var open = new Stack<ResolvedProcedure>(_others);
        while (open.TryPop(out var procedure))
            foreach (var caller in _callers.GetValueOrDefault(procedure, []))
                if (_others.Add(caller)) open.Push(caller);
    }

    /// <summary>Whether a procedure is one.</summary>
    public bool Contains(ResolvedProcedure procedure) => !_others.Contains(procedure);

    public override void Visit(ResolvedExpr expr)
    {
        if (expr is KnownCall call)
        {
            if (!_callers.TryGetValue(call.Target, out var callers)) _callers.Add(call.Target, callers = []);
            callers.Add(_current);
        }
        else if (ArrayUses.IsSet(expr) || !ArrayUses.IsSafeNode(expr)) _others.Add(_current);
        base.Visit(expr);
    }
}
