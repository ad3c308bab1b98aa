using Sema.Compiler.Diagnostics;
using Sema.Compiler.Expansion;
using Sema.Compiler.Interpretation;
using Sema.Compiler.Lowering;
using Sema.Compiler.Resolution;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary>
/// Runs macro transformers, and the definitions they need: those of a program in a namespace of expansion time, those of run-time
/// code in the namespace it runs in.
/// </summary>
internal sealed class ExpansionEvaluator(Namespace? globals = null) : IMacroEvaluator
{
    private readonly Namespace _globals = globals ?? new();

    public Procedure EvaluateTransformer(Syntax lambda) => (Procedure)Evaluate(lambda).Ref!;

    public void EvaluateDefinition(Syntax form) => Evaluate(form);

    public void Import(Symbol name, IMacroEvaluator module)
    {
        if (((ExpansionEvaluator)module)._globals.Local.TryGetValue(name.Name, out var cell)) _globals.Define(name.Name).Value = cell.Value;
    }

    private Value Evaluate(Syntax form)
    {
        var diagnostics = new DiagnosticBag();
        var core = Lowerer.Run(form.Source, [form], diagnostics);
        if (diagnostics.HasErrors) throw new CompileException(diagnostics.Items[0]);
        return Interpreter.Run(Resolver.Run(new GlobalAnalysis(core, isOpen: true)), _globals);
    }
}
