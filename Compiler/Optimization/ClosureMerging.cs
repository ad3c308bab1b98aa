using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes one closure of several where a procedure that does nothing but make a closure gets a new closure as its argument and the one that it makes
/// only calls that, once: <c>(compose f (adder k))</c> is <c>(fn (x) (f ((fn (y) (+ y k)) x)))</c>. Nobody else can see the closure that is not made.
/// </summary>
/// <remarks>
/// A closure that captures nothing is one object, however often it is made. Where several become one, that one captures a parameter of the
/// enclosing procedure, so it is made anew each time as before.
/// </remarks>
internal sealed class ClosureMerging : CoreRewriter
{
    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<string, Maker> _makers = new(StringComparer.Ordinal);
    private readonly HashSet<Variable> _parameters = [];

    public ClosureMerging(GlobalAnalysis globals)
    {
        _globals = globals;
        foreach (var item in globals.Items)
        {
            if (item is DefineGlobalExpr { Value: LambdaExpr or GlobalExpr } define
                && globals.ConstantLambda(define.Name) is { Rest: null, IsDelayed: false, Body: LambdaExpr made } lambda
                && SmallProcedure.Of(made, globals) is { } small) _makers.Add(define.Name, new Maker(lambda.Parameters, small));
        }
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        if (expr is LambdaExpr lambda) _parameters.UnionWith(lambda.Parameters);
        var rewritten = base.Rewrite(expr);
        if (rewritten is not CallExpr call || MakerOf(call) is not { } maker || !IsWorth(call, maker)) return rewritten;
        var bindings = Expand(call, maker, out var closure);
        return bindings.Count == 0 ? closure : new LetExpr(call.Span, bindings, closure);
    }

    /// <summary>What a call calls, if that does nothing but make a closure of its arguments.</summary>
    private Maker? MakerOf(CallExpr call) =>
        call is { Operator: GlobalExpr { Name: var name }, IsCold: false } && _makers.TryGetValue(name, out var maker) && maker.Parameters.Count == call.Operands.Count
            && _globals.BuiltinCallee(name, call.Operands.Count) is null && (!maker.Made.NeedsItsUnit || _globals.IsDefinedHere(name)) ? maker : null;

    private bool IsWorth(CallExpr call, Maker maker)
    {
        var parameters = maker.Parameters;
        return parameters.Where((p, i) => IsMerged(maker, p, call.Operands[i])).Any()
            && parameters.Where((p, i) => maker.Made.Mentions(p) && IsKept(call.Operands[i])).Any();
    }

    /// <summary>Whether an operand is the value of a parameter, the same at all times.</summary>
    private bool IsKept(CoreExpr operand) => operand is LocalExpr { Variable: { IsAssigned: false } variable } && _parameters.Contains(variable);

    private bool IsMerged(Maker maker, Variable parameter, CoreExpr operand) =>
        maker.Made.CallsOnce(parameter) && (operand is LambdaExpr { Rest: null, IsDelayed: false } || (operand is CallExpr call && MakerOf(call) is not null));

    /// <summary>What the closure that a call makes captures, in order of evaluation, and the closure.</summary>
    private List<Binding> Expand(CallExpr call, Maker maker, out LambdaExpr closure)
    {
        StackGuard.Check();
        var bindings = new List<Binding>();
        var copy = new FreshCopy();
        for (var i = 0; i < maker.Parameters.Count; i++)
        {
            var (parameter, operand) = (maker.Parameters[i], call.Operands[i]);
            if (IsKept(operand) && !parameter.IsAssigned) copy.Replace(parameter, operand);
            else if (!IsMerged(maker, parameter, operand)) bindings.Add(new Binding(copy.Fresh(parameter), operand));
            else if (operand is CallExpr inner)
            {
                bindings.AddRange(Expand(inner, MakerOf(inner)!, out var merged));
                copy.Replace(parameter, merged);
            }
            else copy.Replace(parameter, (LambdaExpr)operand);
        }
        closure = (LambdaExpr)copy.Rewrite(maker.Made.Lambda);
        return bindings;
    }

    /// <summary>A procedure whose body is a small lambda.</summary>
    private sealed record Maker(IReadOnlyList<Variable> Parameters, SmallProcedure Made);
}
