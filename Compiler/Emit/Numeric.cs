using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// An arithmetic expression that is computed with raw numbers, as long as its leaves are of the kinds that they are thought to be and
/// nothing overflows; else it is computed anew with values, from the same leaves.
/// </summary>
/// <param name="Kind">The kind of the raw number: <see cref="PassedAs.Fixnum"/> or <see cref="PassedAs.Flonum"/>.</param>
internal abstract record Numeric(PassedAs Kind)
{
    /// <summary>The leaves in order of evaluation.</summary>
    public IEnumerable<NumericLeaf> Leaves => this is NumericLeaf leaf ? [leaf] : ((NumericOperation)this).Operands.SelectMany(static o => o.Leaves);
}

/// <summary>An operand that is not computed raw itself. <paramref name="IsCertain"/>: its kind needs no test.</summary>
internal sealed record NumericLeaf(ResolvedExpr Expr, PassedAs Kind, bool IsCertain) : Numeric(Kind)
{
    /// <summary>The evaluated operand, once it is.</summary>
    public Operand Ready { get; set; }
}

/// <summary>An operation on raw numbers.</summary>
internal sealed record NumericOperation(BuiltinCall Call, PassedAs Kind, IReadOnlyList<Numeric> Operands) : Numeric(Kind);

/// <summary>An operand that has been evaluated, as an expression.</summary>
internal sealed record Evaluated(SourceSpan Span, Operand Operand) : ResolvedExpr(Span);
