using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Unrolls loops that grow a closure: procedures that end with a call of themselves, whose operand for a parameter is a new closure that calls the
/// parameter, <c>(fact-k (- n 1) (fn (v) (k (* n v))))</c>. Several turns make one closure, which does what theirs would have done one after the
/// other; where the recursion ends in between, a closure of as many steps is made there, if its value is used at all.
/// </summary>
/// <remarks>
/// Nobody can see the closures that are not made: of each, the only use was the call in the next. The body of one stands in that as a lambda that is
/// called at once, which <see cref="ProcedureInlining"/> takes apart, so that traces keep its frame. Effects and tests of all turns stay in their order.
/// </remarks>
internal sealed class ClosureUnrolling(GlobalAnalysis globals) : KnownProcedureRewriter(globals)
{
    /// <summary>How many parts a procedure that is unrolled may have.</summary>
    private const int LargestBody = 60;

    /// <summary>How many parts all turns of it may have.</summary>
    private const int LargestResult = 240;

    /// <summary>How many turns make one closure.</summary>
    private const int MostTurns = 4;

    protected override LambdaExpr Improved(LambdaExpr lambda, Func<LambdaExpr, RecursiveProcedure> known)
    {
        if (CopySize.Of(lambda.Body, LargestBody) is not { Procedures: > 0 } size) return lambda;
        var self = known(lambda);
        var grown = TailPositions.Of(lambda.Body).OfType<CallExpr>().Where(self.IsCall).Select(c => Growth.Of(c, lambda)).OfType<Growth>().ToList();
        if (grown is not [var growth] || size.Procedures > 1 + growth.Applied) return lambda;
        for (var turns = MostTurns; turns > 1; turns /= 2)
            if (new Plan(lambda, growth, turns).Unrolled() is { } body && CopySize.Of(body, LargestResult) is not null) return lambda with { Body = body };
        return lambda;
    }

    /// <summary>A recursive call that passes on a closure that calls a parameter.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Index">Which parameter.</param>
    /// <param name="Bindings">What is evaluated for the closure to capture.</param>
    /// <param name="Closure">The closure.</param>
    /// <param name="Applied">How many lambdas are called at once in the closure.</param>
    private sealed record Growth(CallExpr Call, int Index, IReadOnlyList<Binding> Bindings, LambdaExpr Closure, int Applied)
    {
        public static Growth? Of(CallExpr call, LambdaExpr procedure)
        {
            for (var i = 0; i < call.Operands.Count; i++)
            {
                var parameter = procedure.Parameters[i];
                var (bindings, value) = call.Operands[i] is LetExpr let ? (let.Bindings, let.Body) : ([], call.Operands[i]);
                if (parameter.IsAssigned || value is not LambdaExpr { Rest: null, IsDelayed: false } closure) continue;
                var (inside, all) = (Uses.Of(parameter, closure), Uses.Of(parameter, call));
                if (inside.Calls == 1 && inside.Arguments == closure.Parameters.Count && all.Mentions == 1) return new Growth(call, i, bindings, closure, inside.Applied);
            }
            return null;
        }
    }

    /// <summary>The turns of one procedure.</summary>
    private sealed class Plan(LambdaExpr procedure, Growth growth, int turns)
    {
        private readonly Variable _parameter = procedure.Parameters[growth.Index];
        private readonly LocalExpr _next = new(growth.Call.Span, new Variable("next"));
        private bool _isPossible = true;

        /// <summary>The body; null when an end of it uses its parameter in a way that a closure cannot stand for.</summary>
        public CoreExpr? Unrolled()
        {
            var body = TailPositions.Replace(procedure.Body, e => ReferenceEquals(e, growth.Call) ? Next(new FreshCopy(), null, 1) : e);
            return _isPossible ? body : null;
        }

