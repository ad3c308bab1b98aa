using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>The expressions in tail position of a body, as far as they do not stand in a form that binds procedures or handles conditions.</summary>
internal static class TailPositions
{
    public static IEnumerable<CoreExpr> Of(CoreExpr expr) => expr switch
    {
        IfExpr conditional => [.. Of(conditional.Then), .. Of(conditional.Else)],
        SequenceExpr sequence => Of(sequence.Items[^1]),
        LetExpr let => Of(let.Body),
        _ => [expr],
    };

    /// <summary>The body with something else in the place of each of them.</summary>
    public static CoreExpr Replace(CoreExpr expr, Func<CoreExpr, CoreExpr> replacement) => expr switch
    {
        IfExpr conditional => conditional with { Then = Replace(conditional.Then, replacement), Else = Replace(conditional.Else, replacement) },
        SequenceExpr sequence => sequence with { Items = [.. sequence.Items.SkipLast(1), Replace(sequence.Items[^1], replacement)] },
        LetExpr let => let with { Body = Replace(let.Body, replacement) },
        _ => replacement(expr),
    };
}
