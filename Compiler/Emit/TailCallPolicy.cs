using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

/// <summary>
/// Decides how a tail call of a known procedure is made. One that cannot come back to its caller needs no <c>tail.</c> prefix:
/// the depth it adds is bounded by the number of procedures, and without the prefix the JIT may inline it and profile it.
/// </summary>
internal static class TailCallPolicy
{
    public static bool NeedsPrefix(ResolvedProcedure caller, ResolvedProcedure callee) => StackCheckAnalysis.ComesBack(caller, callee);
}