        /// <summary>What a turn goes on with: another turn with its new variables, or the call.</summary>
        /// <param name="own">The variables of the turn.</param>
        /// <param name="pending">The closure that is its parameter and has not been made; null when it has.</param>
        /// <param name="turn">Its number.</param>
        private CoreExpr Next(FreshCopy own, LambdaExpr? pending, int turn)
        {
            var isLast = turn == turns;
            var (after, bindings, operands) = (new FreshCopy(), new List<Binding>(), new List<CoreExpr>());
            if (pending is not null) own.Replace(_parameter, pending);
            for (var i = 0; i < growth.Call.Operands.Count; i++)
            {
                var operand = growth.Call.Operands[i];
                if (isLast) operands.Add(own.Rewrite(operand));
                else if (i != growth.Index) bindings.Add(new Binding(after.Fresh(procedure.Parameters[i]), own.Rewrite(operand)));
                else
                {
                    var values = growth.Bindings.Select(b => own.Rewrite(b.Value)).ToList();
                    bindings.AddRange(growth.Bindings.Zip(values, (b, v) => new Binding(own.Fresh(b.Variable), v)));
                }
            }
            if (isLast) return growth.Call with { Operands = operands };
            var closure = (LambdaExpr)own.Rewrite(growth.Closure);
            // The body is copied with a mark where it goes on.
            var body = after.Rewrite(TailPositions.Replace(procedure.Body, e => ReferenceEquals(e, growth.Call) ? _next : e));
            body = Ended(body, closure, () => Next(after, closure, turn + 1));
            return bindings.Count == 0 ? body : new LetExpr(growth.Call.Span, bindings, body);
        }

        /// <summary>A turn with copies of a closure where it ends with a use of the parameter.</summary>
        private CoreExpr Ended(CoreExpr expr, LambdaExpr closure, Func<CoreExpr> next)
        {
            StackGuard.Check();
            if (ReferenceEquals(expr, _next)) return next();
            var uses = Uses.Of(_parameter, expr);
            switch (expr)
            {
                case var _ when uses.Mentions == 0 && !GoesOn(expr): return expr;
                case IfExpr conditional when Uses.Of(_parameter, conditional.Test).Mentions == 0:
                    return conditional with { Then = Ended(conditional.Then, closure, next), Else = Ended(conditional.Else, closure, next) };
                case SequenceExpr sequence when sequence.Items.SkipLast(1).All(i => Uses.Of(_parameter, i).Mentions == 0):
                    return sequence with { Items = [.. sequence.Items.SkipLast(1), Ended(sequence.Items[^1], closure, next)] };
                case LetExpr let when let.Bindings.All(b => Uses.Of(_parameter, b.Value).Mentions == 0):
                    return let with { Body = Ended(let.Body, closure, next) };
            }
            // A variable that is bound to a closure and called has no frame in traces.
            _isPossible &= !GoesOn(expr) && uses.Bound == 0 && (uses.Mentions == 1 || uses.Calls == 0);
            if (!_isPossible) return expr;
            var copy = new FreshCopy();
            if (uses.Mentions > 1) return new LetExpr(expr.Span, [new Binding(copy.Fresh(_parameter), Copy(closure))], copy.Rewrite(expr));
            copy.Replace(_parameter, Copy(closure));
            return copy.Rewrite(expr);
        }

        private bool GoesOn(CoreExpr expr) => TailPositions.Of(expr).Contains(_next, ReferenceEqualityComparer.Instance);

        private static LambdaExpr Copy(LambdaExpr closure) => (LambdaExpr)new FreshCopy().Rewrite(closure);
    }

    /// <summary>What an expression does with a variable.</summary>
    private sealed class Uses : CoreVisitor
    {
        private readonly Variable _variable;

        private Uses(Variable variable) => _variable = variable;

        /// <summary>How often it is mentioned.</summary>
        public int Mentions { get; private set; }

        /// <summary>How many of these are calls.</summary>
        public int Calls { get; private set; }

        /// <summary>The number of arguments of the last call.</summary>
        public int Arguments { get; private set; }

        /// <summary>How many mentions stand in what another variable is bound to.</summary>
        public int Bound { get; private set; }

        /// <summary>How many lambdas are called at once.</summary>
        public int Applied { get; private set; }

        public static Uses Of(Variable variable, CoreExpr expr)
        {
            var uses = new Uses(variable);
            uses.Visit(expr);
            return uses;
        }

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case LocalExpr local when local.Variable == _variable: Mentions++; break;
                case CallExpr { Operator: LocalExpr callee } call when callee.Variable == _variable:
                    Calls++;
                    Arguments = call.Operands.Count;
                    break;
                case CallExpr { Operator: LambdaExpr }: Applied++; break;
                case LetExpr let:
                    var before = Mentions;
                    foreach (var binding in let.Bindings) Visit(binding.Value);
                    Bound += Mentions - before;
                    Visit(let.Body);
                    return;
            }
            base.Visit(expr);
        }
    }
}
