using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

/// <summary>
/// Nested conditionals that compare one variable with constants of one kind, as <c>case</c>, <c>match</c> and <c>cond</c> make them: the
/// clauses in order, and what follows when none fits.
/// </summary>
internal sealed class DispatchChain
{
    /// <summary>A comparison of references or raw integers is so fast that the search for a clause is slower for fewer.</summary>
    private const int FewestOfNamesOrIntegers = 16;
    private const int FewestTexts = 3;
    private const int FewestChars = 2;

    private DispatchChain(SlotRead key, KeyKind kind)
    {
        Key = key;
        Kind = kind;
    }

    /// <summary>What is compared.</summary>
    public enum KeyKind
    {
        /// <summary>Symbols and keywords.</summary>
        Name,

        /// <summary>Fixnums.</summary>
        Integer,

        /// <summary>Chars.</summary>
        Char,

        /// <summary>Strings.</summary>
        Text,
    }

    /// <summary>A clause: a test that holds for some constants only.</summary>
    public sealed record Clause(ResolvedExpr Test, IReadOnlyList<Value> Keys, ResolvedExpr Body);

    /// <summary>The variable.</summary>
    public SlotRead Key { get; }

    /// <summary>The kind of all constants.</summary>
    public KeyKind Kind { get; }

    /// <summary>The clauses in order.</summary>
    public List<Clause> Clauses { get; } = [];

    /// <summary>What follows when no clause fits.</summary>
    public ResolvedExpr Rest { get; private set; } = null!;

    /// <summary>Whether some test holds for values too that are not of the kind: numbers that are <c>=</c>.</summary>
    public bool AdmitsOthers { get; private set; }

    /// <summary>The chain that begins at a conditional, if it is long enough to be worth a search; else null.</summary>
    public static DispatchChain? Of(ResolvedIf first)
    {
        if (FirstComparison(first.Test) is not var (read, constant) || read.Slot.IsBoxed || KindOf(constant) is not { } kind) return null;
        var chain = new DispatchChain(read, kind);
        var count = 0;
        ResolvedExpr rest = first;
        while (rest is ResolvedIf next)
        {
            var keys = new List<Value>();
            if (!chain.Collect(next.Test, keys)) break;
            chain.Clauses.Add(new Clause(next.Test, keys, next.Then));
            count += keys.Count;
            rest = next.Else;
        }
        chain.Rest = rest;
        var fewest = kind switch { KeyKind.Char => FewestChars, KeyKind.Text => FewestTexts, _ => FewestOfNamesOrIntegers };
        return count >= fewest ? chain : null;
    }

    private static (SlotRead, Value)? FirstComparison(ResolvedExpr test) => test is ResolvedIf either ? FirstComparison(either.Test) : Comparison(test);

    /// <summary>The variable and the constant of a test for equality.</summary>
    private static (SlotRead, Value)? Comparison(ResolvedExpr test) => test switch
    {
        PrimitiveCall { Primitive.Name: nameof(Primitives.Identical) or nameof(Primitives.Equal) } call => Comparison(call.Operands),
        BuiltinCall { Builtin.Name: "=" or "eq?" or "equal?" } call => Comparison(call.Operands),
        _ => null,
    };

    private static (SlotRead, Value)? Comparison(IReadOnlyList<ResolvedExpr> operands) => operands switch
    {
        [SlotRead read, ResolvedConstant constant] => (read, constant.Value),
        [ResolvedConstant constant, SlotRead read] => (read, constant.Value),
        _ => null,
    };

    private static KeyKind? KindOf(Value constant) => constant switch
    {
        { IsFixnum: true } => KeyKind.Integer,
        { IsChar: true } => KeyKind.Char,
        { Ref: Symbol or Keyword } => KeyKind.Name,
        { Ref: string } => KeyKind.Text,
        _ => null,
    };

    private bool Collect(ResolvedExpr test, List<Value> keys)
    {
        StackGuard.Check();
        // (case key ((a b) …)): (if (= key 'a) #t (= key 'b)).
        if (test is ResolvedIf { Then: ResolvedConstant { Value.IsTruthy: true } } either) return Collect(either.Test, keys) && Collect(either.Else, keys);
        if (Comparison(test) is not var (read, constant) || !ReferenceEquals(read.Slot, Key.Slot) || KindOf(constant) != Kind) return false;
        AdmitsOthers |= Kind == KeyKind.Integer && test is BuiltinCall { Builtin.Name: "=" };
        keys.Add(constant);
        return true;
    }
}
