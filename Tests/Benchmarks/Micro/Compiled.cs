using Sema.Compiler;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Modules;
using Sema.Runtime.Procedures;
using Sema.Runtime.Text;

namespace Sema.Benchmarks.Micro;

internal static class Compiled
{
    /// <summary>The procedure that is the value of a program, compiled to IL.</summary>
    public static Procedure Procedure(string program) =>
        (Procedure)UnitLoader.Run(new Compilation(new SourceText(program)).Resolve() ?? throw new InvalidOperationException($"{program} does not compile"),
            new Namespace(), BackEnd.Il).Ref!;
}
