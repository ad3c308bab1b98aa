using System.CommandLine;
using Sema.Compiler.Evaluation;
using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;

namespace Sema.Compiler.Cli;

/// <summary>The commands of <c>semac</c> and their help.</summary>
public static class CommandLine
{
    /// <summary>The exit code of a program that raised.</summary>
    public const int Raised = 1;

    /// <summary>The exit code of a program that does not compile.</summary>
    public const int DoesNotCompile = 2;

    /// <summary>The exit code of a wrong command line.</summary>
    public const int Usage = 64;

    /// <summary>Runs a command line; returns the exit code.</summary>
    public static int Run(string[] arguments)
    {
        // (semac -e EXPR) and (semac -p EXPR) are short for (semac eval …).
        if (arguments is ["-e" or "-p", ..]) arguments = ["eval", .. arguments];
        var parse = Root().Parse(arguments);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors) StandardStreams.Error.WriteLine($"semac: {error.Message}");
            StandardStreams.Error.WriteLine("Try 'semac --help'.");
            return Usage;
        }
        var exitCode = 0;
        var interprets = parse.CommandResult.Command.Options.OfType<Option<BackEnd>>().Any(o => parse.GetValue(o) == BackEnd.Interpreter);
        StackGuard.RunOnLargeStack(() => exitCode = Invoke(parse), interprets ? StackGuard.InterpreterStackSize : StackGuard.ThreadStackSize);
        StandardStreams.TryFlush();
        return exitCode;
    }

    /// <summary>Nobody shall ever see a stack trace of ours: what no command foresaw is a fault of the compiler, said in one line.</summary>
    private static int Invoke(ParseResult parse)
    {
        try
        {
            return parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            StandardStreams.TryFlush();
            StandardStreams.Error.WriteLine($"semac: internal error ({e.GetType().Name}: {e.Message}); please report the program that caused it");
            return DoesNotCompile;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("""
            The compiler from Sema to .NET.

              semac run hello.sema                  compile and run a program
              semac build app.sema -o app.dll       make an assembly; run it with: dotnet app.dll
              semac build m.sema --target library   make a library, m.dll, for other programs and for C#
              semac build app.sema -r m.dll         import it without its source
              semac -e '(+ 1 2)'                    evaluate an expression
              semac doc map                         what a builtin does
            """);
        root.Add(Build());
        root.Add(RunFile());
        root.Add(Eval());
        root.Add(Check());
        root.Add(Dump());
        root.Add(Doc());
        return root;
    }

    private static Option<OutputFormat> FormatOption() => new("--format")
    {
        Description = "How errors are written: text, msbuild or json",
        DefaultValueFactory = static _ => OutputFormat.Text,
    };

    private static Option<BackEnd> BackEndOption() => new("--backend")
    {
        Description = "What runs the program: il or interpreter",
        DefaultValueFactory = static _ => BackEnd.Il,
    };

    private static Option<string[]> ReferenceOption() => new("--reference", "-r")
    {
        Description = "A library made with --target library, which imports of its file's name mean; may be repeated",
    };

    private static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "The program" };
        var output = new Option<string?>("--output", "-o") { Description = "The assembly to write; FILE with .dll if not given" };
        var target = new Option<string>("--target") { Description = "exe (has Main) or library", DefaultValueFactory = static _ => "exe" };
        target.AcceptOnlyFromAmong("exe", "library");
        var references = ReferenceOption();
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Say what is done: compiled, or up to date" };
        var format = FormatOption();
        var command = new Command("build", "Compile a program to a .NET assembly, with its runtime and the libraries it uses beside it")
        {
            file, output, target, references, verbose, format,
        };
        command.SetAction(p => BuildCommand.Run(new BuildCommand.Request(p.GetValue(file)!, p.GetValue(output), p.GetValue(target) == "library",
            p.GetValue(references) ?? [], p.GetValue(verbose), p.GetValue(format))));
        return command;
    }

    private static Command RunFile()
    {
        var file = new Argument<string>("FILE") { Description = "The program" };
        var rest = new Argument<string[]>("ARGS") { Description = "Its arguments, after --", Arity = ArgumentArity.ZeroOrMore };
        var (mode, paths) = SandboxOptions();
        var references = ReferenceOption();
        var backEnd = BackEndOption();
        var command = new Command("run", "Compile a program in memory and run it") { file, references, rest, backEnd, mode, paths };
        command.SetAction(p => InSandbox(p, mode, paths, sandbox =>
            RunCommand.Run(p.GetValue(file)!, p.GetValue(references) ?? [], p.GetValue(rest) ?? [], sandbox, p.GetValue(backEnd))));
        return command;
    }

    private static Command Eval()
    {
        var expression = new Argument<string?>("EXPR") { Description = "The text to evaluate", Arity = ArgumentArity.ZeroOrOne };
        var quiet = new Option<string?>("-e") { Description = "Evaluate, and print the value unless it is nil" };
        var print = new Option<string?>("-p") { Description = "Evaluate, and print the value on one line" };
        var batch = new Option<bool>("--batch") { Description = "Read JSON lines {\"id\",\"src\",\"cwd\"}, write {\"id\",\"value\",\"output\",\"error\"}" };
        var (mode, paths) = SandboxOptions();
        var backEnd = BackEndOption();
        var command = new Command("eval", "Evaluate an expression") { expression, quiet, print, batch, backEnd, mode, paths };
        command.SetAction(p => InSandbox(p, mode, paths, sandbox =>
            p.GetValue(batch) ? BatchCommand.Run(sandbox, p.GetValue(backEnd))
            : p.GetValue(print) is { } compact ? RunCommand.Evaluate(compact, isCompact: true, sandbox, p.GetValue(backEnd))
            : (p.GetValue(quiet) ?? p.GetValue(expression)) is { } text ? RunCommand.Evaluate(text, isCompact: false, sandbox, p.GetValue(backEnd))
            : UsageError("eval needs an expression, or --batch")));
        return command;
    }

    private static (Option<string?> Mode, Option<string?> Paths) SandboxOptions() => (
        new("--sandbox") { Description = "What the program may not do: none, strict, all, or names such as no-shell,no-network" },
        new("--allowed-paths") { Description = "The directories that its paths must lie in, separated by commas" });

    private static int InSandbox(ParseResult parse, Option<string?> mode, Option<string?> paths, Func<Sandbox, int> run)
    {
        Sandbox sandbox;
        try
        {
            sandbox = Sandbox.Parse(parse.GetValue(mode), parse.GetValue(paths));
        }
        catch (Exception e) when (e is FormatException || OsErrors.IsOurs(e))
        {
            StandardStreams.Error.WriteLine($"semac: {e.Message}");
            return Raised;
        }
        return run(sandbox);
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "The program" };
        var references = ReferenceOption();
        var format = FormatOption();
        var command = new Command("check", "Report the errors of a program without building it") { file, references, format };
        command.SetAction(p => BuildCommand.Check(p.GetValue(file)!, p.GetValue(references) ?? [], p.GetValue(format)));
        return command;
    }

    private static Command Dump()
    {
        var file = new Argument<string>("FILE") { Description = "The program" };
        var stage = new Option<string>("--stage") { Description = string.Join('|', Compilation.Stages), DefaultValueFactory = static _ => "core" };
        stage.AcceptOnlyFromAmong([.. Compilation.Stages]);
        var command = new Command("dump", "Print a program after a stage of the compiler") { stage, file };
        command.SetAction(p => BuildCommand.Dump(p.GetValue(file)!, p.GetValue(stage)!));
        return command;
    }

    private static Command Doc()
    {
        var words = new Argument<string[]>("NAME") { Description = "A builtin's name, or: search WORD", Arity = ArgumentArity.OneOrMore };
        var command = new Command("doc", "What a builtin takes and returns") { words };
        command.SetAction(p => p.GetValue(words) switch
        {
            ["search", var word] => Show(BuiltinTable.All.Values.Distinct()
                .Where(b => b.Name.Contains(word) || b.Declaration.Doc.Contains(word, StringComparison.OrdinalIgnoreCase)), word),
            [var name] when PredefinedVariables.All.TryGetValue(name, out var value) => Show(name, value),
            [var name] => Show(BuiltinTable.Find(name) is { } builtin ? [builtin] : [], name),
            _ => UsageError("doc takes one name, or: search WORD"),
        });
        return command;
    }

    private static int Show(string variable, Value value)
    {
        StandardStreams.Output.WriteLine($"{variable}   variable\n  Its value is {Printer.Write(value)}.");
        return 0;
    }

    private static int Show(IEnumerable<BuiltinInfo> builtins, string wanted)
    {
        var found = builtins.OrderBy(static b => b.Name, StringComparer.Ordinal).ToList();
        foreach (var builtin in found)
        {
            var parameters = builtin.Declaration.Parameters;
            StandardStreams.Output.WriteLine($"({builtin.Name}{(parameters.Length > 0 ? " " + parameters : "")})   {builtin.Group}");
            if (builtin.Declaration.Doc.Length > 0) StandardStreams.Output.WriteLine($"  {builtin.Declaration.Doc}");
            if (builtin.Declaration.Aliases.Length > 0) StandardStreams.Output.WriteLine($"  also: {string.Join(' ', builtin.Declaration.Aliases)}");
        }
        if (found.Count > 0) return 0;
        StandardStreams.Error.WriteLine($"semac: no builtin '{wanted}'");
        return Raised;
    }

    private static int UsageError(string message)
    {
        StandardStreams.Error.WriteLine($"semac: {message}");
        return Usage;
    }
}
