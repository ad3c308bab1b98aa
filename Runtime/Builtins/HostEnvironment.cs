using System.Runtime.InteropServices;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>The environment variables, and the machine and user that they and the system tell of.</summary>
[BuiltinGroup("system")]
public static class HostEnvironment
{
    /// <summary>A variable's value.</summary>
    [Builtin("env", Parameters = "name", Doc = "The value of an environment variable, or nil.", Capability = Capabilities.EnvRead)]
    public static Value Variable(Value name)
    {
        Host.Current.Require("env", Capabilities.EnvRead);
        return Optional(Host.Current.Variable(name.Ref as string ?? throw Raise.Type("string", name)));
    }

    /// <summary>Sets a variable.</summary>
    [Builtin("sys/set-env", Parameters = "name value", Doc = "Sets an environment variable of this process and those it starts.", Capability = Capabilities.EnvWrite)]
    public static void SetVariable(Value name, Value value)
    {
        Host.Current.Require("sys/set-env", Capabilities.EnvWrite);
        var key = name.Ref as string ?? throw Raise.Type("string", name);
        var text = value.Ref as string ?? throw Raise.Type("string", value);
        try
        {
            Host.Current.SetVariable(key, text);
        }
        catch (ArgumentException e)
        {
            throw Raise.Eval($"sys/set-env: {e.Message}");
        }
    }

    /// <summary>All variables.</summary>
    [Builtin("sys/env-all", Doc = "A map of the environment variables, with keywords as keys.", Capability = Capabilities.EnvRead)]
    public static Value Variables()
    {
        Host.Current.Require("sys/env-all", Capabilities.EnvRead);
        Map map = SortedMap.Empty;
        foreach (var (name, value) in Host.Current.Variables()) map = map.With(new Value(Keyword.Intern(name)), Value.FromString(value));
        return new Value(map);
    }

    /// <summary>The working directory.</summary>
    [Builtin("sys/cwd", Doc = "The directory that relative paths start from.", Capability = Capabilities.EnvRead)]
    public static Value WorkingDirectory()
    {
        Host.Current.Require("sys/cwd", Capabilities.EnvRead);
        return OsErrors.Guard("sys/cwd", static () => Value.FromString(Host.Current.WorkingDirectory));
    }

    /// <summary>The user's directory.</summary>
    [Builtin("sys/home-dir", Doc = "The user's directory, or nil.", Capability = Capabilities.EnvRead)]
    public static Value HomeDirectory()
    {
        Host.Current.Require("sys/home-dir", Capabilities.EnvRead);
        return Optional(Home());
    }

    /// <summary>The directory for temporary files.</summary>
    [Builtin("sys/temp-dir", Doc = "The directory for temporary files.", Capability = Capabilities.EnvRead)]
    public static Value TemporaryDirectory()
    {
        Host.Current.Require("sys/temp-dir", Capabilities.EnvRead);
        return Value.FromString(Path.TrimEndingDirectorySeparator(Path.GetTempPath()));
    }

    /// <summary>The directory of Sema's packages.</summary>
    [Builtin("sys/sema-home", Doc = "The directory of Sema's packages: SEMA_HOME, or .sema in the user's directory.", Capability = Capabilities.EnvRead)]
    public static Value SemaHome()
    {
        Host.Current.Require("sys/sema-home", Capabilities.EnvRead);
        return Value.FromString(Host.Current.Variable("SEMA_HOME") ?? Path.Combine(Home() ?? ".", ".sema"));
    }

    /// <summary>The directory of settings.</summary>
    [Builtin("sys/config-dir", Doc = "The directory where the user's settings belong.", Capability = Capabilities.EnvRead)]
    public static Value ConfigDirectory()
    {
        Host.Current.Require("sys/config-dir", Capabilities.EnvRead);
        var home = Home() ?? ".";
        return Value.FromString(
            OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support")
            : OperatingSystem.IsWindows() ? Host.Current.Variable("APPDATA") ?? home
            : Host.Current.Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"));
    }

    /// <summary>The user's name.</summary>
    [Builtin("sys/user", Doc = "The user's name, or nil.", Capability = Capabilities.EnvRead)]
    public static Value User()
    {
        Host.Current.Require("sys/user", Capabilities.EnvRead);
        return Optional(Host.Current.Variable("USER") ?? Host.Current.Variable("USERNAME"));
    }

    /// <summary>The machine's name.</summary>
    [Builtin("sys/hostname", Doc = "The machine's name.")]
    public static Value MachineName() => Value.FromString(Environment.MachineName);

    /// <summary>The kind of system.</summary>
    [Builtin("sys/platform", Doc = "macos, linux, windows or unknown.")]
    public static Value Platform() => Value.FromString(
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "macos" : OperatingSystem.IsWindows() ? "windows" : "unknown");

    /// <summary>The system's name.</summary>
    [Builtin("sys/os", Doc = "The name of the operating system.")]
    public static Value OperatingSystemName() =>
        OperatingSystem.IsFreeBSD() ? Value.FromString("freebsd") : Platform();

    /// <summary>The processor's architecture.</summary>
    [Builtin("sys/arch", Doc = "The processor's architecture: x86_64, aarch64 ...")]
    public static Value ProcessorArchitecture() => Value.FromString(RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "aarch64",
        Architecture.X86 => "x86",
        Architecture.S390x => "s390x",
        Architecture.LoongArch64 => "loongarch64",
        Architecture.Ppc64le => "powerpc64",
        Architecture.RiscV64 => "riscv64",
        Architecture.Wasm => "wasm32",
        _ => "arm",
    });

    /// <summary>Nanoseconds since the program began.</summary>
    [Builtin("sys/elapsed", Doc = "Nanoseconds since the program began.")]
    public static Value Elapsed() => new(SemaContext.Current.Elapsed.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>How many names are interned.</summary>
    [Builtin("sys/interner-stats", Doc = "The number of interned names and the bytes of their text.")]
    public static Value InternerStatistics()
    {
        var names = Symbol.Names.Union(Keyword.Names).ToList();
        return FileEntries.MapOf(
            ("count", new Value((long)names.Count)), ("bytes", new Value(names.Sum(static n => (long)System.Text.Encoding.UTF8.GetByteCount(n)))));
    }

    /// <summary>Collects garbage.</summary>
    [Builtin("gc/collect", Doc = "Collects garbage; the counts, which cycle collectors have, are 0.")]
    public static Value Collect()
    {
        GC.Collect();
        return CollectorStatistics();
    }

    /// <summary>Counts of the last collection.</summary>
    [Builtin("gc/stats", Doc = "The counts of gc/collect, and :registry-size; all 0.")]
    public static Value Statistics() => new(((Map)CollectorStatistics().Ref!).With(new Value(Keyword.Intern("registry-size")), new Value(0L)));

    private static Value CollectorStatistics() => FileEntries.MapOf(
        ("candidates", new Value(0L)), ("traced", new Value(0L)), ("collected", new Value(0L)), ("pruned", new Value(0L)));

    private static string? Home() => Host.Current.Variable("HOME") ?? Host.Current.Variable("USERPROFILE");

    private static Value Optional(string? text) => text is null ? Value.Nil : Value.FromString(text);
}
