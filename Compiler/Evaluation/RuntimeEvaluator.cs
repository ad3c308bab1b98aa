using Sema.Compiler.Expansion;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary><c>eval</c> in a program that runs inside the compiler's process; macros it defines stay defined.</summary>
public sealed class RuntimeEvaluator : IEvaluator
{
    private readonly MacroTable _macros = new();

    /// <inheritdoc/>
    public Value Eval(Value form, Namespace globals)
    {
        StackGuard.Check();
        if (!form.IsList && form.Ref is not (Symbol or Vector or Map)) return form;
        var text = Printer.Write(form);
        var compilation = new Compilation(new SourceText(text), _macros, isOpen: true);
        var program = compilation.Resolve() ?? throw new SemaException(compilation.Diagnostics.Items[0].Condition);
        return UnitLoader.Run(program, globals);
    }
}
