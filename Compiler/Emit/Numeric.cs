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
    public IEnumerable<NumericLeaf> Leaves => this is NumericLeaf leaf ? [leaf] : Parts.SelectMany(static p => p.Leaves);

    /// <summary>The elements of arrays that are read, those in the indices of others included.</summary>
    public IEnumerable<NumericElement> Elements
    {
        get
        {
            var inner = Parts.SelectMany(static p => p.Elements);
            return this is NumericElement element ? inner.Append(element) : inner;
        }
    }

    /// <summary>The fields of records that are read.</summary>
    public IEnumerable<NumericField> Fields => this is NumericField own ? [own] : Parts.SelectMany(static p => p.Fields);

    private IEnumerable<Numeric> Parts => this switch
    {
        NumericOperation operation => operation.Operands,
        NumericElement element => [element.Index],
        NumericField own => [own.Record],
        _ => [],
    };
}

/// <summary>An operand that is not computed raw itself. <paramref name="IsCertain"/>: its kind needs no test.</summary>
internal sealed record NumericLeaf(ResolvedExpr Expr, PassedAs Kind, bool IsCertain) : Numeric(Kind)
{
    /// <summary>The evaluated operand, once it is.</summary>
    public Operand Ready { get; set; }
}

/// <summary>
/// An element of a mutable array, which is read when all leaves are evaluated; nothing that comes after it is more than a load. Whether the
/// array keeps numbers of that kind, and has the index, is tested when it is read.
/// </summary>
internal sealed record NumericElement(BuiltinCall Call, PassedAs Kind, Numeric Index) : Numeric(Kind)
{
    /// <summary>The variable that holds the array.</summary>
    public ResolvedExpr Array => Call.Operands[0];
}

/// <summary>
/// A field of a record, which is read when all leaves are evaluated. Whether the record is of the unit's class for the type is tested then, unless the
/// program has done so (<paramref name="IsCertain"/>).
/// </summary>
internal sealed record NumericField(PrimitiveCall Call, PassedAs Kind, NumericLeaf Record, bool IsCertain) : Numeric(Kind);

/// <summary>An operation on raw numbers.</summary>
internal sealed record NumericOperation(BuiltinCall Call, PassedAs Kind, IReadOnlyList<Numeric> Operands) : Numeric(Kind)
{
    /// <summary>What is known of the result, once it has been asked for (<see cref="Emit.Bounds"/>).</summary>
    public Interval? Bounds { get; set; }
}

/// <summary>An operand that has been evaluated, as an expression.</summary>
internal sealed record Evaluated(SourceSpan Span, Operand Operand) : ResolvedExpr(Span);
