using System.Diagnostics;
using Sema.Runtime.Modules;

namespace Sema.Runtime.Hosting;

/// <summary>
/// What one running program sees of its host: streams, arguments, the global environment of its run-time code, counters.
/// One per program and thread; builtins reach it through <see cref="Current"/>.
/// </summary>
public sealed class SemaContext
{
    [ThreadStatic]
    private static SemaContext? s_current;

    private readonly long _started = Stopwatch.GetTimestamp();
    private Dictionary<Type, object>? _parts;
    private long _symbols;

    /// <summary>The context of the running program; a default one, on the process's streams, when none was set.</summary>
    public static SemaContext Current
    {
        get => s_current ??= new SemaContext();
        set => s_current = value;
    }

    /// <summary>Standard output; buffered, flushed at exit and before standard error or input is used.</summary>
    public TextWriter Output { get; init; } = StandardStreams.Output;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; init; } = StandardStreams.Error;

    /// <summary>Standard input.</summary>
    public TextReader Input { get; init; } = StandardStreams.Input;

    /// <summary>The value of <c>(sys/args)</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// What runs <c>eval</c>: the compiler, whose assembly stands beside a program that may need it and is loaded when it does. Null in
    /// a program that was built without it.
    /// </summary>
    public IEvaluator? Evaluator
    {
        get => field ??= EvaluatorAssembly.Load();
        init;
    }

    /// <summary>The files that the program imports and loads at run time.</summary>
    public ModuleRegistry Modules => field ??= new ModuleRegistry();

    /// <summary>The directory of the program's source, or of its assembly: where its imports start from (§7.2). Null for the process's own.</summary>
    public string? ProgramDirectory { get; init; }

    /// <summary>The directory that relative paths start from; null for the process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What the program may not do.</summary>
    public Sandbox Sandbox { get; init; } = Sandbox.None;

    /// <summary>Files, processes and environment, as far as the sandbox grants them.</summary>
    public Host Host => field ??= new Host(WorkingDirectory, Sandbox);

    /// <summary>Whether <c>exit</c> ends this program only, with <see cref="ProgramExit"/>, and not the process.</summary>
    public bool SharesProcess { get; init; }

    /// <summary>Whether a read of standard input has met its end.</summary>
    public bool InputEnded { get; set; }

    /// <summary>The time since the program began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>The program's one object of a type, made at first use: the state of builtins that only few programs call.</summary>
    public T Part<T>() where T : class, new()
    {
        _parts ??= [];
        if (!_parts.TryGetValue(typeof(T), out var part)) _parts.Add(typeof(T), part = new T());
        return (T)part;
    }

    /// <summary>
    /// A fresh context on the same streams and in the same sandbox, for the parts of a program that run while it is compiled.
    /// </summary>
    public SemaContext ForCompilation() => new()
    {
        Output = Output,
        Error = Error,
        Input = Input,
        Arguments = Arguments,
        ProgramDirectory = ProgramDirectory,
        WorkingDirectory = WorkingDirectory,
        Sandbox = Sandbox,
        SharesProcess = SharesProcess,
    };

    /// <summary>A fresh symbol name <c>PREFIX__N</c> (§6.4); N counts from 1 in each program.</summary>
    public string FreshName(string prefix) => $"{prefix}__{++_symbols}";
}
