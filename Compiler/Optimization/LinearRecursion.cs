using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes loops of procedures that call themselves once on each path, where all that is left to do when the call returns is an operation
/// on its result: <c>(cons (f (car l)) (map-f (cdr l)))</c>, <c>(+ k (sum (- k 1)))</c>, <c>(let ((n (count (cdr l)))) (+ n 1))</c>. The values that the
/// activations would hold are pending in an array; when the innermost result is known, a second loop does what was left to do,
/// from the innermost activation to the outermost. Known as tail recursion modulo cons, or modulo evaluation contexts.
/// </summary>
/// <remarks>
/// Everything is evaluated in the order of the recursion. Traces show the procedure once. A procedure whose recursion branches is left alone.
/// </remarks>
internal sealed class LinearRecursion(GlobalAnalysis globals) : KnownProcedureRewriter(globals)
{
    private const int MostSaved = 4;

    protected override LambdaExpr Improved(LambdaExpr lambda, Func<LambdaExpr, RecursiveProcedure> known)
    {
        var first = known(lambda);
        if (!first.MayHaveContexts(lambda.Body)) return lambda;
        var self = known(lambda with { Body = first.Nested(lambda.Body) });
        return (Plan.Of(self, holdsAll: false) ?? Plan.Of(self, holdsAll: true))?.Loop() ?? lambda;
    }

    /// <summary>How a procedure becomes a loop.</summary>
    private sealed class Plan
    {
        private readonly RecursiveProcedure _self;
        private readonly bool _holdsAll;
        private readonly LoopBuilder _build;
        private readonly Variable _pending = new("pending"), _unwind = new("unwind");
        private LoopBuilder.NextIteration _next = null!;
        private PendingContext? _context;
        private bool _isPossible = true;

        private Plan(RecursiveProcedure self, bool holdsAll)
        {
            (_self, _holdsAll) = (self, holdsAll);
            _build = new LoopBuilder(self.Lambda.Span);
            Look(self.Lambda.Body);
        }

        /// <summary>The plan for a procedure whose recursive calls are all tail calls, or in the same context; null for any other.</summary>
        public static Plan? Of(RecursiveProcedure self, bool holdsAll)
        {
            var plan = new Plan(self, holdsAll);
            return plan is { _isPossible: true, _context.Saved.Count: <= MostSaved } ? plan : null;
        }

        private bool IsCons => _context!.IsCons;

        private bool IsCount => _context!.Saved.Count == 0;

        public LambdaExpr Loop()
        {
            var lambda = _self.Lambda;
            var parameters = lambda.Parameters.Select(static p => new Variable(p.Name)).ToList();
            var none = IsCount ? _build.Constant(new Value(0)) : _build.Primitive(nameof(Primitives.PendingNone));
            var loop = _build.Loop(lambda.Name ?? "loop", [(_pending, none), .. lambda.Parameters.Zip(parameters, (own, outer) => (own, _build.Read(outer)))], next =>
            {
                _next = next;
                return Turn(lambda.Body);
            });
            return lambda with { Parameters = parameters, Body = IsCons ? loop : new LetrecExpr(lambda.Span, [new ProcedureBinding(_unwind, Unwind())], loop) };
        }

        /// <summary>The second loop: does what is left to do until nothing is pending.</summary>
        private LambdaExpr Unwind()
        {
            Variable pending = new("pending"), result = new("result");
            var held = _context!.Saved.Select((_, i) => new Variable($"held{i}")).ToList();
            var outer = pending;
            var steps = new List<Binding>();
            for (var i = held.Count - 1; i >= 0; i--)
            {
                steps.Add(new Binding(held[i], _build.Primitive(nameof(Primitives.PendingLast), _build.Read(outer))));
                var rest = new Variable("pending");
                steps.Add(new Binding(rest, _build.Primitive(nameof(Primitives.PendingRest), _build.Read(outer))));
                outer = rest;
            }
            var around = _context.Around(_build.Read(result), [.. held.Select(_build.Read)]);
            CoreExpr step = new CallExpr(around.Span, _build.Read(_unwind),
                [IsCount ? _build.Primitive(nameof(Primitives.PendingLess), _build.Read(pending)) : _build.Read(outer), around]);
            for (var i = steps.Count - 1; i >= 0; i--) step = _build.Let(steps[i].Variable, steps[i].Value, step);
            return new LambdaExpr(_self.Lambda.Span, _self.Lambda.Name, [pending, result], null, _build.If(
                _build.Primitive(nameof(Primitives.PendingIsNone), _build.Read(pending)),
                IsCount ? _build.Read(result) : _build.Primitive(nameof(Primitives.PendingDone), _build.Read(pending), _build.Read(result)),
                step));
        }

