using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// The clauses of a match. Those for lists of fixed lengths share the tests of kind, length and first element.
public sealed partial class Lowerer
{
    /// <summary>One test or one binding of a clause.</summary>
    private sealed record MatchStep(CoreExpr Value, Variable? Variable);

    /// <summary>A clause: what must hold, in order, and what is evaluated then.</summary>
    private sealed record MatchClause(List<MatchStep> Steps, CoreExpr Body, SourceSpan Span)
    {
        /// <summary>The shape that a clause tests first, if that is a number of elements, and not zero. Else null.</summary>
        public ConstantExpr? FixedShape(Variable subject) =>
            Steps is [{ Variable: null, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.HasShape), Operands: [var tested, ConstantExpr { Value.Bits: > 0 } shape] } }, ..]
            && IsRead(tested, subject) ? shape : null;

        /// <summary>The symbol or keyword that a clause with a <see cref="FixedShape"/> compares the first element with next. Else null.</summary>
        public ConstantExpr? Head(Variable subject) => Steps is
            [
                _,
                { Variable: { } first, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.SequenceItem), Operands: [var taken, ConstantExpr { Value.Bits: 0 }] } },
                { Variable: null, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.Equal), Operands: [var compared, ConstantExpr { Value.Ref: Symbol or Keyword } head] } },
                ..
            ] && IsRead(taken, subject) && IsRead(compared, first) ? head : null;
    }

    private static bool IsRead(CoreExpr expr, Variable variable) => expr is LocalExpr local && ReferenceEquals(local.Variable, variable);

    /// <summary>The clauses in order; <paramref name="result"/> when none fits.</summary>
    private static CoreExpr MatchClauses(List<MatchClause> clauses, Variable subject, CoreExpr result, SourceSpan span)
    {
        for (var end = clauses.Count; end > 0;)
        {
            var start = end;
            while (start > 0 && clauses[start - 1].FixedShape(subject) is not null) start--;
            if (end - start > 1) result = ClausesByLength(clauses[start..end], subject, result, span);
            else result = Clause(clauses[start = end - 1].Steps, clauses[end - 1].Body, result, clauses[end - 1].Span);
            end = start;
        }
        return result;
    }

    /// <summary>
    /// Clauses for lists of fixed lengths, as a tree: the kind of list is found out once, then the length, and then, among clauses that start with
    /// a symbol or keyword, the first element. Clauses change places only where one of the two excludes the other.
    /// </summary>
    private static CoreExpr ClausesByLength(List<MatchClause> clauses, Variable subject, CoreExpr otherwise, SourceSpan span)
    {
        var (view, count) = (new Variable("view"), new Variable("count"));
        CoreExpr Item(SourceSpan at, CoreExpr index) => Primitive(at, nameof(Primitives.ViewItem), new LocalExpr(at, view), index);
        MatchStep OfView(MatchStep step) =>
            step.Value is PrimitiveExpr { Primitive.Name: nameof(Primitives.SequenceItem), Operands: [var list, var index] } && IsRead(list, subject)
                ? step with { Value = Item(step.Value.Span, index) } : step;
        var longest = clauses.Max(c => c.FixedShape(subject)!.Value.Bits);
        return new LetExpr(span, [new Binding(view, Primitive(span, nameof(Primitives.SequenceView), new LocalExpr(span, subject), new ConstantExpr(span, new Value(longest))))],
            new LetExpr(span, [new Binding(count, Primitive(span, nameof(Primitives.ViewCount), new LocalExpr(span, view)))], Otherwise(otherwise, span, fail =>
            {
                var tree = fail;
                foreach (var group in clauses.GroupBy(c => c.FixedShape(subject)!.Value.Bits).Reverse())
                {
                    var sameLength = Primitive(span, nameof(Primitives.Identical), new LocalExpr(span, count), new ConstantExpr(span, new Value(group.Key)));
                    tree = new IfExpr(span, sameLength, OfLength([.. group], fail), tree);
                }
                return tree;
            })));

        CoreExpr OfLength(List<MatchClause> group, CoreExpr fail)
        {
            for (var end = group.Count; end > 0;)
            {
                var start = end;
                while (start > 0 && group[start - 1].Head(subject) is not null) start--;
                fail = end - start > 1 ? ByHead(group[start..end], fail)
                    : Clause([.. group[start = end - 1].Steps.Skip(1).Select(OfView)], group[end - 1].Body, fail, group[end - 1].Span);
                end = start;
            }
            return fail;
        }

        CoreExpr ByHead(List<MatchClause> group, CoreExpr otherwise)
        {
            var head = new Variable("head");
            return new LetExpr(span, [new Binding(head, Item(span, Index(span, 0)))], Otherwise(otherwise, span, fail =>
            {
                var chain = fail;
                foreach (var same in group.GroupBy(c => c.Head(subject)!.Value.Ref).Reverse())
                {
                    var next = fail;
                    foreach (var clause in same.Reverse()) next = Clause([.. clause.Steps.Skip(3).Select(OfView)], clause.Body, next, clause.Span);
                    var first = same.First();
                    chain = new IfExpr(first.Span, Primitive(first.Span, nameof(Primitives.Identical), new LocalExpr(first.Span, head), first.Head(subject)!), next, chain);
                }
                return chain;
            }));
        }
    }

    /// <summary>A clause, with what follows when it does not fit.</summary>
    private static CoreExpr Clause(List<MatchStep> steps, CoreExpr body, CoreExpr otherwise, SourceSpan span) =>
        steps.Count(static s => s.Variable is null) <= 1 ? Nest(steps, body, otherwise, span) : Otherwise(otherwise, span, fail => Nest(steps, body, fail, span));

    /// <summary>What follows a failure is written once, as a local procedure, where more than one test can fail.</summary>
    private static CoreExpr Otherwise(CoreExpr otherwise, SourceSpan span, Func<CoreExpr, CoreExpr> body)
    {
        if (otherwise is CallExpr { Operator: LocalExpr, Operands: [] }) return body(otherwise);
        var procedure = new Variable("next-clause");
        return new LetrecExpr(span, [new ProcedureBinding(procedure, new LambdaExpr(span, "next-clause", [], null, otherwise))],
            body(new CallExpr(span, new LocalExpr(span, procedure), [])));
    }

    private static CoreExpr Nest(List<MatchStep> steps, CoreExpr body, CoreExpr otherwise, SourceSpan span)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
            body = steps[i].Variable is { } variable
                ? new LetExpr(span, [new Binding(variable, steps[i].Value)], body)
                : new IfExpr(span, steps[i].Value, body, otherwise);
        return body;
    }
}
