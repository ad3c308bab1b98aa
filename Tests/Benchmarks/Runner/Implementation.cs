namespace Sema.Benchmarks;

/// <summary>An implementation of a language that runs programs of the suite: how it is found, and how it compiles them.</summary>
/// <param name="Name">Its name on the command line and in tables.</param>
/// <param name="Extension">Which of a program's files are its.</param>
/// <param name="Tool">Where it is installed; null when it is not.</param>
/// <param name="VersionOption">The argument that makes it print its version.</param>
/// <param name="Prepare">Makes a command of a program's name and text, in a folder of its own. The command's folder is set later.</param>
internal sealed record Implementation(
    string Name, string Extension, string? Tool, string VersionOption, Func<Workshop, string, string, Command> Prepare)
{
    /// <summary>All that the suite knows, in the order of the tables.</summary>
    public static List<Implementation> All(string semac)
    {
        var dotnet = Command.Find("dotnet");
        return
        [
            new("csharp", "cs", dotnet, "--version", CSharp),
            new("chez", "scm", Command.Find("chezscheme", "chez", "scheme"), "--version", Chez),
            new("racket", "scm", Command.Find("raco") is null ? null : Command.Find("racket"), "--version", Racket),
            new("guile", "scm", Command.Find("guile"), "--version", Guile),
            new("gambit", "scm", Command.Find("gsc"), "-v", Gambit),
            new("luajit", "lua", Command.Find("luajit"), "-v", Plain),
            new("clojure", "clj", Command.Find("clojure"), "--version", Plain),
            new("sema", "sema", Command.Find("sema"), "--version", Plain),
            new("semac", "sema", dotnet, "--version", (workshop, name, text) => Semac(semac, workshop, name, text)),
        ];
    }

    /// <summary>The first line of what it says of its version.</summary>
    public string Version(string semac)
    {
        var (_, output, error) = new Command(Tool!, Name == "semac" ? [semac, VersionOption] : [VersionOption], ".").Run();
        return (output + error).Trim().Split('\n')[0];
    }

    private static Command Plain(Workshop workshop, string name, string text) =>
        new(workshop.Tool, [workshop.Write($"{name}.{workshop.Extension}", text)], "");

    private static Command Chez(Workshop workshop, string name, string text)
    {
        workshop.Write($"{name}.sps", workshop.Compatibility("chez", "texts") + text);
        var program = workshop.Output($"{name}.so");
        new Command(workshop.Tool, ["-q"], workshop.Folder).Compile(program, $"(optimize-level 2)\n(compile-program \"{name}.sps\" \"{name}.so\")\n(exit 0)\n");
        return new(workshop.Tool, ["--program", program], "");
    }

    private static Command Racket(Workshop workshop, string name, string text)
    {
        var source = workshop.Write($"{name}.rkt", workshop.Compatibility("racket", "texts") + text);
        new Command(Command.Find("raco")!, ["make", source], workshop.Folder).Compile();
        return new(workshop.Tool, [source], "");
    }

    private static Command Guile(Workshop workshop, string name, string text)
    {
        workshop.Write($"{name}.scm", workshop.Compatibility("guile") + text);
        var program = workshop.Output($"{name}.go");
        new Command(workshop.Tool, ["--no-auto-compile", "-c",
            $"(use-modules (system base compile)) (compile-file \"{name}.scm\" #:output-file \"{name}.go\" #:optimization-level 2)"], workshop.Folder).Compile(program);
        return new(workshop.Tool, ["--no-auto-compile", "-c", $"(load-compiled \"{program}\")"], "");
    }

    private static Command Gambit(Workshop workshop, string name, string text)
    {
        var source = workshop.Write($"{name}.scm", workshop.Compatibility("gambit", "texts") + text);
        var program = workshop.Output($"{name}.exe");
        new Command(workshop.Tool, ["-exe", "-cc-options", "-O2", "-o", program, source], workshop.Folder).Compile(program);
        return new(program, [], "");
    }

    private static Command CSharp(Workshop workshop, string name, string text)
    {
        var project = workshop.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RootNamespace>Bench</RootNamespace>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
            </Project>
            """);
        // The settings of the repository are not for these projects.
        workshop.Write("Directory.Build.props", "<Project />");
        workshop.Write($"{name}/Program.cs", text);
        var program = workshop.Output($"{name}/bin/{name}.dll");
        new Command(workshop.Tool, ["build", project, "-c", "Release", "-o", Path.GetDirectoryName(program)!, "-v", "q", "-nologo"], workshop.Folder).Compile(program);
        return new(workshop.Tool, [program], "");
    }

    private static Command Semac(string semac, Workshop workshop, string name, string text)
    {
        var source = workshop.Write($"{name}.sema", text);
        var program = workshop.Output($"{name}/{name}.dll");
        new Command(workshop.Tool, [semac, "build", source, "-o", program], workshop.Folder).Compile(program);
        return new(workshop.Tool, [program], "");
    }
}
