using Sema.Runtime.Procedures;

namespace Sema.Compiler.Resolution;

/// <summary>Expressions without effects: they can be evaluated again, or not at all, without a difference (an error aside).</summary>
internal sealed class PureBuiltins : ResolvedVisitor
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "+", "-", "*", "/", "<", ">", "<=", ">=", "=", "not", "abs", "min", "max", "quotient", "remainder", "mod", "modulo", "equal?",
        "car", "cdr", "cadr", "cddr", "caddr", "nth", "length", "null?", "pair?", "list?", "nil?", "number?", "integer?", "string?", "symbol?",
        "keyword?", "even?", "odd?", "zero?", "positive?", "negative?", "get", "contains?", "string-length", "type", "cons", "list", "sqrt",
    };

    private static readonly HashSet<string> Primitives = new(StringComparer.Ordinal)
    {
        nameof(Runtime.Procedures.Primitives.Identical), nameof(Runtime.Procedures.Primitives.Equal), nameof(Runtime.Procedures.Primitives.HasShape),
        nameof(Runtime.Procedures.Primitives.SequenceItem), nameof(Runtime.Procedures.Primitives.SequenceRest), nameof(Runtime.Procedures.Primitives.RecordIs),
        nameof(Runtime.Procedures.Primitives.RecordGet), nameof(Runtime.Procedures.Primitives.RecordMake), nameof(Runtime.Procedures.Primitives.MakeVector),
    };

    private bool _isPure = true;

    /// <summary>Whether an expression has no effect.</summary>
    public static bool IsPure(ResolvedExpr expr)
    {
        var visitor = new PureBuiltins();
        visitor.Visit(expr);
        return visitor._isPure;
    }

    public override void Visit(ResolvedExpr expr)
    {
        _isPure &= IsPureNode(expr);
        if (_isPure) base.Visit(expr);
    }

    /// <summary>Whether an expression has no effect besides those of its parts.</summary>
    public static bool IsPureNode(ResolvedExpr expr) => expr switch
    {
        ResolvedConstant or SlotRead or CaptureRead or BuiltinRead or GlobalRead or ResolvedIf or ResolvedLet or ResolvedSequence or ClosureExpr => true,
        BuiltinCall call => Names.Contains(call.Builtin.Name),
        PrimitiveCall call => Primitives.Contains(call.Primitive.Name),
        _ => false,
    };
}
