using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes lists and vectors once for each closure instead of once for each of its calls, where all that is in them is constant or captured:
/// in <c>(letrec ((self (fn (v) (ev body (cons v (cons (list f self) env)))))) self)</c> the list behind <c>v</c> is the same in every call.
/// Data has no identity (§2.3): nobody can tell one list from another with the same elements.
/// </summary>
/// <remarks>
/// Only what every call of the closure makes, and only in a closure that refers to itself: such a one is called more than once as a rule, whereas
/// the closure of a lambda that nobody calls would cost more than before. What refers to the closure itself is made when that exists, and
/// assigned to a variable in front of it.
/// </remarks>
internal sealed class ListHoisting(GlobalAnalysis globals) : CoreRewriter
{
    private HashSet<Variable> _closures = [];

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        if (!globals.BindsProcedures) return item;
        _closures = RecursiveClosures.Of(item);
        return _closures.Count == 0 ? item : Rewrite(item);
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        var rewritten = base.Rewrite(expr);
        return rewritten is LetrecExpr letrec && letrec.Bindings.Any(b => _closures.Contains(b.Variable)) ? Hoisted(letrec) : rewritten;
    }

    private CoreExpr Hoisted(LetrecExpr letrec)
    {
        var group = letrec.Bindings.Select(static b => b.Variable).ToHashSet();
        var (before, after) = (new List<Binding>(), new List<Binding>());
        var procedures = letrec.Bindings.Select(binding =>
        {
            if (!_closures.Contains(binding.Variable)) return binding;
            var body = new Body(globals, binding.Lambda);
            var lambda = binding.Lambda with { Body = body.Rewrite(binding.Lambda.Body) };
            foreach (var (made, uses) in body.Hoisted) (uses.AnyOf(group) ? after : before).Add(made);
            return body.Hoisted.Count == 0 ? binding : binding with { Lambda = lambda };
        }).ToList();
        if (before.Count + after.Count == 0) return letrec;
        foreach (var (variable, _) in after) variable.IsAssigned = true;
        var start = after.Select(static CoreExpr (b) => new SetLocalExpr(b.Value.Span, b.Variable, b.Value));
        CoreExpr result = letrec with { Bindings = procedures, Body = after.Count == 0 ? letrec.Body : new SequenceExpr(letrec.Span, [.. start, letrec.Body]) };
        before.AddRange(after.Select(static b => b with { Value = new ConstantExpr(b.Value.Span, Value.Nil) }));
        return new LetExpr(letrec.Span, before, result);
    }

    /// <summary>The part of a procedure's body that every call evaluates, unless it raises before.</summary>
    private sealed class Body : CoreRewriter
    {
        private readonly GlobalAnalysis _globals;
        private readonly HashSet<Variable> _own;

        // Nested calls are asked about again and again, from outside inwards.
        private readonly HashSet<CoreExpr> _variant = new(ReferenceEqualityComparer.Instance);

        public Body(GlobalAnalysis globals, LambdaExpr lambda)
        {
            _globals = globals;
            _own = [.. lambda.Parameters];
            if (lambda.Rest is { } rest) _own.Add(rest);
        }

        /// <summary>The variables that stand for what is made elsewhere now, and what that mentions.</summary>
        public List<(Binding Made, VariableUses Uses)> Hoisted { get; } = [];

        public override CoreExpr Rewrite(CoreExpr expr)
        {
            // Of constants alone, the closure could capture nothing any more, and would be one object (ConstantFolding).
            if (IsMade(expr) && IsInvariant(expr) && VariableUses.Of(expr) is { Any: true } uses)
            {
                var shared = new Variable("shared");
                Hoisted.Add((new Binding(shared, expr), uses));
                return new LocalExpr(expr.Span, shared);
            }
            switch (expr)
            {
                case IfExpr conditional: return Rewrite(conditional.Test) is var test && ReferenceEquals(test, conditional.Test) ? expr : conditional with { Test = test };
                case LetExpr let:
                    _own.UnionWith(let.Bindings.Select(static b => b.Variable));
                    return base.Rewrite(let);
                case LambdaExpr or LetrecExpr or TryExpr: return expr;
                default: return base.Rewrite(expr);
            }
        }

        /// <summary>Whether an expression makes data of its operands, which always succeeds.</summary>
        private bool IsMade(CoreExpr expr) => expr switch
        {
            CallExpr { Operator: GlobalExpr { Name: var name } } call =>
                _globals.BuiltinCallee(name, call.Operands.Count) is { Name: "list" or "cons" or "vector" } builtin && builtin.Overload(call.Operands.Count) is not null,
            PrimitiveExpr { Primitive.Name: nameof(Primitives.MakeList) or nameof(Primitives.MakeVector) } => true,
            InlinedExpr inlined => IsMade(inlined.Body),
            _ => false,
        };

        private bool IsInvariant(CoreExpr expr)
        {
            StackGuard.Check();
            if (_variant.Contains(expr)) return false;
            var isInvariant = expr switch
            {
                ConstantExpr => true,
                LocalExpr { Variable: var variable } => !variable.IsAssigned && !_own.Contains(variable),
                InlinedExpr inlined => IsInvariant(inlined.Body),
                CallExpr call => IsMade(call) && call.Operands.All(IsInvariant),
                PrimitiveExpr primitive => IsMade(primitive) && primitive.Operands.All(IsInvariant),
                _ => false,
            };
            if (!isInvariant) _variant.Add(expr);
            return isInvariant;
        }
    }

    /// <summary>The variables of procedures that are values, and that the procedures bound together with them mention.</summary>
    private sealed class RecursiveClosures : CoreVisitor
    {
        private readonly HashSet<Variable> _open = [];
        private readonly HashSet<Variable> _found = [];

        public static HashSet<Variable> Of(CoreExpr form)
        {
            var recursive = new RecursiveClosures();
            recursive.Visit(form);
            if (recursive._found.Count > 0) recursive._found.IntersectWith(EscapingVariables.Of(form));
            return recursive._found;
        }

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case LocalExpr { Variable: var variable } when _open.Contains(variable): _found.Add(variable); break;
                case LetrecExpr letrec:
                    foreach (var (variable, _) in letrec.Bindings) _open.Add(variable);
                    foreach (var (_, lambda) in letrec.Bindings) Visit(lambda);
                    foreach (var (variable, _) in letrec.Bindings) _open.Remove(variable);
                    Visit(letrec.Body);
                    break;
                default: base.Visit(expr); break;
            }
        }
    }
}
