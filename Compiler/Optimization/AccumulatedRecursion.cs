using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes a loop of the last recursive call in a sum: <c>(+ (fib (- k 1)) (fib (- k 2)))</c>, <c>(+ (leaves (car e)) (leaves (cdr e)))</c>. The loop adds up what
/// precedes the call. That changes the order of the additions, so it is done only where all results are exact integers: for certain, or
/// when some parameters are fixnums, which is tested then.
/// </summary>
/// <remarks>
/// The procedure's first turn stays as it is, for callers to take its base cases inline. Turns are counted, as an endless recursion has to
/// be a condition, unless each goes on with the rest of a list.
/// </remarks>
internal sealed class AccumulatedRecursion(GlobalAnalysis globals) : KnownProcedureRewriter(globals)
{
    private const int LargestBody = 60;

    protected override LambdaExpr Improved(LambdaExpr lambda, Func<LambdaExpr, RecursiveProcedure> known)
    {
        var self = known(lambda);
        if (!self.MayHaveContexts(lambda.Body) || CopySize.Of(lambda.Body, LargestBody) is not { Procedures: 0 } || Globals.BuiltinCallee("<", 2) is null) return lambda;
        var sums = TailPositions.Of(lambda.Body).Where(e => IsSum(e, self)).Cast<CallExpr>().ToList();
        // A recursion that does not branch is left to LinearRecursion.
        if (sums is not [var sum] || !sum.Operands.SkipLast(1).Any(self.IsMentionedIn)) return lambda;
        if ((IntegerResults.Parameters(self, []) ?? IntegerResults.Parameters(self, lambda.Parameters)) is not { } integers) return lambda;
        return lambda with { Body = new Plan(self, sum, integers).First(lambda.Body) };
    }

    private static bool IsSum(CoreExpr expr, RecursiveProcedure self) =>
        expr is CallExpr { Operator: GlobalExpr { Name: "+" }, Operands: [_, .., CallExpr last] } call && self.BuiltinWithoutCalls(call) is not null && self.IsCall(last);

    /// <summary>The loop of a procedure in the place of its one sum.</summary>
    private sealed class Plan(RecursiveProcedure self, CallExpr sum, IReadOnlyCollection<Variable> integers)
    {
        private readonly LoopBuilder _build = new(sum.Span);
        private readonly Variable _total = new("total"), _turns = new("turns");
        private readonly bool _counts = !(self.Calls.All(c => ReferenceEquals(c, sum.Operands[^1]) || sum.Operands.Any(o => ReferenceEquals(c, o))) && EndsWithAList(self, sum));
        private LoopBuilder.NextIteration _next = null!;

        /// <summary>The first turn: the body with the loop in the place of the sum.</summary>
        public CoreExpr First(CoreExpr body) => TailPositions.Replace(body, end => ReferenceEquals(end, sum) ? Loop() : end);

        private CoreExpr Loop()
        {
            var own = self.Lambda.Parameters;
            var copy = new FreshCopy();
            var parameters = own.Select(copy.Fresh).ToList();
            var start = sum.Operands.Count == 2 ? sum.Operands[0] : sum with { Operands = [.. sum.Operands.SkipLast(1)] };
            var call = (CallExpr)sum.Operands[^1];
            var loop = _build.Loop(self.Lambda.Name ?? "loop",
                [(_total, new FreshCopy().Rewrite(start)), .. Turns((_turns, Fixnum(0))), .. parameters.Zip(call.Operands, static (p, o) => (p, new FreshCopy().Rewrite(o)))],
                next =>
                {
                    _next = next;
                    return copy.Rewrite(TailPositions.Replace(self.Lambda.Body, Turn));
                });
            if (integers.Count == 0) return loop;
            var tests = integers.Select(p => _build.Primitive(nameof(Primitives.IsFixnum), _build.Read(p))).ToList();
            return _build.If(tests.Skip(1).Aggregate(tests[0], (test, more) => _build.If(test, more, _build.Constant(Value.False))), loop, sum);
        }

        /// <summary>The end of a turn of the loop, of the procedure's own variables.</summary>
        private CoreExpr Turn(CoreExpr expr)
        {
            switch (expr)
            {
                case CallExpr call when ReferenceEquals(call, sum):
                    var last = (CallExpr)sum.Operands[^1];
                    CoreExpr next = _next([sum with { Operands = [_build.Read(_total), .. sum.Operands.SkipLast(1)] }, .. Turns(_build.Call("+", _build.Read(_turns), Fixnum(1))), .. last.Operands]);
                    return !_counts ? next : _build.If(_build.Call("<", _build.Read(_turns), Fixnum(Primitives.MostActivations)), next, _build.Primitive(nameof(Primitives.RaiseStackOverflow)));
                case CallExpr call when self.IsCall(call): return _next([_build.Read(_total), .. Turns(_build.Read(_turns)), .. call.Operands]);
                case ConstantExpr { Value: { IsFixnum: true, Bits: 0 } }: return _build.Read(_total);
                default: return sum with { Operands = [_build.Read(_total), expr] };
            }
        }

        private T[] Turns<T>(T part) => _counts ? [part] : [];

        /// <summary>Whether each turn takes the rest of a list.</summary>
        private static bool EndsWithAList(RecursiveProcedure self, CallExpr sum) => ((CallExpr)sum.Operands[^1]).Operands.Zip(self.Lambda.Parameters).Any(p =>
            p is { First: CallExpr { Operator: GlobalExpr { Name: "cdr" or "rest" }, Operands: [LocalExpr { Variable: { IsAssigned: false } list }] } call, Second: var own }
            && ReferenceEquals(list, own) && self.BuiltinWithoutCalls(call) is not null);

        private CoreExpr Fixnum(long number) => _build.Constant(new Value(number));
    }
}
