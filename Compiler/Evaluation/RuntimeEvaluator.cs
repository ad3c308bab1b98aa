using Sema.Compiler.Diagnostics;
using Sema.Compiler.Expansion;
using Sema.Compiler.Interpretation;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary><c>eval</c>, <c>macroexpand</c>, <c>load</c> and <c>import</c> in a program that runs inside the compiler's process.</summary>
public sealed class RuntimeEvaluator : IEvaluator
{
    /// <summary>How deep the expansions of run-time code may nest (§6.2).</summary>
    private const int DepthLimit = 16;

    /// <inheritdoc/>
    public Value Eval(Value form, Namespace globals)
    {
        StackGuard.Check();
        if (!form.IsList && form.Ref is not (Symbol or Vector or Map)) return form;
        return Run(new DatumMap().ToSyntax(form, DatumMap.Nowhere, DatumMap.Nowhere), globals, declaresExports: false);
    }

    /// <summary>A unit that is to run in a namespace.</summary>
    public static Compilation Unit(SourceText source, Namespace globals) => new(source, isOpen: true) { Expander = d => ExpanderOf(globals, d) };

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
        var program = Compilation.ResolveUnit(form, ExpanderOf(globals, diagnostics), diagnostics, declaresExports);
        // A macro that raised has left its activations in the chain.
        InterpretedFrame.Innermost = interpreted;
        return Interpreter.Run(program ?? throw Failure(diagnostics), globals);
    }

    /// <inheritdoc/>
    public SourceFault? Check(SourceText source)
    {
        StackGuard.Check();
        var compilation = Unit(source, new Namespace());
        compilation.Resolve();
        return compilation.Diagnostics.Items.FirstOrDefault(static d => d.Severity == Severity.Error) is { } error
            ? new SourceFault(error.Condition, error.Condition.Type == "reader" ? error.Where.Span : null) : null;
    }

    /// <inheritdoc/>
    public Value Expand(Value form, Namespace globals) => ExpanderOf(globals, new DiagnosticBag()).ExpandOnce(form);

    private static Expander ExpanderOf(Namespace globals, DiagnosticBag diagnostics) =>
        new(new ExpansionEvaluator(globals), new MacroTable(globals), diagnostics) { DepthLimit = DepthLimit };

    private static SemaException Failure(DiagnosticBag diagnostics) =>
        new(diagnostics.Items.First(static d => d.Severity == Severity.Error).Condition);
}
