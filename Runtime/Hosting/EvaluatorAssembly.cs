using System.Reflection;
using Sema.Runtime.Modules;

namespace Sema.Runtime.Hosting;

/// <summary>The compiler's assembly as a program finds it: beside its own.</summary>
internal static class EvaluatorAssembly
{
    /// <summary>A new evaluator, or null when the assembly is not there.</summary>
    public static IEvaluator? Load()
    {
        try
        {
            var type = Assembly.Load("semac").GetType("Sema.Compiler.Evaluation.RuntimeEvaluator", throwOnError: true)!;
            return (IEvaluator)Activator.CreateInstance(type)!;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
