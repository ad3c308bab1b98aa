namespace Sema.Runtime.Hosting;

/// <summary>How <c>exit</c> ends a program that shares its process with others; no Sema code can catch it.</summary>
public sealed class ProgramExit(int code) : Exception($"exit {code}")
{
    /// <summary>The exit code.</summary>
    public int Code { get; } = code;
}
