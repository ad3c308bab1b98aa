using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Emit;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Expansion;
using Sema.Compiler.Lowering;
using Sema.Compiler.Modules;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;

namespace Sema.Compiler;

/// <summary>The pipeline: the one place that knows the order of the passes.</summary>
public sealed class Compilation(SourceText source, MacroTable? macros = null, bool isOpen = false)
{
    /// <summary>The names of the stages that <see cref="Dump"/> prints.</summary>
    public static readonly IReadOnlyList<string> Stages = ["syntax", "expanded", "core", "resolved", "il"];

    private ModuleGraph? _modules;

    /// <summary>What the passes had to say.</summary>
    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>Runs the front end; null when there are errors, which <see cref="Diagnostics"/> holds.</summary>
    public ResolvedProgram? Resolve()
    {
        if (Lower() is not { } core) return null;
        return Resolver.Run(core, isOpen);
    }

    /// <summary>Compiles to an assembly; null when there are errors.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="hasEntryPoint">Whether the assembly can be run as a program.</param>
    public byte[]? Emit(string name, bool hasEntryPoint) =>
        Resolve() is { } program ? Emitter.Run(program, name, hasEntryPoint) : null;

    /// <summary>The program after a stage as text; null when there are errors.</summary>
    public string? Dump(string stage) => stage switch
    {
        "syntax" => Read() is { } forms ? string.Join('\n', forms.Select(static f => f.ToString())) : null,
        "expanded" => Expand() is { } forms ? string.Join('\n', forms.Select(static f => f.ToString())) : null,
        "core" => Lower() is { } core ? string.Join('\n', core.Forms.Select(static f => NodeWriter.Write(f))) : null,
        "resolved" => Resolve() is { } program ? NodeWriter.Write(program) : null,
        "il" => Emit("dump", true) is { } image ? IlWriter.Write(image) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>The forms of a text, or null after adding the error.</summary>
    internal static Syntax[]? Read(SourceText source, DiagnosticBag diagnostics)
    {
        try
        {
            return Reader.ReadAll(source);
        }
        catch (ReaderException e)
        {
            diagnostics.Add(DiagnosticBag.Unreadable(e).Diagnostic);
            return null;
        }
        catch (SemaException e) when (e.Condition.Type == "eval")
        {
            diagnostics.Add(DiagnosticBag.TooDeep(source, e.Condition).Diagnostic);
            return null;
        }
    }

    /// <summary>Takes one form of run-time code through the front end; null after adding the errors.</summary>
    internal static ResolvedProgram? ResolveUnit(Syntax form, Expander expander, DiagnosticBag diagnostics, bool declaresExports)
    {
        var expanded = expander.Run([form]);
        if (diagnostics.HasErrors) return null;
        var core = Lowerer.Run(form.Source, expanded, diagnostics, declaresExports);
        return diagnostics.HasErrors ? null : Resolver.Run(core, isOpen: true);
    }

    private Syntax[]? Read() => Read(source, Diagnostics);

    private IReadOnlyList<Syntax>? Expand()
    {
        if (Read() is not { } forms) return null;
        if (macros is not null) return new Expander(new ExpansionEvaluator(), macros, Diagnostics).Run(forms);
        var table = new MacroTable();
        _modules = new ModuleGraph(source, table, Diagnostics);
        return new Expander(new ExpansionEvaluator(), table, Diagnostics, _modules).Run(forms);
    }

    private CoreProgram? Lower()
    {
        if (macros is not null) return LowerHere();
        // A whole program numbers its fresh names from 1, whatever was compiled before: the same source, the same bytes.
        var outer = SemaContext.Current;
        SemaContext.Current = outer.ForCompilation();
        try
        {
            return LowerHere();
        }
        finally
        {
            SemaContext.Current = outer;
        }
    }

    private CoreProgram? LowerHere()
    {
        if (Expand() is not { } forms || Diagnostics.HasErrors) return null;
        var core = Lowerer.Run(source, forms, Diagnostics);
        if (Diagnostics.HasErrors) return null;
        return _modules is null ? core : Linker.Run(core, _modules);
    }
}
