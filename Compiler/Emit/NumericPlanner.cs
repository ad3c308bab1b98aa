using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

/// <summary>
/// Decides what of an expression is computed with raw numbers, and as which kind: what is certain counts, then the guesses of
/// <see cref="ParameterKinds"/>, then what an operand is combined with.
/// </summary>
/// <param name="knownAs">The kind of raw number that an expression is for certain.</param>
/// <param name="fieldAs">The kind of number that a field of a record is kept as, if an expression reads one.</param>
/// <param name="elementAs">The kind of number that the elements of an array seem to be, if it is in a variable from which they can be read raw.</param>
internal sealed class NumericPlanner(Func<ResolvedExpr, PassedAs> knownAs, Func<ResolvedExpr, PassedAs> elementAs, Func<ResolvedExpr, PassedAs> fieldAs)
{
    /// <summary>An integer of this size and below is the same number as a flonum.</summary>
    private const long ExactInFlonum = 1L << 53;

    private readonly HashSet<ResolvedExpr> _unknown = new(ReferenceEqualityComparer.Instance);

    /// <summary>An expression as a computation with raw numbers, of the kind <paramref name="wanted"/> if that can be; null if it is none.</summary>
    public Numeric? Plan(ResolvedExpr expr, PassedAs wanted = PassedAs.Value)
    {
        if (!IsOperation(expr) && !IsElement(expr) && fieldAs(expr) == PassedAs.Value || (wanted == PassedAs.Value && _unknown.Contains(expr))) return null;
        var shape = ShapeOf(expr);
        var kind = Guess([shape], wanted);
        if (kind != PassedAs.Value) return Typed(shape, kind) is var plan and not NumericLeaf ? plan : null;
        MarkUnknown(shape);
        return null;
    }

    /// <summary>A test of raw numbers of one kind; null for another call, and when values are better tested.</summary>
    public (string Relation, Numeric Left, Numeric Right)? PlanTest(BuiltinCall call)
    {
        if (NumberBuiltins.Test(call) is not { } test) return null;
        var shapes = Operands([test.Left, test.Right]);
        // Of a sign's or a parity's test, only the number itself tells what it is.
        var isOfOne = call.Operands.Count == 1;
        var kind = Guess(isOfOne ? shapes.Take(1) : shapes, PassedAs.Value);
        if (kind == PassedAs.Value) return null;
        var (left, right) = (Typed(shapes[0], kind), Typed(shapes[1], kind));
        if (!IsWorth(left) && !IsWorth(right)) return null;
        if (!test.IsComparison && left.Kind == PassedAs.Flonum) return null;
        if (left.Kind == right.Kind) return (test.Relation, left, right);
        // Numbers of two kinds compare exactly (§2.3): only a small integer may be rounded.
        var integer = left.Kind == PassedAs.Fixnum ? left : right;
        return integer is NumericLeaf { Expr: ResolvedConstant { Value.Bits: >= -ExactInFlonum and <= ExactInFlonum } } ? (test.Relation, left, right) : null;
    }

    /// <summary>Whether raw arithmetic saves anything when the result is wanted as a value.</summary>
    public static bool IsWorth(Numeric numeric) => numeric switch
    {
        NumericLeaf leaf => leaf is { IsCertain: true, Expr: not ResolvedConstant },
        NumericOperation operation => operation.Operands.Any(static o => o is NumericOperation || IsWorth(o)),
        _ => true,
    };

    /// <summary>Whether a computation cannot raise, so that it may be done later than its place says.</summary>
    public static bool CannotRaise(Numeric numeric) => numeric switch
    {
        NumericLeaf leaf => leaf.IsCertain && ProcedureEmitter.IsPlain(leaf.Expr),
        NumericOperation { Call.Builtin.Name: "quotient" or "remainder" or "mod", Operands: [var dividend, var divisor] } =>
            divisor is NumericLeaf { Expr: ResolvedConstant { Value.Bits: not 0 } } && CannotRaise(dividend),
        NumericOperation operation => operation.Operands.All(CannotRaise),
        NumericField field => field.IsCertain && CannotRaise(field.Record),
        _ => false,
    };

    /// <summary>Remembers that nothing is known of the parts of an expression either, lest each level looks again.</summary>
    private void MarkUnknown(Shape shape)
    {
        if (shape.Call is null) return;
        _unknown.Add(shape.Call);
        foreach (var operand in shape.Operands) MarkUnknown(operand);
    }

