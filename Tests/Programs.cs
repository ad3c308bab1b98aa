using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;

namespace Sema.Tests;

/// <summary>Runs programs as the command line does, with the stack that they need.</summary>
internal static class Programs
{
    /// <summary>What a program does when run by a back end.</summary>
    public static ProgramCase Run(string source, BackEnd backEnd, OptimizationLevel level = OptimizationLevel.Full)
    {
        ProgramCase result = null!;
        StackGuard.RunOnLargeStack(() => result = ProgramCase.Run(source, backEnd: backEnd, level: level),
            backEnd == BackEnd.Interpreter ? StackGuard.InterpreterStackSize : StackGuard.ThreadStackSize);
        return result;
    }
}
