using Sema.Compiler.Checks;
using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Emit;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Expansion;
using Sema.Compiler.Lowering;
using Sema.Compiler.Modules;
using Sema.Compiler.Optimization;
using Sema.Compiler.Resolution;
using Sema.Runtime.Hosting;

namespace Sema.Compiler;

/// <summary>The pipeline: the one place that knows the order of the passes.</summary>
public sealed class Compilation(SourceText source, bool isOpen = false, IReadOnlyList<Library>? references = null)
{
    private readonly IReadOnlyList<Library> _references = references ?? [];
    private ModuleGraph? _modules;
    private LinkedModule? _library;
    private bool _isLibrary;
    private string? _lastPass;

    /// <summary>The names of the stages that <see cref="Dump"/> prints.</summary>
    public static readonly IReadOnlyList<string> Stages = ["syntax", "expanded", "core", "resolved", "il"];

    /// <summary>What the passes had to say.</summary>
    public DiagnosticBag Diagnostics { get; init; } = new();

    /// <summary>Takes the time of each pass, if anybody wants to know.</summary>
    public PassTimes? Times { get; init; }

    /// <summary>What expands a unit of a running program; a whole program has an expander of its own, and files may belong to it.</summary>
    internal Func<DiagnosticBag, Expander>? Expander { get; init; }

    /// <summary>The program as <see cref="Resolve"/> left it; null before, and when there were errors.</summary>
    public ResolvedProgram? Program { get; private set; }

    /// <summary>What the optimizer does.</summary>
    public OptimizationLevel Level { get; init; } = OptimizationLevel.Full;

    /// <summary>Runs the front end; null when there are errors, which <see cref="Diagnostics"/> holds.</summary>
    public ResolvedProgram? Resolve()
    {
        if (Optimize() is not { } globals) return null;
        var program = Timed("resolve", () =>
        {
            var resolved = Resolver.Run(globals, exportsRecords: _isLibrary);
            StackCheckAnalysis.Run(resolved.Procedures);
            return resolved;
        });
        return Program = Timed("optimize", () =>
        {
            Passes.Run(program, _isLibrary, Level, _lastPass);
            return program;
        });
    }

    /// <summary>Compiles to an assembly; null when there are errors.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="hasEntryPoint">Whether the assembly can be run as a program.</param>
    public byte[]? Emit(string name, bool hasEntryPoint) =>
        Resolve() is { } program ? Timed("emit", () => Emitter.Run(program, name, hasEntryPoint)) : null;

    /// <summary>Compiles to a library for other programs and for C#; null when there are errors.</summary>
    /// <param name="name">The assembly's name, from which the C# class gets its own.</param>
    public LibraryImage? EmitLibrary(string name)
    {
        _isLibrary = true;
        if (Resolve() is not { } program) return null;
        var surface = LibrarySurface.Of(_library!, _modules!, ClrNames.Pascal(name));
        return Emitter.Library(program, name, surface, exports => LibraryManifest.Of(_library!.Key, _modules!, _references, exports));
    }

    /// <summary>The program after a stage as text; null when there are errors.</summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    /// <param name="lastPass">The last pass of the optimizer that runs (<see cref="Passes.Names"/>); null for all of them, but for none on the core.</param>
    public string? Dump(string stage, string? lastPass = null)
    {
        _lastPass = lastPass;
        return TextOf(stage);
    }

    private string? TextOf(string stage) => stage switch
    {
        "syntax" => Read() is { } forms ? string.Join('\n', forms.Select(static f => f.ToString())) : null,
        "expanded" => Expand() is { } forms ? string.Join('\n', forms.Select(static f => f.ToString())) : null,
        "core" when _lastPass is null => Lower() is { } core ? string.Join('\n', core.Forms.Select(static f => NodeWriter.Write(f))) : null,
        "core" => Optimize() is { } globals ? string.Join('\n', globals.Items.Select(static f => NodeWriter.Write(f))) : null,
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
        return diagnostics.HasErrors ? null : Resolver.Run(new GlobalAnalysis(core, isOpen: true));
    }

    private T Timed<T>(string pass, Func<T> run) => Times is { } times ? times.Measure(pass, run) : run();

    private Syntax[]? Read() => Timed("read", () => Read(source, Diagnostics));

    private IReadOnlyList<Syntax>? Expand()
    {
        if (Read() is not { } forms) return null;
        return Timed("expand", () => Expand(forms));
    }

    private IReadOnlyList<Syntax> Expand(Syntax[] forms)
    {
        if (Expander is not null) return Expander(Diagnostics).Run(forms);
        var table = new MacroTable();
        _modules = new ModuleGraph(source, table, Diagnostics, _references);
        return _modules.Expand(new Expander(new ExpansionEvaluator(), table, Diagnostics, _modules), forms);
    }

    private GlobalAnalysis? Optimize()
    {
        if (Lower() is not { } core) return null;
        var globals = Timed("resolve", () => new GlobalAnalysis(core, isOpen));
        Timed("optimize", () => Passes.Run(globals, Level, _lastPass));
        return globals;
    }

    private CoreProgram? Lower()
    {
        if (Expander is not null) return LowerHere();
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
        if (_isLibrary) return LowerLibrary();
        if (Expand() is not { } forms) return null;
        var core = Timed("lower", () => Lowerer.Run(source, forms, Diagnostics));
        if (Diagnostics.HasErrors) return null;
        if (_modules is null) return core;
        return Linked(core, _modules);
    }

    private CoreProgram? Linked(CoreProgram core, ModuleGraph modules)
    {
        core = Timed("link", () => RunTimeMacros.Trim(Linker.Run(core, modules)));
        Timed("check", () =>
        {
            ProgramChecks.Run(core, Diagnostics);
            return 0;
        });
        return Diagnostics.IsFailure ? null : core;
    }

    /// <summary>A library is a program that does nothing but import it.</summary>
    private CoreProgram? LowerLibrary()
    {
        if (Read() is not { } forms) return null;
        _modules = new ModuleGraph(source, new MacroTable(), Diagnostics, _references);
        _library = _modules.ProgramAsModule(forms);
        if (Diagnostics.HasErrors) return null;
        var import = new ImportExpr(new SourceSpan(source, new TextSpan(0, 0)), _library.Key, null);
        return Linked(new CoreProgram(source, [import]), _modules);
    }
}
