using System.Runtime.CompilerServices;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Expansion;
using Sema.Compiler.Interpretation;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary><c>eval</c>, <c>load</c> and <c>import</c> in a program that runs inside the compiler's process; macros they define stay defined.</summary>
public sealed class RuntimeEvaluator : IEvaluator
{
    /// <summary>How deep macro expansions nest in run-time code (§6.2).</summary>
    private const int DepthLimit = 16;

    private readonly ConditionalWeakTable<Namespace, MacroTable> _macros = [];

    /// <inheritdoc/>
    public Value Eval(Value form, Namespace globals)
    {
        StackGuard.Check();
        if (!form.IsList && form.Ref is not (Symbol or Vector or Map)) return form;
        var place = new SyntaxAtom(SourceText.Data, new TextSpan(0, 0), Value.Nil);
        return Run(new DatumMap().ToSyntax(form, place), globals, declaresExports: false);
    }

    /// <inheritdoc/>
    public Value Load(SourceText source, Namespace globals)
    {
        StackGuard.Check();
        var diagnostics = new DiagnosticBag();
        var forms = Compilation.Read(source, diagnostics) ?? throw Failure(diagnostics);
        var value = Value.Nil;
        foreach (var form in forms) value = Run(form, globals, declaresExports: true);
        return value;
    }

    /// <summary>Runs a form as a unit (§6.1).</summary>
    private Value Run(Syntax form, Namespace globals, bool declaresExports)
    {
        var interpreted = InterpretedFrame.Innermost;
        var diagnostics = new DiagnosticBag();
        var expander = new Expander(new ExpansionEvaluator(globals), Macros(globals), diagnostics) { DepthLimit = DepthLimit };
        var program = Compilation.ResolveUnit(form, expander, diagnostics, declaresExports);
        // A macro that raised has left its activations in the chain.
        InterpretedFrame.Innermost = interpreted;
        return Interpreter.Run(program ?? throw Failure(diagnostics), globals);
    }

    /// <inheritdoc/>
    public void ShareMacro(string name, Namespace from, Namespace to)
    {
        if (Macros(from).Find(Symbol.Intern(name)) is { } macro) Macros(to).Define(macro);
    }

    /// <summary>The macros that code in a namespace can use.</summary>
    internal MacroTable Macros(Namespace globals) =>
        _macros.GetValue(globals, n => n.Parent is { } parent ? new MacroTable(Macros(parent)) : new MacroTable());

    private static SemaException Failure(DiagnosticBag diagnostics) =>
        new(diagnostics.Items.First(static d => d.Severity == Severity.Error).Condition);
}