    private static bool IsOperation(ResolvedExpr expr) => expr is BuiltinCall call && call.Builtin.Name switch
    {
        "+" or "*" or "/" => call.Operands.Count >= 2,
        "-" => call.Operands.Count >= 1,
        "quotient" or "remainder" or "mod" or "bit/and" or "bit/or" or "bit/xor" or "min" or "max" => call.Operands.Count == 2,
        "bit/shift-left" => call.Operands is [_, ResolvedConstant { Value: { IsFixnum: true, Bits: >= 0 and <= 62 } }],
        "bit/shift-right" => call.Operands is [_, ResolvedConstant { Value: { IsFixnum: true, Bits: >= 0 } }],
        "sqrt" or "abs" or "bit/not" => call.Operands.Count == 1,
        _ => false,
    };

    /// <summary>The index of an element of a mutable array, if an expression is one that can be read when everything else is evaluated.</summary>
    private Numeric? IndexOf(ResolvedExpr expr)
    {
        if (!IsElement(expr)) return null;
        var shape = ShapeOf(((BuiltinCall)expr).Operands[1]);
        if (shape.HasWork && !shape.IsArithmetic) return null;
        var index = Typed(shape, PassedAs.Fixnum);
        return index.Kind == PassedAs.Fixnum && index.Leaves.All(static l => ProcedureEmitter.IsPlain(l.Expr)) ? index : null;
    }

    private bool IsElement(ResolvedExpr expr) => ArrayUses.IsGet(expr) && elementAs(((BuiltinCall)expr).Operands[0]) != PassedAs.Value;

    private Shape ShapeOf(ResolvedExpr expr)
    {
        StackGuard.Check();
        if (IndexOf(expr) is { } index) return new Shape(expr, (BuiltinCall)expr, [], false, Outcome.Unknown) { Index = index };
        if (fieldAs(expr) != PassedAs.Value)
        {
            var (field, isPlain) = ((PrimitiveCall)expr, ProcedureEmitter.IsPlain(((PrimitiveCall)expr).Operands[0]));
            return new Shape(expr, null, [], !isPlain, isPlain && IsCertain(field) ? OutcomeOf(fieldAs(expr)) : Outcome.Unknown) { Field = field };
        }
        if (!IsOperation(expr)) return new Shape(expr, null, [], !ProcedureEmitter.IsPlain(expr), ProcedureEmitter.IsPlain(expr) ? OutcomeOf(knownAs(expr)) : Outcome.Unknown);
        var call = (BuiltinCall)expr;
        var operands = Operands(call.Operands);
        // Whether the other operations are possible turns out later, as does whether integers come before the first flonum of three: what is not, is a leaf with work.
        var mayBeExactFirst = operands is [{ Outcome: not Outcome.Flonum }, { Outcome: not Outcome.Flonum }, ..] && operands.Skip(2).Any(static o => o.Outcome != Outcome.Integer);
        var hasWork = call.Builtin.Name is not ("+" or "-" or "*") || mayBeExactFirst || operands.Any(static o => o.HasWork);
        return new Shape(expr, call, operands, hasWork, OutcomeOf(call, operands));
    }

    /// <summary>What is certain of an operation on operands of which something is.</summary>
    private static Outcome OutcomeOf(BuiltinCall call, Shape[] operands)
    {
        if (Array.Exists(operands, static o => o.Outcome == Outcome.Unknown)) return Outcome.Unknown;
        var areIntegers = Array.TrueForAll(operands, static o => o.Outcome == Outcome.Integer);
        return call.Builtin.Name switch
        {
            "+" or "-" or "*" => areIntegers ? Outcome.Integer : Outcome.Number,
            "sqrt" => Outcome.Number,
            // Only exact numbers cannot be divided by 0.
            "/" => operands is [{ Outcome: Outcome.Flonum }, ..] or [_, { Outcome: Outcome.Flonum }, ..] ? Outcome.Number : Outcome.Unknown,
            "quotient" or "remainder" or "mod" => areIntegers && call.Operands[1] is ResolvedConstant { Value.Bits: not 0 } ? Outcome.Integer : Outcome.Unknown,
            _ => areIntegers ? Outcome.Integer : Outcome.Unknown,
        };
    }

    private static Outcome OutcomeOf(PassedAs kind) => kind switch
    {
        PassedAs.Fixnum => Outcome.Integer,
        PassedAs.Flonum => Outcome.Flonum,
        _ => Outcome.Unknown,
    };

    /// <summary>Whether the record that a field is read from has been tested.</summary>
    private static bool IsCertain(PrimitiveCall field) => field.Primitive.Name == nameof(Primitives.RecordField);

