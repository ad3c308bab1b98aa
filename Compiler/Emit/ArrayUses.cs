using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>What the elements of a mutable array are kept as.</summary>
internal enum ElementKind
{
    /// <summary>Integers.</summary>
    Fixnum,

    /// <summary>Floats.</summary>
    Flonum,

    /// <summary>Booleans and nil.</summary>
    Flag,
}

/// <summary>
/// How a procedure uses the mutable arrays that are in variables: what kind of elements each seems to have, as the code around its accesses has it,
/// and in which loops the arrays can be asked for their elements once, in front of the loop.
/// </summary>
internal sealed class ArrayUses : ResolvedVisitor
{
    /// <summary>A value that is stored tells more than what a value that is read is used for.</summary>
    private const int WeightOfStore = 4;

    private readonly Dictionary<object, int[]> _votes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Slot, PassedAs> _bound = [];
    private readonly Dictionary<Loop, Region> _loops = [];
    private readonly ResolvedProcedure _procedure;
    private readonly ArrayKeepers _keepers;
    private Region _region = new();

    private ArrayUses(ResolvedProcedure procedure, ArrayKeepers keepers) => (_procedure, _keepers) = (procedure, keepers);

    /// <summary>A loop, or the whole procedure.</summary>
    public sealed class Region
    {
        /// <summary>Whether nothing in it can let an array grow or keep its elements otherwise, stores to elements apart.</summary>
        public bool IsSafe { get; set; } = true;

        /// <summary>The variables with arrays whose elements are used, as they are read.</summary>
        public Dictionary<object, ResolvedExpr> Arrays { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>The variables that change in it, or are bound there.</summary>
        public HashSet<Slot> Bound { get; } = [];
    }

    /// <summary>The whole body, as the loop that self tail calls make of it.</summary>
    public Region Body => _region;

    /// <summary>Whether the procedure makes self tail calls.</summary>
    public bool IsLoop { get; private set; }

    public static ArrayUses Of(ResolvedProcedure procedure, ArrayKeepers keepers)
    {
        var uses = new ArrayUses(procedure, keepers);
        uses.Visit(procedure.Body);
        return uses;
    }

    /// <summary>The region of a loop.</summary>
    public Region Of(Loop loop) => _loops[loop];

    /// <summary>What an array variable's elements seem to be; null when nothing is known of them.</summary>
    public ElementKind? KindOf(ResolvedExpr array)
    {
        if (VariableOf(array) is not { } variable || !_votes.TryGetValue(variable, out var votes)) return null;
        var best = Array.IndexOf(votes, votes.Max());
        return votes[best] > 0 ? (ElementKind)best : null;
    }

    /// <summary>The kind of number that an array variable's elements seem to be.</summary>
    public PassedAs NumberOf(ResolvedExpr array) => KindOf(array) switch
    {
        ElementKind.Fixnum => PassedAs.Fixnum,
        ElementKind.Flonum => PassedAs.Flonum,
        _ => PassedAs.Value,
    };

    /// <summary>The identity of a variable; null for other expressions.</summary>
    public static object? VariableOf(ResolvedExpr expr) => expr switch
    {
        SlotRead { Slot: { IsBoxed: false } slot } => slot,
        CaptureRead { Capture: { IsBoxed: false } capture } => capture,
        GlobalRead { Global: { Constant: null, IsMultimethod: false } global } => global,
        _ => null,
    };

    /// <summary>Whether an expression reads an element.</summary>
    public static bool IsGet(ResolvedExpr expr) => expr is BuiltinCall { Builtin.Name: "mutable-array/get", Operands.Count: 2 };

    /// <summary>Whether an expression overwrites an element.</summary>
    public static bool IsSet(ResolvedExpr expr) => expr is BuiltinCall { Builtin.Name: "mutable-array/set!" };

    /// <summary>Whether a node, its parts aside, leaves what is known of the elements of arrays as it is, stores to elements apart.</summary>
    public bool IsSafe(ResolvedExpr expr) => expr is KnownCall call ? _keepers.Contains(call.Target) : IsSafeNode(expr);

    /// <summary>As <see cref="IsSafe"/>, for all but the calls of known procedures.</summary>
    public static bool IsSafeNode(ResolvedExpr expr) => expr switch
    {
        GlobalWrite or GlobalDefine or ExternalCall or LibraryRun or ResolvedCall or ApplyCall or ResolvedTry => false,
        BuiltinCall call => IsSet(call) || Purity.IsPureNode(call),
        PrimitiveCall call => call.Primitive.IsPure,
        _ => true,
    };

