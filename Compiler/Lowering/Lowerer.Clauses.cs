using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Lowering;

// The clauses of a match in sequence. Clauses for lists that start with a symbol share the test of the length and the first element.
public sealed partial class Lowerer
{
    /// <summary>One test or one binding of a clause.</summary>
    private sealed record MatchStep(CoreExpr Value, Variable? Variable);

    /// <summary>A clause: what must hold, in order, and what is evaluated then.</summary>
    private sealed record MatchClause(List<MatchStep> Steps, CoreExpr Body, SourceSpan Span)
    {
        /// <summary>
        /// For a clause that begins with the tests of a fixed length and of the first element for a symbol or keyword: the shape and
        /// that constant. Else null.
        /// </summary>
        public (ConstantExpr Shape, ConstantExpr Head)? HeadTest(Variable subject)
        {
            bool IsSubject(CoreExpr expr) => expr is LocalExpr local && ReferenceEquals(local.Variable, subject);
            return Steps is
                [
                    { Variable: null, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.HasShape), Operands: [var tested, ConstantExpr { Value.Bits: > 0 } shape] } },
                    { Variable: { } first, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.SequenceItem), Operands: [var taken, ConstantExpr { Value.Bits: 0 }] } },
                    { Variable: null, Value: PrimitiveExpr { Primitive.Name: nameof(Primitives.Equal), Operands: [LocalExpr compared, ConstantExpr { Value.Ref: Symbol or Keyword } head] } },
                    ..
                ] && IsSubject(tested) && IsSubject(taken) && ReferenceEquals(compared.Variable, first) ? (shape, head) : null;
        }
    }

    /// <summary>The clauses in order; <paramref name="result"/> when none fits.</summary>
    private static CoreExpr MatchClauses(List<MatchClause> clauses, Variable subject, CoreExpr result, SourceSpan span)
    {
        for (var end = clauses.Count; end > 0;)
        {
            var start = end;
            while (start > 0 && clauses[start - 1].HeadTest(subject) is not null) start--;
            if (end - start > 1) result = ClausesByHead(clauses[start..end], subject, result, span);
            else result = Clause(clauses[start = end - 1].Steps, clauses[end - 1].Body, result, clauses[end - 1].Span);
            end = start;
        }
        return result;
    }

    /// <summary>Clauses with a <see cref="MatchClause.HeadTest"/>: length and first element are taken once, and neighbours of one length test it once.</summary>
    private static CoreExpr ClausesByHead(List<MatchClause> clauses, Variable subject, CoreExpr otherwise, SourceSpan span)
    {
        var (count, head) = (new Variable("count"), new Variable("head"));
        for (var end = clauses.Count; end > 0;)
        {
            var shape = clauses[end - 1].HeadTest(subject)!.Value.Shape;
            var start = end;
            while (start > 0 && clauses[start - 1].HeadTest(subject)!.Value.Shape.Value.Bits == shape.Value.Bits) start--;
            var (fail, call) = Failure(span);
            CoreExpr chain = call;
            for (var i = end - 1; i >= start; i--)
            {
                var test = Primitive(clauses[i].Span, nameof(Primitives.Identical), new LocalExpr(clauses[i].Span, head), clauses[i].HeadTest(subject)!.Value.Head);
                chain = Clause([new MatchStep(test, null), .. clauses[i].Steps.Skip(3)], clauses[i].Body, chain, clauses[i].Span);
            }
            var sameLength = Primitive(span, nameof(Primitives.Identical), new LocalExpr(span, count), shape);
            otherwise = Failing(fail, otherwise, new IfExpr(span, sameLength, chain, call), span);
            end = start;
        }
        var list = new LocalExpr(span, subject);
        return new LetExpr(span,
            [
                new Binding(count, Primitive(span, nameof(Primitives.SequenceCount), list)),
                new Binding(head, Primitive(span, nameof(Primitives.SequenceHead), list)),
            ], otherwise);
    }

    /// <summary>What follows a failure is written once: as a local procedure when more than one test can fail.</summary>
    private static CoreExpr Clause(List<MatchStep> steps, CoreExpr body, CoreExpr otherwise, SourceSpan span)
    {
        var tests = steps.Count(static s => s.Variable is null);
        if (tests <= 1 || otherwise is CallExpr { Operator: LocalExpr, Operands: [] }) return Nest(steps, body, otherwise, span);
        var (fail, call) = Failure(span);
        return Failing(fail, otherwise, Nest(steps, body, call, span), span);
    }

    private static (Variable Procedure, CallExpr Call) Failure(SourceSpan span)
    {
        var procedure = new Variable("next-clause");
        return (procedure, new CallExpr(span, new LocalExpr(span, procedure), []));
    }

    private static LetrecExpr Failing(Variable procedure, CoreExpr otherwise, CoreExpr body, SourceSpan span) =>
        new(span, [new ProcedureBinding(procedure, new LambdaExpr(span, "next-clause", [], null, otherwise))], body);

    private static CoreExpr Nest(List<MatchStep> steps, CoreExpr body, CoreExpr otherwise, SourceSpan span)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
            body = steps[i].Variable is { } variable
                ? new LetExpr(span, [new Binding(variable, steps[i].Value)], body)
                : new IfExpr(span, steps[i].Value, body, otherwise);
        return body;
    }
}
