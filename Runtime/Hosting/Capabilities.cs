namespace Sema.Runtime.Hosting;

/// <summary>The names of what a sandbox can deny (system-conventions.md, sandbox).</summary>
public static class Capabilities
{
    /// <summary>Reading files and directories, and asking about them.</summary>
    public const string FsRead = "fs-read";

    /// <summary>Changing files and directories.</summary>
    public const string FsWrite = "fs-write";

    /// <summary>Running command lines.</summary>
    public const string Shell = "shell";

    /// <summary>Starting processes, and what concerns the own one.</summary>
    public const string Process = "process";

    /// <summary>Connections to other machines.</summary>
    public const string Network = "network";

    /// <summary>Environment variables and what follows from them.</summary>
    public const string EnvRead = "env-read";

    /// <summary>Changing environment variables.</summary>
    public const string EnvWrite = "env-write";

    /// <summary>Calls to language models.</summary>
    public const string Llm = "llm";

    /// <summary>Serial ports.</summary>
    public const string Serial = "serial";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All => [FsRead, FsWrite, Shell, Process, Network, EnvRead, EnvWrite, Llm, Serial];
}