    public override void Visit(ResolvedExpr expr)
    {
        switch (expr)
        {
            case KnownCall { IsTail: true } call when ReferenceEquals(call.Target, _procedure):
                IsLoop = true;
                for (var i = 0; i < call.Operands.Count; i++)
                    if (call.Operands[i] is not SlotRead read || read.Slot != _procedure.Parameters[i]) _region.Bound.Add(_procedure.Parameters[i]);
                break;
            case ResolvedLoop loop:
                foreach (var (slot, value) in loop.Loop.Slots.Zip(loop.Initial)) Use(value, slot.Likely);
                foreach (var value in loop.Initial) Visit(value);
                VisitLoop(loop);
                return;
            case ResolvedLet let:
                _region.Bound.Add(let.Slot);
                _bound[let.Slot] = Likely(let.Value);
                Use(let.Value, let.Slot.Likely);
                break;
            case ResolvedJoin join: _region.Bound.UnionWith(join.Target.Slots); break;
            case ResolvedTry @try:
                _region.Bound.Add(@try.Slot);
                _region.IsSafe = false;
                break;
            case ClosuresExpr closures: _region.Bound.UnionWith(closures.Closures.Select(static c => c.Slot)); break;
            case SlotWrite write: _region.Bound.Add(write.Slot); break;
            case ResolvedContinue next:
                foreach (var (slot, value) in next.Loop.Slots.Zip(next.Operands)) Use(value, slot.Likely);
                break;
            case ResolvedIf { Test: var test } when IsGet(test): Vote(((BuiltinCall)test).Operands[0], ElementKind.Flag, 1); break;
            case BuiltinCall call: VisitBuiltin(call); break;
        }
        if (expr is KnownCall known)
            foreach (var (slot, value) in known.Target.Parameters.Zip(known.Operands)) Use(value, slot.Likely);
        if (!(expr is KnownCall { IsTail: true } self && ReferenceEquals(self.Target, _procedure))) _region.IsSafe &= IsSafe(expr);
        base.Visit(expr);
    }

    private void VisitLoop(ResolvedLoop loop)
    {
        var outer = _region;
        _region = new Region();
        _region.Bound.UnionWith(loop.Loop.Slots);
        Visit(loop.Body);
        outer.IsSafe &= _region.IsSafe;
        outer.Bound.UnionWith(_region.Bound);
        foreach (var (variable, array) in _region.Arrays) outer.Arrays.TryAdd(variable, array);
        _loops[loop.Loop] = _region;
        _region = outer;
    }

    private void VisitBuiltin(BuiltinCall call)
    {
        if ((IsGet(call) || IsSet(call)) && VariableOf(call.Operands[0]) is { } variable)
        {
            _region.Arrays.TryAdd(variable, call.Operands[0]);
            if (IsSet(call) && call.Operands[2] is ResolvedConstant { Value: var constant } && (constant.IsBoolean || constant.IsNil))
                Vote(call.Operands[0], ElementKind.Flag, WeightOfStore);
            else if (IsSet(call)) Vote(call.Operands[0], Likely(call.Operands[2]), WeightOfStore);
            Use(call.Operands[1], PassedAs.Fixnum);
        }
        else if (NumberBuiltins.IsArithmetic(call) || NumberBuiltins.IsComparison(call))
        {
            var kind = PassedAs.Value;
            foreach (var operand in call.Operands) kind = Combine(kind, Likely(operand));
            foreach (var operand in call.Operands) Use(operand, kind);
        }
        else if (NumberBuiltins.IsParity(call)) Use(call.Operands[0], PassedAs.Fixnum);
        else if (call.Builtin.Name == "sqrt") Use(call.Operands[0], PassedAs.Flonum);
    }

    /// <summary>Notes that a number of a kind is wanted where an element may be read.</summary>
    private void Use(ResolvedExpr expr, PassedAs kind)
    {
        if (kind == PassedAs.Value) return;
        if (IsGet(expr)) Vote(((BuiltinCall)expr).Operands[0], kind, 1);
        else if (expr is BuiltinCall call && NumberBuiltins.IsArithmetic(call) && kind == PassedAs.Flonum)
            foreach (var operand in call.Operands) Use(operand, kind);
    }

    private void Vote(ResolvedExpr array, PassedAs kind, int weight)
    {
        if (kind != PassedAs.Value) Vote(array, kind == PassedAs.Fixnum ? ElementKind.Fixnum : ElementKind.Flonum, weight);
    }

    private void Vote(ResolvedExpr array, ElementKind kind, int weight)
    {
        if (VariableOf(array) is not { } variable) return;
        if (!_votes.TryGetValue(variable, out var votes)) _votes.Add(variable, votes = new int[3]);
        votes[(int)kind] += weight;
    }

    private PassedAs Likely(ResolvedExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case ResolvedConstant { Value: var value }: return value.IsFixnum ? PassedAs.Fixnum : value.IsFlonum ? PassedAs.Flonum : PassedAs.Value;
            case SlotRead { Slot: var slot }: return slot.Likely == PassedAs.Value ? _bound.GetValueOrDefault(slot) : slot.Likely;
            case KnownCall call: return call.Target.LikelyResult;
            case BuiltinCall { Builtin.Name: "sqrt" }: return PassedAs.Flonum;
            case BuiltinCall call when NumberBuiltins.IsArithmetic(call):
                var kind = PassedAs.Value;
                foreach (var operand in call.Operands) kind = Combine(kind, Likely(operand));
                return kind;
            case BuiltinCall { Operands: [var array, _] } get when IsGet(get): return NumberOf(array);
            default: return PassedAs.Value;
        }
    }

    private static PassedAs Combine(PassedAs a, PassedAs b) =>
        a == PassedAs.Flonum || b == PassedAs.Flonum ? PassedAs.Flonum : a == PassedAs.Fixnum ? a : b;
}
