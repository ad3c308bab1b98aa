using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>
/// What is left to do when a recursive call returns: an expression around the call. It holds values that were computed before, and
/// for the rest depends only on what is the same in all activations.
/// </summary>
internal sealed class PendingContext
{
    private const string Hole = "_";

    private PendingContext(string key, CallExpr call, IReadOnlyList<CoreExpr> saved, Func<CoreExpr, IReadOnlyList<CoreExpr>, CoreExpr> around)
    {
        Key = key;
        Call = call;
        Saved = saved;
        Around = around;
    }

    /// <summary>Equal for contexts that do the same with what they hold.</summary>
    public string Key { get; }

    /// <summary>The recursive call.</summary>
    public CallExpr Call { get; }

    /// <summary>What computes the values that are held, in the order of evaluation, all before the operands of the call.</summary>
    public IReadOnlyList<CoreExpr> Saved { get; }

    /// <summary>What is left to do, of the call's result and the held values.</summary>
    public Func<CoreExpr, IReadOnlyList<CoreExpr>, CoreExpr> Around { get; }

    /// <summary>Whether nothing is left to do: the recursive call is a tail call.</summary>
    public bool IsEmpty => Key == Hole;

    /// <summary>Whether it is nothing but calls of <c>cons</c> with the rest as the last operand.</summary>
    public bool IsCons { get; private init; }

    /// <summary>The context of the one recursive call in an expression; null when there are others or it is not of the kind described.</summary>
    /// <param name="expr">The expression, in tail position of the procedure.</param>
    /// <param name="self">The procedure.</param>
    /// <param name="holdsAll">Whether constants are held too, so that contexts that differ in them are equal.</param>
    public static PendingContext? Of(CoreExpr expr, RecursiveProcedure self, bool holdsAll) => expr switch
    {
        CallExpr call when self.IsCall(call) => new PendingContext(Hole, call, [], static (result, _) => result) { IsCons = true },
        CallExpr { Operator: GlobalExpr { Name: var name }, Operands: var operands } call when self.BuiltinWithoutCalls(call) is not null =>
            Operation(name, operands, parts => call with { Operands = parts }, self, holdsAll),
        PrimitiveExpr { Primitive: { CallsBack: false, Name: var name }, Operands: var operands } primitive =>
            Operation(name, operands, parts => primitive with { Operands = parts }, self, holdsAll),
        LetExpr let => Binding(let, self, holdsAll),
        _ => null,
    };

    private static PendingContext? Operation(
        string name, IReadOnlyList<CoreExpr> operands, Func<IReadOnlyList<CoreExpr>, CoreExpr> make, RecursiveProcedure self, bool holdsAll)
    {
        var hole = Enumerable.Range(0, operands.Count).FirstOrDefault(i => self.IsMentionedIn(operands[i]), -1);
        if (hole < 0 || Of(operands[hole], self, holdsAll) is not { } inner) return null;
        List<CoreExpr> before = [], after = [];
        var key = name;
        var isHeld = new bool[operands.Count];
        var isCons = name == "cons" && hole == 1 && inner.IsCons;
        for (var i = 0; i < operands.Count; i++)
        {
            key += ' ';
            if (i == hole)
            {
                key += $"({inner.Key})";
                continue;
            }
            var operand = operands[i];
            if (self.IsMentionedIn(operand) || (i > hole && !self.IsSettled(operand))) return null;
            isHeld[i] = holdsAll || isCons || !self.IsSame(operand);
            if (isHeld[i]) (i < hole ? before : after).Add(operand);
            else key += self.IdentityOf(operand);
        }
        return new PendingContext(key, inner.Call, [.. before, .. inner.Saved, .. after], (result, held) =>
        {
            var parts = new CoreExpr[operands.Count];
            int first = 0, last = before.Count + inner.Saved.Count;
            for (var i = 0; i < parts.Length; i++)
            {
                if (i == hole) parts[i] = inner.Around(result, [.. held.Skip(before.Count).Take(inner.Saved.Count)]);
                else if (!isHeld[i]) parts[i] = operands[i];
                else parts[i] = i < hole ? held[first++] : held[last++];
            }
            return make(parts);
        })
        {
            IsCons = isCons,
        };
    }

    private static PendingContext? Binding(LetExpr let, RecursiveProcedure self, bool holdsAll)
    {
        if (let.Bindings is not [var (variable, value)] || Of(value, self, holdsAll) is not { } inner) return null;
        if (self.IsMentionedIn(let.Body) || !self.EndsWithoutCall(let.Body) || self.OwnVariables(let.Body, variable) is not { } own) return null;
        return new PendingContext($"let {self.IdentityOf(let)} ({inner.Key})", inner.Call, [.. inner.Saved, .. own.Select(v => new LocalExpr(let.Span, v))],
            (result, held) =>
            {
                var around = inner.Around(result, [.. held.Take(inner.Saved.Count)]);
                var copy = new FreshCopy();
                foreach (var (first, second) in own.Zip(held.Skip(inner.Saved.Count))) copy.Replace(first, second);
                return new LetExpr(let.Span, [new Binding(variable, around)], copy.Rewrite(let.Body));
            });
    }
}
