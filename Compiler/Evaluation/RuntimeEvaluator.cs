using System.Runtime.CompilerServices;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Expansion;
using Sema.Compiler.Lowering;
using Sema.Compiler.Resolution;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Evaluation;

/// <summary><c>eval</c>, <c>load</c> and <c>import</c> in a program that runs inside the compiler's process; macros they define stay defined.</summary>
public sealed class RuntimeEvaluator : IEvaluator
{
    private readonly ConditionalWeakTable<Namespace, MacroTable> _macros = [];

    /// <inheritdoc/>
    public Value Eval(Value form, Namespace globals)
    {
        StackGuard.Check();
        if (!form.IsList && form.Ref is not (Symbol or Vector or Map)) return form;
        var text = Printer.Write(form);
        var compilation = new Compilation(new SourceText(text), Macros(globals), isOpen: true);
        var program = compilation.Resolve() ?? throw Failure(compilation.Diagnostics);
        return UnitLoader.Run(program, globals);
    }

    /// <inheritdoc/>
    public Value Load(SourceText source, Namespace globals)
    {
        StackGuard.Check();
        var diagnostics = new DiagnosticBag();
        var forms = Compilation.Read(source, diagnostics) ?? throw Failure(diagnostics);
        var expander = new Expander(new ExpansionEvaluator(), Macros(globals), diagnostics);
        var value = Value.Nil;
        foreach (var form in forms)
        {
            var expanded = expander.Run([form]);
            if (diagnostics.HasErrors) throw Failure(diagnostics);
            var core = Lowerer.Run(source, expanded, diagnostics, declaresExports: true);
            if (diagnostics.HasErrors) throw Failure(diagnostics);
            value = UnitLoader.Run(Resolver.Run(core, isOpen: true), globals);
        }
        return value;
    }

    /// <inheritdoc/>
    public SourceFault? Check(SourceText source)
    {
        StackGuard.Check();
        var compilation = new Compilation(source, new MacroTable(), isOpen: true);
        compilation.Resolve();
        return compilation.Diagnostics.Items.FirstOrDefault(static d => d.Severity == Severity.Error) is { } error
            ? new SourceFault(error.Condition, error.Condition.Type == "reader" ? error.Where.Span : null) : null;
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
