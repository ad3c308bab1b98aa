using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

/// <summary>
/// The part of a procedure that needs no frame: the tests at its start that decide for a constant or an argument, as in
/// <c>(if (null? l) 0 …)</c>. It becomes a small method that the JIT inlines where the procedure is called, and that calls the
/// procedure when no such test holds. The JIT saves registers at the entry of a method whatever path is taken, so a base case
/// would otherwise pay for the general one. With more tests, or with a tail call of another procedure, as in
/// <c>(cond ((symbol? e) (lookup e env)) …)</c>, it is only a <i>front</i>: the method that everybody calls, which jumps to the rest. Where all tests
/// lead to one rest, the callers of an inlined path go there too, and the tests are not made again. A fast version has no rest: its tests compare
/// raw numbers, which costs less than the layout of the code varies.
/// </summary>
/// <remarks>
/// Only what cannot raise is taken: such a method is no frame in a stack trace.
/// </remarks>
internal sealed class QuickPath
{
    private const int MaxTests = 4;
    private const int MaxInlinedTests = 2;

    private readonly ResolvedProcedure _target;
    private readonly IReadOnlyList<PassedAs>? _passed;
    private int _tests;
    private int _values;
    private int _calls;
    private bool _callsOthers;
    private ResolvedExpr? _rest;

    private QuickPath(ResolvedProcedure target, bool isFast)
    {
        _target = target;
        _passed = isFast ? target.FastParameters : null;
    }

    /// <summary>A procedure's quick path.</summary>
    /// <param name="Target">The procedure that it is a path of.</param>
    /// <param name="Procedure">The quick path as a procedure with the same parameters.</param>
    /// <param name="Rest">The part of the body that the path leaves over; null when there are two, so that it goes on in the whole procedure.</param>
    /// <param name="IsInlined">Whether the path is small enough to stand at each call. One that is not has a rest.</param>
    public sealed record Path(ResolvedProcedure Target, ResolvedProcedure Procedure, ResolvedExpr? Rest, bool IsInlined);

    /// <summary>The quick path of a procedure, or of its fast version, which has no rest; null when it has none.</summary>
    public static Path? Of(ResolvedProcedure target, bool isFast)
    {
        // A path that comes after another test is taken too seldom for its code at each call.
        if (target.Rest is not null || (isFast && target.ReturnsFlonum) || target.Body is not ResolvedIf { Then: var then, Else: var otherwise }
            || !(IsValue(then) || IsValue(otherwise) || (!isFast && (IsOtherCall(then, target) || IsOtherCall(otherwise, target))))
            || target.Parameters.Concat(target.LiftedSlots).Any(static s => s.IsBoxed) || !RecursionBranches(target)) return null;
        var path = new QuickPath(target, isFast);
        var body = path.Part(target.Body);
        if (path is not { _values: > 0, _calls: > 0 and <= 2 }) return null;
        var rest = !isFast && path._calls == 1 ? path._rest : null;
        var isInlined = rest is null || !(path._callsOthers || path._tests > MaxInlinedTests);
        if (isInlined && path._callsOthers) return null;
        var procedure = new ResolvedProcedure(target.Name, target.Span)
        {
            LiftedSlots = target.LiftedSlots,
            Parameters = target.Parameters,
            FastParameters = target.FastParameters,
            ReturnsConditions = target.ReturnsConditions,
            SlotCount = target.SlotCount,
            IsLifted = true,
            Body = body,
        };
        return new Path(target, procedure, rest, isInlined);
    }

    /// <summary>
    /// Whether an activation can lead to several more, itself or through a procedure that it calls: a recursion that only goes down,
    /// and a loop, come to their base case once.
    /// </summary>
    private static bool RecursionBranches(ResolvedProcedure target)
    {
        var calls = new CallCounter(target);
        calls.Visit(target.Body);
        foreach (var other in calls.Others.ToList()) calls.Visit(other.Body);
        return calls.Count > 1;
    }

    private sealed class CallCounter(ResolvedProcedure target) : ResolvedVisitor
    {
        public int Count { get; private set; }
        public HashSet<ResolvedProcedure> Others { get; } = [];

        public override void Visit(ResolvedExpr expr)
        {
            if (expr is KnownCall call)
            {
                if (!ReferenceEquals(call.Target, target)) Others.Add(call.Target);
                else if (!call.IsTail) Count++;
            }
            base.Visit(expr);
        }
    }

    private static bool IsValue(ResolvedExpr expr) => expr is ResolvedConstant or SlotRead;

    /// <summary>Whether an expression is a tail call of another procedure with nothing but variables and constants.</summary>
    private static bool IsOtherCall(ResolvedExpr expr, ResolvedProcedure target) =>
        expr is KnownCall { IsTail: true, Captured: [], Target: { ReturnsConditions: false } callee } call
        && !ReferenceEquals(callee, target) && callee.FastParameters?.Any(static p => p != PassedAs.Value) != true && call.Operands.All(IsValue);

    private ResolvedExpr Part(ResolvedExpr expr)
    {
        if (expr is ResolvedIf conditional && _tests < MaxTests && IsQuick(conditional.Test))
        {
            _tests++;
            return conditional with { Then = Part(conditional.Then), Else = Part(conditional.Else) };
        }
        if (IsValue(expr))
        {
            _values++;
            return expr;
        }
        if (_passed is null && IsOtherCall(expr, _target))
        {
            _values++;
            _callsOthers = true;
            return expr;
        }
        _calls++;
        _rest = expr;
        return new KnownCall(_target.Span, _target, _target.LiftedSlots.Select(static s => new CaptureSource(s, null)).ToList(),
            _target.Parameters.Select(s => new SlotRead(_target.Span, s)).ToList(), IsTail: true);
    }

    /// <summary>Whether a test is a few instructions and cannot raise.</summary>
    private bool IsQuick(ResolvedExpr test) => test switch
    {
        SlotRead => true,
        BuiltinCall { Builtin.Name: "null?" or "nil?" or "pair?" or "list?" or "number?" or "symbol?" or "string?", Operands: [SlotRead] } => true,
        BuiltinCall { Builtin.Name: "not", Operands: [var operand] } => IsQuick(operand),
        BuiltinCall call when NumberBuiltins.Test(call) is { } numbers => IsRaw(numbers.Left) && IsRaw(numbers.Right),
        PrimitiveCall { Primitive.Name: nameof(Primitives.Identical), Operands: [var left, var right] } => IsValue(left) && IsValue(right),
        _ => false,
    };

    /// <summary>Whether an operand is an integer that the fast version has unboxed.</summary>
    private bool IsRaw(ResolvedExpr operand) => operand switch
    {
        ResolvedConstant { Value.IsFixnum: true } => true,
        SlotRead { Slot: var slot } => _passed?.Where((p, i) => p == PassedAs.Fixnum && ReferenceEquals(_target.Parameters[i], slot)).Any() == true,
        _ => false,
    };
}
