using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Puts loops in the place of calls of <c>map</c>, <c>filter</c>, <c>foldl</c> and other builtins that call a procedure for each
/// element, when that procedure is known. The loops do what <see cref="ListTraversals"/> does, in the same order.
/// </summary>
/// <remarks>
/// A lambda in the place of the argument becomes part of the loop, so its variables are those of the enclosing procedure. Of any other
/// known procedure only the call is put there. The code grows by a constant for each call.
/// </remarks>
internal sealed class TraversalInlining(GlobalAnalysis globals) : CoreRewriter
{
    private readonly Dictionary<Variable, LambdaExpr> _lambdas = [];
    private readonly HashSet<Variable> _moved = [];
    private VariableUses _uses = null!;

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _uses = VariableUses.Of(item);
        return Rewrite(item);
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        switch (expr)
        {
            case LetExpr let:
                var bindings = let.Bindings.Select(b => b with { Value = Rewrite(b.Value) }).ToList();
                foreach (var (variable, value) in bindings)
                    if (value is LambdaExpr lambda && !variable.IsAssigned) _lambdas.Add(variable, lambda);
                var body = Rewrite(let.Body);
                bindings.RemoveAll(b => _moved.Contains(b.Variable));
                return bindings.Count == 0 ? body : new LetExpr(let.Span, bindings, body);
            case LetrecExpr letrec:
                var members = letrec.Bindings.Select(b => b with { Lambda = (LambdaExpr)Rewrite(b.Lambda) }).ToList();
                // Only a procedure that none of them calls may move: no loop comes out of its own body.
                var within = VariableUses.Of(members.Select(static m => m.Lambda));
                foreach (var (variable, lambda) in members)
                    if (within.Count(variable) == 0) _lambdas.Add(variable, lambda);
                var scope = Rewrite(letrec.Body);
                members.RemoveAll(b => _moved.Contains(b.Variable));
                return members.Count == 0 ? scope : new LetrecExpr(letrec.Span, members, scope);
            case CallExpr { Operator: GlobalExpr { Name: var name } } call when globals.BuiltinCallee(name, call.Operands.Count) is { Declaration.CallsBack: true } builtin:
                return Traversal((CallExpr)base.Rewrite(call), builtin.Name);
            case CallExpr { Operator: GlobalExpr { Name: var name }, Operands: [_, CallExpr] } call when globals.BuiltinCallee(name, 2) is { Name: "cons" }:
                return InFront((CallExpr)base.Rewrite(call));
            default: return base.Rewrite(expr);
        }
    }

    private CoreExpr Traversal(CallExpr call, string builtin)
    {
        if (call.IsCold || call.Operands is [] || (call.Operands[0] is LambdaExpr lambda && MapBuilding.Adds(lambda))) return call;
        switch (builtin, call.Operands)
        {
            case ("map", [{ } f, { } left, { } right]): return CallbackOf(f, 2, call.Span) is { } pairs ? MapPairs(pairs, call, left, right) : call;
            case ("foldr", [{ } f, { } initial, { } sequence]): return CallbackOf(f, 2, call.Span) is { } folded ? FoldRight(folded, call, initial, sequence) : call;
            case ("reduce", [{ } f, { } sequence]): return CallbackOf(f, 2, call.Span) is { } reduced ? Reduce(reduced, call, sequence) : call;
            case (_, [{ } f, ..]) when Traversals.Arity(builtin, call.Operands.Count) is { } arity && CallbackOf(f, arity, call.Span) is { } callback:
                return Traversals.Loop(builtin, callback, call, SourceOf(call.Operands[^1], builtin, call.Span));
            default: return call;
        }
    }

    /// <summary><c>(cons x (map f seq))</c>: the loop of the map makes one array, with x in front.</summary>
    private static CoreExpr InFront(CallExpr call)
    {
        if (call.Operands is not
            [
                var first,
                LetExpr
                {
                    Bindings: [_],
                    Body: LetrecExpr { Bindings: [_], Body: CallExpr { Operands: [PrimitiveExpr { Primitive.Name: nameof(Primitives.ResultsOf), Operands: [var walk] }, ..] } start } loop,
                } map,
            ]) return call;
        var build = new LoopBuilder(call.Span);
        var front = new Variable("front");
        var room = build.Primitive(nameof(Primitives.ResultsBehind), build.Read(front), walk);
        return build.Let(front, first, map with { Body = loop with { Body = start with { Operands = [room, .. start.Operands.Skip(1)] } } });
    }

    private Source SourceOf(CoreExpr sequence, string builtin, SourceSpan span) =>
        (Source?)Ranges.Of(sequence, globals) ?? new WalkSource(span, sequence, builtin);

    /// <summary>What calls a procedure that is given as an argument; null when it is not known, or does not take so many arguments.</summary>
    private Callback? CallbackOf(CoreExpr procedure, int arguments, SourceSpan span)
    {
        switch (procedure)
        {
            case LambdaExpr lambda: return Accepts(lambda, arguments) ? new Callback(lambda) : null;
            case LocalExpr { Variable: var variable } when _lambdas.TryGetValue(variable, out var lambda) && Accepts(lambda, arguments):
                if (_uses.Count(variable) > 1) return new Callback(span, procedure, isBuiltin: false);
                _moved.Add(variable);
                return new Callback(lambda);
            case GlobalExpr { Name: var name }:
                // In a linked module a call by the name of a builtin can mean the builtin, where the name as a value means the module's procedure.
                if (globals.ConstantLambda(name) is { } constant)
                    return Accepts(constant, arguments) && globals.BuiltinCallee(name, arguments) is null ? new Callback(span, procedure, isBuiltin: false) : null;
                // A builtin that calls back has its own ways with the stack.
                return globals.BuiltinValue(name) is { Declaration.CallsBack: false } builtin && builtin.Overload(arguments) is not null
                    ? new Callback(span, procedure, isBuiltin: true) : null;
            default: return null;
        }
    }

    private static bool Accepts(LambdaExpr lambda, int arguments) => lambda.Rest is null && lambda.Parameters.Count == arguments;

    private static CoreExpr MapPairs(Callback f, CallExpr call, CoreExpr left, CoreExpr right)
    {
        var build = new LoopBuilder(call.Span);
        Variable a = new("left"), b = new("right"), l = new("walk"), r = new("walk"), results = new("results");
        var room = build.Primitive(nameof(Primitives.ResultsOfPairs), build.Read(a), build.Read(b));
        var loop = build.Loop("map", [(results, room), (l, build.Read(a)), (r, build.Read(b))], next =>
        {
            CoreExpr End() => build.Primitive(nameof(Primitives.ResultList), build.Read(results));
            return build.WhileGoesOn(l, build.WhileGoesOn(r,
                next(build.Primitive(nameof(Primitives.ResultsWith), build.Read(results), f.Apply(build.Item(l), build.Item(r))), build.Next(l), build.Next(r)),
                End()), End());
        });
        // Both operands are evaluated before either is looked at.
        Variable x = new("left"), y = new("right");
        return new LetExpr(call.Span, [new Binding(x, left), new Binding(y, right)],
            build.Let(a, build.WalkOf(build.Read(x), "map"), build.Let(b, build.WalkOf(build.Read(y), "map"), loop)));
    }

    private static CoreExpr FoldRight(Callback f, CallExpr call, CoreExpr initial, CoreExpr sequence)
    {
        var build = new LoopBuilder(call.Span);
        Variable first = new("initial"), start = new("seq"), walk = new("walk"), result = f.Parameter(1) ?? new("result");
        var loop = build.Loop("foldr",
            [(walk, build.Primitive(nameof(Primitives.WalkEnd), build.Read(start))), (result, build.Read(first))],
            next =>
            {
                var back = new Variable("walk");
                return new IfExpr(call.Span, build.Primitive(nameof(Primitives.WalkIsBehind), build.Read(start), build.Read(walk)),
                    build.Let(back, build.Primitive(nameof(Primitives.WalkBack), build.Read(walk)),
                        next(build.Read(back), f.Apply(build.Item(back), build.Read(result)))),
                    build.Read(result));
            });
        return build.Let(first, initial, build.Let(start, build.Primitive(nameof(Primitives.ArrayWalkOf), sequence, build.Name("foldr")), loop));
    }

    private static CoreExpr Reduce(Callback f, CallExpr call, CoreExpr sequence)
    {
        var build = new LoopBuilder(call.Span);
        Variable start = new("seq"), walk = new("walk"), result = f.Parameter(0) ?? new("result");
        return build.Let(start, build.Primitive(nameof(Primitives.WalkOfSome), sequence, build.Name("reduce")),
            build.Loop("reduce", [(result, build.Item(start)), (walk, build.Next(start))],
                next => build.WhileGoesOn(walk, next(f.Apply(build.Read(result), build.Item(walk)), build.Next(walk)), build.Read(result))));
    }
}
