using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>Puts something better in the place of procedures whose calls are known: those of globals that are constants, and local ones.</summary>
internal abstract class KnownProcedureRewriter(GlobalAnalysis globals) : CoreRewriter
{
    protected GlobalAnalysis Globals { get; } = globals;

    public sealed override CoreExpr Rewrite(CoreExpr expr)
    {
        var rewritten = base.Rewrite(expr);
        return rewritten switch
        {
            DefineGlobalExpr { Value: LambdaExpr lambda } define when ReferenceEquals(Globals.ConstantLambda(define.Name), ((DefineGlobalExpr)expr).Value) =>
                define with { Value = Improve(lambda, l => new RecursiveProcedure(l, define.Name, null, Globals)) },
            LetrecExpr letrec => letrec with
            {
                Bindings = [.. letrec.Bindings.Select(b => b with { Lambda = Improve(b.Lambda, l => new RecursiveProcedure(l, null, b.Variable, Globals)) })],
            },
            _ => rewritten,
        };
    }

    /// <summary>What stands for a procedure; <paramref name="known"/> makes what can be asked about it.</summary>
    private LambdaExpr Improve(LambdaExpr lambda, Func<LambdaExpr, RecursiveProcedure> known) =>
        lambda.Rest is null && !lambda.IsDelayed ? Improved(lambda, known) : lambda;

    /// <summary>What stands for a procedure that has no rest parameter and is not the body of a promise.</summary>
    protected abstract LambdaExpr Improved(LambdaExpr lambda, Func<LambdaExpr, RecursiveProcedure> known);
}
