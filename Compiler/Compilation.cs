using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Emit;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Expansion;
using Sema.Compiler.Lowering;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;

namespace Sema.Compiler;

/// <summary>The pipeline: the one place that knows the order of the passes.</summary>
public sealed class Compilation(SourceText source, MacroTable? macros = null, bool isOpen = false)
{
    /// <summary>The names of the stages that <see cref="Dump"/> prints.</summary>
    public static readonly IReadOnlyList<string> Stages = ["syntax", "expanded", "core", "resolved", "il"];

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

    private Syntax[]? Read()
    {
        try
        {
            return Reader.ReadAll(source);
        }
        catch (ReaderException e)
        {
            Diagnostics.Add(DiagnosticBag.Unreadable(e).Diagnostic);
            return null;
        }
        catch (SemaException e) when (e.Condition.Type == "eval")
        {
            Diagnostics.Add(DiagnosticBag.TooDeep(source, e.Condition).Diagnostic);
            return null;
        }
    }

    private IReadOnlyList<Syntax>? Expand() =>
        Read() is { } forms ? new Expander(new ExpansionEvaluator(), macros ?? new MacroTable(), Diagnostics).Run(forms) : null;

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
        return Diagnostics.HasErrors ? null : core;
    }
}