        // Says whether all of an expression in tail position can be turned, and finds the context.
        private void Look(CoreExpr expr)
        {
            StackGuard.Check();
            if (!_isPossible || !_self.IsMentionedIn(expr))
            {
                _isPossible = _isPossible && !_self.EndsWithHandler(expr);
                return;
            }
            switch (expr)
            {
                case IfExpr conditional:
                    _isPossible &= !_self.IsMentionedIn(conditional.Test);
                    Look(conditional.Then);
                    Look(conditional.Else);
                    break;
                case SequenceExpr sequence:
                    _isPossible &= !sequence.Items.SkipLast(1).Any(_self.IsMentionedIn);
                    Look(sequence.Items[^1]);
                    break;
                case LetExpr let when !let.Bindings.Any(b => _self.IsMentionedIn(b.Value)): Look(let.Body); break;
                case LetrecExpr letrec:
                    _isPossible &= !letrec.Bindings.Any(b => _self.IsMentionedIn(b.Lambda));
                    Look(letrec.Body);
                    break;
                default:
                    if (PendingContext.Of(expr, _self, _holdsAll) is not { } context) _isPossible = false;
                    else if (!context.IsEmpty)
                    {
                        _isPossible &= _context is null || _context.Key == context.Key || (_context.IsCons && context.IsCons);
                        _context ??= context;
                    }
                    break;
            }
        }

        private CoreExpr Turn(CoreExpr expr)
        {
            StackGuard.Check();
            switch (expr)
            {
                case var _ when !_self.IsMentionedIn(expr) && _self.EndsWithoutCall(expr): return End(expr);
                case IfExpr conditional: return conditional with { Then = Turn(conditional.Then), Else = Turn(conditional.Else) };
                case SequenceExpr sequence: return sequence with { Items = [.. sequence.Items.SkipLast(1), Turn(sequence.Items[^1])] };
                case LetExpr let when !let.Bindings.Any(b => _self.IsMentionedIn(b.Value)): return let with { Body = Turn(let.Body) };
                case LetrecExpr letrec: return letrec with { Body = Turn(letrec.Body) };
                case InlinedExpr inlined: return inlined with { Body = Turn(inlined.Body) };
                case var _ when _self.IsMentionedIn(expr): return Next(PendingContext.Of(expr, _self, _holdsAll)!);
                case CallExpr call: return EndWithCall(call);
                default: return End(expr);
            }
        }

        /// <summary>Goes on with the recursive call.</summary>
        private CoreExpr Next(PendingContext context)
        {
            var pending = _build.Read(_pending);
            if (IsCount && !context.IsEmpty) pending = _build.Primitive(nameof(Primitives.PendingMore), pending);
            foreach (var value in context.Saved) pending = new PrimitiveExpr(context.Call.Span, Primitive.Of(IsCons ? nameof(Primitives.HeadsWith) : nameof(Primitives.PendingWith)), [pending, value]);
            return _next([pending, .. context.Call.Operands]);
        }

        /// <summary>The innermost result is known.</summary>
        private CoreExpr End(CoreExpr result) => IsCons
            ? _build.Primitive(nameof(Primitives.HeadsOnto), _build.Read(_pending), result)
            : new CallExpr(_self.Lambda.Span, _build.Read(_unwind), [_build.Read(_pending), result]);

        /// <summary>The innermost result is that of another procedure: its call is a tail call when nothing is pending.</summary>
        private CoreExpr EndWithCall(CallExpr call)
        {
            var bindings = new List<Binding>();
            CoreExpr Once(CoreExpr part)
            {
                if (ReferenceEquals(part, call.Operator) ? _self.IsSettledOperator(call) : _self.IsSettled(part)) return part;
                var variable = new Variable("operand");
                bindings.Add(new Binding(variable, part));
                return new LocalExpr(part.Span, variable);
            }

            var @operator = Once(call.Operator);
            List<CoreExpr> operands = [.. call.Operands.Select(Once)];
            CoreExpr Call() => call with { Operator = @operator, Operands = operands };
            CoreExpr end = _build.If(_build.Primitive(nameof(Primitives.PendingIsNone), _build.Read(_pending)), Call(), End(Call()));
            return bindings.Count == 0 ? end : new LetExpr(call.Span, bindings, end);
        }
    }
}
