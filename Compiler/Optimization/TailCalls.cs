using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>Notes which calls of a procedure's body are its tail calls, before the body is moved: see <see cref="CallExpr.WasTail"/>.</summary>
internal static class TailCalls
{
    public static CoreExpr Mark(CoreExpr body)
    {
        StackGuard.Check();
        return body switch
        {
            CallExpr call => call with { WasTail = true },
            IfExpr conditional => conditional with { Then = Mark(conditional.Then), Else = Mark(conditional.Else) },
            SequenceExpr sequence => sequence with { Items = [.. sequence.Items.SkipLast(1), Mark(sequence.Items[^1])] },
            LetExpr let => let with { Body = Mark(let.Body) },
            LetrecExpr letrec => letrec with
            {
                Bindings = [.. letrec.Bindings.Select(static b => b with { Lambda = b.Lambda with { Body = Mark(b.Lambda.Body) } })],
                Body = Mark(letrec.Body),
            },
            TryExpr @try => @try with { Handler = Mark(@try.Handler) },
            InlinedExpr inlined => inlined with { WasTail = true },
            _ => body,
        };
    }
}
