using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Puts the body of a small procedure in the place of its calls, its parameters bound to the operands: of a global that is a constant, of a
/// local procedure, and, of any size, of a lambda in operator position.
/// </summary>
/// <remarks>
/// Only bodies without lambdas are copied: a lambda that captures nothing is one object, of which copies would make two. A call in tail position of
/// a local procedure stays a call, since it is not known here whether traces show a frame between it and its callee's.
/// </remarks>
internal sealed class ProcedureInlining : TailRewriter
{
    /// <summary>How many operations may take the place of one call, with what takes the place of the calls among them.</summary>
    private const int LargestGrowth = 24;

    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<string, SmallProcedure> _small = new(StringComparer.Ordinal);
    private readonly HashSet<LambdaExpr> _active = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LambdaExpr> _rewritten = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyDictionary<Variable, SmallProcedure> _local = new Dictionary<Variable, SmallProcedure>();
    private int _room = LargestGrowth;

    public ProcedureInlining(GlobalAnalysis globals)
    {
        _globals = globals;
        foreach (var item in globals.Items)
        {
            if (item is DefineGlobalExpr { Value: LambdaExpr or GlobalExpr } define && globals.ConstantLambda(define.Name) is { } lambda
                && SmallProcedure.Of(lambda, globals) is { } small) _small.Add(define.Name, small);
        }
    }

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _local = LocalCalls.Of(item, _globals);
        return Rewrite(item);
    }

    protected override CoreExpr At(CoreExpr expr, Position position) =>
        expr is LambdaExpr lambda && _rewritten.Contains(lambda) ? lambda : base.At(expr, position);

    protected override CoreExpr Call(CallExpr call, Position position)
    {
        // Top-level code runs once.
        if (position == Position.LocalTail || call.IsCold || LambdaDepth == 0) return call;
        return call.Operator switch
        {
            LambdaExpr lambda when lambda is { Rest: null, IsDelayed: false } && lambda.Parameters.Count == call.Operands.Count =>
                Applied(call, lambda, lambda.Parameters, call.Operands, lambda.Body, position),
            LocalExpr { Variable: var variable } when _local.TryGetValue(variable, out var local) => Copied(call, local, position),
            GlobalExpr { Name: var name } when _small.TryGetValue(name, out var small) && _globals.BuiltinCallee(name, call.Operands.Count) is null
                && (!small.NeedsItsUnit || _globals.IsDefinedHere(name)) => Copied(call, small, position),
            _ => call,
        };
    }

    private CoreExpr Copied(CallExpr call, SmallProcedure procedure, Position position)
    {
        var lambda = procedure.Lambda;
        if (lambda.Parameters.Count != call.Operands.Count || procedure.Size > _room || _active.Contains(lambda)) return call;
        var copy = new FreshCopy();
        var parameters = new List<Variable>();
        var operands = new List<CoreExpr>();
        for (var i = 0; i < call.Operands.Count; i++)
        {
            if (call.Operands[i] is LambdaExpr argument && procedure.Calls(lambda.Parameters[i]))
            {
                // Bound to a variable, it would have no frame in traces.
                if (!procedure.CallsOnce(lambda.Parameters[i])) return call;
                copy.Replace(lambda.Parameters[i], argument);
                _rewritten.Add(argument);
                continue;
            }
            parameters.Add(copy.Fresh(lambda.Parameters[i]));
            operands.Add(call.Operands[i]);
        }
        var room = _room;
        _room -= procedure.Size;
        _active.Add(lambda);
        var body = At(copy.Rewrite(lambda.Body), Position.Tail);
        _active.Remove(lambda);
        _room = _active.Count == 0 ? LargestGrowth : Math.Min(room, _room);
        return Applied(call, lambda, parameters, operands, body, position);
    }

    private static CoreExpr Applied(CallExpr call, LambdaExpr lambda, IReadOnlyList<Variable> parameters, IReadOnlyList<CoreExpr> operands, CoreExpr body, Position position)
    {
        var inlined = new InlinedExpr(call.Span, TailCalls.Mark(body), lambda.Name ?? "<lambda>", IsCallback: false) { WasTail = position == Position.Tail };
        return parameters.Count == 0 ? inlined : new LetExpr(call.Span, [.. parameters.Zip(operands, static (p, o) => new Binding(p, o))], inlined);
    }
}
