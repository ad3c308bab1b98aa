using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>The expressions in tail position of a body without <c>letrec</c> and <c>try</c>, which count as one expression each.</summary>
internal static class TailPositions
{
    /// <summary>The expressions, in the order of the text.</summary>
    public static IEnumerable<CoreExpr> Of(CoreExpr expr)
    {
        StackGuard.Check();
        return expr switch
        {
            IfExpr conditional => [.. Of(conditional.Then), .. Of(conditional.Else)],
            SequenceExpr sequence => Of(sequence.Items[^1]),
            LetExpr let => Of(let.Body),
            InlinedExpr inlined => Of(inlined.Body),
            _ => [expr],
        };
    }

    /// <summary>The body with something else in the place of each of the expressions.</summary>
    public static CoreExpr Replace(CoreExpr expr, Func<CoreExpr, CoreExpr> replacement)
    {
        StackGuard.Check();
        return expr switch
        {
            IfExpr conditional => conditional with { Then = Replace(conditional.Then, replacement), Else = Replace(conditional.Else, replacement) },
            SequenceExpr sequence => sequence with { Items = [.. sequence.Items.SkipLast(1), Replace(sequence.Items[^1], replacement)] },
            LetExpr let => let with { Body = Replace(let.Body, replacement) },
            InlinedExpr inlined => inlined with { Body = Replace(inlined.Body, replacement) },
            _ => replacement(expr),
        };
    }
}
