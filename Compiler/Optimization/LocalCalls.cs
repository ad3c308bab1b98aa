using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Finds the small local procedures that are only called, from more than one place, and so that they have a frame of their own in traces. One that is called
/// once, or only where its binding form returns, has none: <see cref="LambdaAnalysis"/> makes it code of the enclosing procedure.
/// </summary>
internal sealed class LocalCalls : TailRewriter
{
    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<Variable, Uses> _procedures = [];

    private LocalCalls(GlobalAnalysis globals) => _globals = globals;

    /// <summary>The procedures of a form, by the variables they are bound to.</summary>
    public static IReadOnlyDictionary<Variable, SmallProcedure> Of(CoreExpr form, GlobalAnalysis globals)
    {
        var calls = new LocalCalls(globals);
        calls.Rewrite(form);
        return calls._procedures.Where(static p => p.Value is { IsExcluded: false, HasFrame: true, Calls: > 1 } && p.Value.Calls == p.Value.Mentions)
            .ToDictionary(static p => p.Key, static p => p.Value.Procedure);
    }

    protected override void Bind(Variable variable, LambdaExpr lambda)
    {
        // What its body calls must be the same in all places, and must not become more calls of another local procedure.
        if (SmallProcedure.Of(lambda, _globals) is { CallsVariables: false } small) _procedures[variable] = new Uses(small);
    }

    protected override CoreExpr At(CoreExpr expr, Position position)
    {
        if (expr is LocalExpr { Variable: var variable } && _procedures.TryGetValue(variable, out var uses)) uses.Mentions++;
        return base.At(expr, position);
    }

    protected override CoreExpr Call(CallExpr call, Position position)
    {
        if (call.Operator is LocalExpr { Variable: var variable } && _procedures.TryGetValue(variable, out var uses))
        {
            uses.Calls++;
            uses.HasFrame |= position == Position.Inner;
            uses.IsExcluded |= position == Position.LocalTail || call.Operands.Count != uses.Procedure.Lambda.Parameters.Count;
        }
        return call;
    }

    private sealed class Uses(SmallProcedure procedure)
    {
        public SmallProcedure Procedure { get; } = procedure;
        public int Calls { get; set; }
        public int Mentions { get; set; }
        public bool HasFrame { get; set; }
        public bool IsExcluded { get; set; }
    }
}