    /// <summary>
    /// The operands of an operation. The leaves are evaluated before anything is computed: an operand that may raise stays whole when there
    /// is something to evaluate behind it.
    /// </summary>
    private Shape[] Operands(IReadOnlyList<ResolvedExpr> exprs)
    {
        var operands = exprs.Select(ShapeOf).ToArray();
        var hasWork = false;
        for (var i = operands.Length - 1; i >= 0; i--)
        {
            if (hasWork && operands[i] is { IsWhole: false, Outcome: Outcome.Unknown } whole) operands[i] = new Shape(whole.Expr, null, [], true, Outcome.Unknown);
            hasWork |= operands[i].HasWork;
        }
        return operands;
    }

    /// <summary>The kind that operands of unknown kind are taken for.</summary>
    private PassedAs Guess(IEnumerable<Shape> shapes, PassedAs wanted)
    {
        var (hasFixnum, hasFlonum) = (false, wanted == PassedAs.Flonum);
        foreach (var shape in shapes) Scan(shape);
        return hasFlonum ? PassedAs.Flonum : hasFixnum ? PassedAs.Fixnum : wanted;

        void Scan(Shape shape)
        {
            if (!shape.IsArithmetic)
            {
                var kind = KindOf(shape.Expr);
                hasFixnum |= kind == PassedAs.Fixnum;
                hasFlonum |= kind == PassedAs.Flonum;
            }
            else
            {
                hasFlonum |= shape.Call!.Builtin.Name == "sqrt";
                foreach (var operand in shape.Operands) Scan(operand);
            }
        }
    }

    private PassedAs KindOf(ResolvedExpr expr)
    {
        var certain = knownAs(expr);
        if (certain != PassedAs.Value) return certain;
        return expr switch
        {
            SlotRead { Slot.Likely: not PassedAs.Procedure } read => read.Slot.Likely,
            CaptureRead { Capture.Likely: not PassedAs.Procedure } read => read.Capture.Likely,
            KnownCall { Target.LikelyResult: not PassedAs.Procedure } known => known.Target.LikelyResult,
            BuiltinCall call when NumberBuiltins.IsSize(call) => PassedAs.Fixnum,
            BuiltinCall { Operands: [var array, _] } get when ArrayUses.IsGet(get) => elementAs(array),
            _ => fieldAs(expr),
        };
    }

    private Numeric Typed(Shape shape, PassedAs unknown)
    {
        StackGuard.Check();
        if (shape is { Call: { } element, Index: { } index }) return new NumericElement(element, elementAs(element.Operands[0]), index);
        if (shape is { Call: { } call, IsArithmetic: true })
        {
            var operands = shape.Operands.Select(o => Typed(o, unknown)).ToArray();
            var isFixnum = Array.TrueForAll(operands, static o => o.Kind == PassedAs.Fixnum);
            // Integers that come before the first flonum are combined exactly.
            var isExactFirst = !isFixnum && operands is [{ Kind: PassedAs.Fixnum }, { Kind: PassedAs.Fixnum }, _, ..];
            var isPossible = call.Builtin.Name switch
            {
                "+" or "-" or "*" => !isExactFirst,
                "/" or "sqrt" => !isFixnum && !isExactFirst,
                _ => isFixnum,
            };
            if (isPossible) return new NumericOperation(call, isFixnum ? PassedAs.Fixnum : PassedAs.Flonum, operands);
        }
        if (shape.Field is { } field) return new NumericField(field, fieldAs(field), new NumericLeaf(field.Operands[0], PassedAs.Value, true), IsCertain(field));
        var certain = knownAs(shape.Expr);
        var kind = certain != PassedAs.Value ? certain : KindOf(shape.Expr);
        return new NumericLeaf(shape.Expr, kind == PassedAs.Value ? unknown : kind, certain != PassedAs.Value);
    }

    /// <summary>What is certain of the value of an expression.</summary>
    private enum Outcome
    {
        /// <summary>Nothing: it may raise.</summary>
        Unknown,

        /// <summary>It is a number.</summary>
        Number,

        /// <summary>It is an exact integer, of any size.</summary>
        Integer,

        /// <summary>It is a flonum.</summary>
        Flonum,
    }

    /// <summary>An expression, its arithmetic apart. <paramref name="HasWork"/>: some leaf is more than a load.</summary>
    private sealed record Shape(ResolvedExpr Expr, BuiltinCall? Call, Shape[] Operands, bool HasWork, Outcome Outcome)
    {
        /// <summary>The index, if it is an element of an array.</summary>
        public Numeric? Index { get; init; }

        /// <summary>The read of a field, if it is one.</summary>
        public PrimitiveCall? Field { get; init; }

        /// <summary>Whether it is evaluated as it is.</summary>
        public bool IsWhole => Call is null && Field is null;

        public bool IsArithmetic => Call is not null && Index is null;
    }
}
