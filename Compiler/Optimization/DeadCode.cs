using Sema.Compiler.Core;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Leaves out what makes no difference: variables that nobody reads, values that nobody uses, and what stands behind a <c>throw</c>.
/// Only expressions go that neither fail nor have an effect.
/// </summary>
internal sealed class DeadCode(GlobalAnalysis globals) : CoreRewriter
{
    /// <summary>Larger expressions are not looked at, so that nested ones are not looked at again and again.</summary>
    private const int LargestSize = 40;

    /// <summary>Builtins that take anything, whatever their arguments are.</summary>
    private static readonly HashSet<string> Total =
        ["not", "null?", "nil?", "pair?", "list?", "number?", "integer?", "string?", "symbol?", "keyword?", "type", "list"];

    private VariableUses _uses = null!;

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _uses = VariableUses.Of(item);
        return Rewrite(item);
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        switch (expr)
        {
            case LetExpr let:
                // The body comes first: what it leaves out may have been the last use of a variable.
                var body = Rewrite(let.Body);
                List<Binding>? bindings = null;
                for (var i = let.Bindings.Count - 1; i >= 0; i--)
                {
                    var binding = let.Bindings[i];
                    if (!binding.Variable.IsAssigned && _uses.Count(binding.Variable) == 0 && IsUseless(binding.Value))
                    {
                        _uses.Forget(binding.Value);
                        (bindings ??= [.. let.Bindings]).RemoveAt(i);
                    }
                    else if (Rewrite(binding.Value) is var value && !ReferenceEquals(value, binding.Value))
                        (bindings ??= [.. let.Bindings])[i] = binding with { Value = value };
                }
                if (bindings is []) return body;
                return bindings is null && ReferenceEquals(body, let.Body) ? let : let with { Bindings = bindings ?? let.Bindings, Body = body };
            case LetrecExpr letrec:
                var rewritten = base.Rewrite(letrec);
                if (rewritten is not LetrecExpr group || group.Bindings.All(b => _uses.Count(b.Variable) > 0)) return rewritten;
                var members = new List<ProcedureBinding>();
                foreach (var member in group.Bindings)
                {
                    if (_uses.Count(member.Variable) > 0) members.Add(member);
                    else _uses.Forget(member.Lambda);
                }
                return members.Count == 0 ? group.Body : group with { Bindings = members };
            case SequenceExpr sequence: return Sequence((SequenceExpr)base.Rewrite(sequence));
            default: return base.Rewrite(expr);
        }
    }

    private CoreExpr Sequence(SequenceExpr sequence)
    {
        if (!sequence.Items.SkipLast(1).Any(i => i is SequenceExpr || Throws(i) || IsUseless(i)) && sequence.Items[^1] is not SequenceExpr) return sequence;
        var items = new List<CoreExpr>();
        var parts = sequence.Items.SelectMany(static i => i is SequenceExpr inner ? inner.Items : [i]).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i < parts.Count - 1 && IsUseless(parts[i])) _uses.Forget(parts[i]);
            else items.Add(parts[i]);
            if (!Throws(parts[i])) continue;
            foreach (var unreached in parts.Skip(i + 1)) _uses.Forget(unreached);
            break;
        }
        return items is [var only] ? only : sequence with { Items = items };
    }

    private static bool Throws(CoreExpr expr) => expr is PrimitiveExpr { Primitive.Name: nameof(Primitives.Throw), Operands: [ConstantExpr or LocalExpr] };

    private bool IsUseless(CoreExpr expr)
    {
        var room = LargestSize;
        return IsUseless(expr, ref room);
    }

    private bool IsUseless(CoreExpr expr, ref int room)
    {
        if (--room < 0) return false;
        switch (expr)
        {
            case ConstantExpr or LocalExpr or LambdaExpr: return true;
            case GlobalExpr { Name: var name }: return globals.BuiltinValue(name) is not null || globals.IsDefinedBeforeUse(name);
            case IfExpr conditional:
                return IsUseless(conditional.Test, ref room) && IsUseless(conditional.Then, ref room) && IsUseless(conditional.Else, ref room);
            case InlinedExpr inlined: return IsUseless(inlined.Body, ref room);
            case SequenceExpr sequence: return AreUseless(sequence.Items, ref room);
            case LetExpr let: return AreUseless([.. let.Bindings.Select(static b => b.Value)], ref room) && IsUseless(let.Body, ref room);
            case CallExpr { Operator: GlobalExpr { Name: var callee }, Operands: var operands }:
                return globals.BuiltinCallee(callee, operands.Count) is { } builtin && Total.Contains(builtin.Name) && builtin.Overload(operands.Count) is not null
                    && AreUseless(operands, ref room);
            default: return false;
        }
    }

    private bool AreUseless(IReadOnlyList<CoreExpr> items, ref int room)
    {
        foreach (var item in items)
            if (!IsUseless(item, ref room)) return false;
        return true;
    }
}
