using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;
using Sema.Runtime.Errors;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Computes what is known: calls of pure builtins with constants, conditionals with a constant test. A variable that is bound to a constant,
/// or to another variable, and never assigned, is replaced by that. What fails is left to fail where and when it always did.
/// </summary>
/// <remarks>
/// A closure keeps its captured variables, even those that are constants: one that captures nothing is one object, and <c>eq?</c> would tell.
/// A variable does not become another name of a procedure that its scope can call: then the procedure would have no frame in traces.
/// </remarks>
internal sealed class ConstantFolding(GlobalAnalysis globals) : CoreRewriter
{
    private readonly Dictionary<Variable, (CoreExpr Value, int Depth)> _values = [];
    private readonly HashSet<Variable> _procedures = [];
    private HashSet<Variable> _escaping = [];
    private int _depth;

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _escaping = EscapingVariables.Of(item);
        return Rewrite(item);
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        switch (expr)
        {
            case LocalExpr local: return Known(local) is { } value ? value with { Span = local.Span } : local;
            case GlobalExpr { MayBeUnbound: false } global when globals.ConstantValue(global.Name) is { } constant && IsAtomic(constant):
                return new ConstantExpr(global.Span, constant);
            case IfExpr conditional:
                var test = Rewrite(conditional.Test);
                if (test is ConstantExpr { Value: var decided }) return Rewrite(decided.IsTruthy ? conditional.Then : conditional.Else);
                var (then, otherwise) = (Rewrite(conditional.Then), Rewrite(conditional.Else));
                return ReferenceEquals(test, conditional.Test) && ReferenceEquals(then, conditional.Then) && ReferenceEquals(otherwise, conditional.Else)
                    ? conditional : new IfExpr(conditional.Span, test, then, otherwise);
            case LetExpr let:
                var bindings = Changed(let.Bindings, b =>
                {
                    var bound = b.Value is LambdaExpr procedure ? Bound(b.Variable, procedure) : Rewrite(b.Value);
                    return ReferenceEquals(bound, b.Value) ? b : b with { Value = bound };
                });
                foreach (var binding in bindings ?? let.Bindings) Note(binding);
                var scope = Rewrite(let.Body);
                return bindings is null && ReferenceEquals(scope, let.Body) ? let : let with { Bindings = bindings ?? let.Bindings, Body = scope };
            case LetrecExpr letrec:
                foreach (var (variable, _) in letrec.Bindings) _procedures.Add(variable);
                var members = Changed(letrec.Bindings, b => Bound(b.Variable, b.Lambda) is var procedure && ReferenceEquals(procedure, b.Lambda) ? b : b with { Lambda = procedure });
                var body = Rewrite(letrec.Body);
                return members is null && ReferenceEquals(body, letrec.Body) ? letrec : letrec with { Bindings = members ?? letrec.Bindings, Body = body };
            case LambdaExpr lambda: return Closure(lambda);
            case CallExpr call: return Folded(call);
            case InlinedExpr inlined:
                var code = base.Rewrite(inlined);
                return code is InlinedExpr { Body: ConstantExpr or LocalExpr } plain ? plain.Body : code;
            default: return base.Rewrite(expr);
        }
    }

    private CoreExpr? Known(LocalExpr local) =>
        _values.TryGetValue(local.Variable, out var known) && (known.Value is LocalExpr || known.Depth == _depth) ? known.Value : null;

    private void Note(Binding binding)
    {
        if (binding.Variable.IsAssigned) return;
        switch (binding.Value)
        {
            case ConstantExpr { Value: var value } when IsAtomic(value):
            case LocalExpr { Variable: { IsAssigned: false } other } when !_procedures.Contains(other):
                _values[binding.Variable] = (binding.Value, _depth);
                break;
            case LambdaExpr: _procedures.Add(binding.Variable); break;
        }
    }

    private LambdaExpr Bound(Variable variable, LambdaExpr lambda) =>
        _escaping.Contains(variable) || variable.IsAssigned ? Closure(lambda) : (LambdaExpr)base.Rewrite(lambda);

    private LambdaExpr Closure(LambdaExpr lambda)
    {
        _depth++;
        var closure = (LambdaExpr)base.Rewrite(lambda);
        _depth--;
        return closure;
    }

    private CoreExpr Folded(CallExpr call)
    {
        // An operator stays a name, which says what is called; only another variable can stand for one.
        var callee = call.Operator is GlobalExpr || (call.Operator is LocalExpr local && Known(local) is ConstantExpr) ? call.Operator : Rewrite(call.Operator);
        var operands = Changed(call.Operands, Rewrite) ?? call.Operands;
        if (callee is GlobalExpr { Name: var name } && ValuesOf(operands) is { } values && globals.BuiltinCallee(name, values.Length) is { Declaration: { IsPure: true, CallsBack: false } } builtin
            && Result(builtin, values) is { } result) return new ConstantExpr(call.Span, result);
        return ReferenceEquals(callee, call.Operator) && ReferenceEquals(operands, call.Operands) ? call : call with { Operator = callee, Operands = operands };
    }

    private static Value[]? ValuesOf(IReadOnlyList<CoreExpr> operands)
    {
        foreach (var operand in operands)
            if (operand is not ConstantExpr { Value: var value } || !IsAtomic(value)) return null;
        return [.. operands.Select(static o => ((ConstantExpr)o).Value)];
    }

    /// <summary>What a call returns, if it succeeds and that is as small as the operands are.</summary>
    private static Value? Result(BuiltinInfo builtin, Value[] operands)
    {
        if (builtin.Overload(operands.Length) is not { } overload) return null;
        try
        {
            var result = overload.HasRest ? overload.CallN(operands) : operands switch
            {
                [] => overload.Call0(),
                [var a] => overload.Call1(a),
                [var a, var b] => overload.Call2(a, b),
                [var a, var b, var c] => overload.Call3(a, b, c),
                _ => overload.Call4(operands[0], operands[1], operands[2], operands[3]),
            };
            return IsAtomic(result) ? result : (Value?)null;
        }
        catch (SemaException)
        {
            return null;
        }
    }

    /// <summary>Whether a value is two words and nothing else, so that a copy costs nothing.</summary>
    private static bool IsAtomic(Value value) => value.Ref is null or Tag or Keyword;
}
