using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes one loop of a chain like <c>(foldl f 0 (map g (filter p seq)))</c>: the lists in between are never made.
/// </summary>
/// <remarks>
/// The loop calls the procedures in another order than the chain does, so they must be pure (<see cref="PureCopy"/>): then only an error
/// can tell. When there is one, the loop is given up, and the chain itself is evaluated, which raises what it always did.
/// </remarks>
internal sealed class TraversalFusion(GlobalAnalysis globals) : CoreRewriter
{
    public override CoreExpr Rewrite(CoreExpr expr) => expr is CallExpr call && Fused(call) is { } fused ? fused : base.Rewrite(expr);

    private CoreExpr? Fused(CallExpr call)
    {
        // One that may end early would hide errors of the others.
        if (Builtin(call) is not { } builtin || builtin is "any" or "every" or "list/find" || Traversals.Arity(builtin, call.Operands.Count) is not { } arity
            || CallbackOf(call.Operands[0], arity, call.Span) is not { } callback) return null;
        var stages = new Stack<(CallExpr Call, string Builtin, Callback Procedure)>();
        var sequence = call.Operands[^1];
        while (sequence is CallExpr { Operands: [var procedure, var next] } stage && Builtin(stage) is { } name && name is ("map" or "filter" or "list/reject")
            && CallbackOf(procedure, 1, stage.Span) is { } pure)
        {
            stages.Push((stage, name, pure));
            sequence = next;
        }
        if (stages.Count == 0) return null;

        // The operands are evaluated once, before either of the two ways.
        var bindings = new List<Binding>();
        CoreExpr Operand(string operand, CoreExpr value)
        {
            if (value is ConstantExpr) return value;
            var variable = new Variable(operand);
            bindings.Add(new Binding(variable, Rewrite(value)));
            return new LocalExpr(value.Span, variable);
        }

        IReadOnlyList<CoreExpr> inner = call.Operands.Count == 3 ? [call.Operands[0], Operand("initial", call.Operands[1])] : [call.Operands[0]];
        CoreExpr unfused;
        Source source;
        if (Ranges.Of(sequence, globals) is not null)
        {
            var range = (CallExpr)sequence;
            var counted = range with { Operands = [.. range.Operands.Select((o, i) => Operand($"range{i}", o))] };
            (unfused, source) = (counted, Ranges.Of(counted, globals)!);
        }
        else
        {
            unfused = Operand("seq", sequence);
            source = new WalkSource(sequence.Span, unfused, stages.Peek().Builtin);
        }
        foreach (var (stage, name, pure) in stages)
        {
            source = new StagedSource(stage.Span, source, name, pure);
            unfused = stage with { Operands = [stage.Operands[0], unfused], IsCold = true };
        }
        var chain = call with { Operands = [.. inner, unfused], IsCold = true };
        var loop = new TryExpr(call.Span, Traversals.Loop(builtin, callback, chain, source), new Variable("condition"), chain);
        return bindings.Count == 0 ? loop : new LetExpr(call.Span, bindings, loop);
    }

    private string? Builtin(CallExpr call) => call.Operator is GlobalExpr { Name: var name }
        && globals.BuiltinCallee(name, call.Operands.Count) is { Declaration.CallsBack: true } builtin ? builtin.Name : null;

    /// <summary>What evaluates a procedure's pure body; null when it is not known to have one.</summary>
    private Callback? CallbackOf(CoreExpr procedure, int arguments, SourceSpan span)
    {
        if (procedure is not (LambdaExpr or GlobalExpr)) return null;
        if (procedure is GlobalExpr builtin && globals.BuiltinValue(builtin.Name) is { Declaration: { IsPure: true, CallsBack: false } } known)
            return known.Overload(arguments) is null ? null : new Callback(span, procedure, isBuiltin: true);
        var lambda = procedure is GlobalExpr { Name: var name } ? (globals.IsDefinedHere(name) ? globals.ConstantLambda(name) : null) : (LambdaExpr)procedure;
        if (lambda is null || lambda.Rest is not null || lambda.Parameters.Count != arguments) return null;
        var any = Enumerable.Range(0, arguments).Select(CoreExpr (_) => new ConstantExpr(span, Value.Nil)).ToList();
        return PureCopy.Of(lambda, any, globals) is null ? null : new Callback(operands => PureCopy.Of(lambda, operands, globals)!);
    }
}
