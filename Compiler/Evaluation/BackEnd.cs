namespace Sema.Compiler.Evaluation;

/// <summary>What makes a resolved unit run in this process.</summary>
public enum BackEnd
{
    /// <summary>Emitted as IL, loaded and compiled by the JIT: slow to start, fast to run.</summary>
    Il,

    /// <summary>Interpreted.</summary>
    Interpreter,
}
