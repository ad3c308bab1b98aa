using System.CommandLine;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Evaluation;
using Sema.Compiler.Optimization;
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
              semac check --strict app.sema         all that is wrong with a program
              semac explain SEMA0103                what an error or warning means
              semac doc map                         what a builtin does
            """);
        root.Add(Build());
        root.Add(RunFile());
        root.Add(Eval());
        root.Add(Check());
        root.Add(Dump());
        root.Add(Doc());
        root.Add(Explain());
        return root;
    }

    /// <summary>The options that every command has which compiles a file.</summary>
    private sealed class DiagnosticOptions
    {
        private readonly Option<OutputFormat> _format = new("--format")
        {
            Description = "How errors and warnings are written: text, msbuild or json",
            DefaultValueFactory = static _ => OutputFormat.Text,
        };

        private readonly Option<string[]> _silenced = new("--no-warn")
        {
            Description = "Codes of warnings that are not wanted: SEMA0103,SEMA0107",
            AllowMultipleArgumentsPerToken = false,
        };

        private readonly Option<bool> _strict = new("--strict") { Description = "Warnings are errors" };

        private readonly Option<bool> _timings = new("--timings") { Description = "Print the time of each pass", Hidden = true };

        private readonly Option<int> _level = LevelOption();

        public DiagnosticOptions() => _silenced.Validators.Add(static result =>
        {
            foreach (var code in Codes(result.Tokens.Select(static t => t.Value)))
                if (DiagnosticCode.Find(code) is not { Severity: Severity.Warning }) result.AddError($"no warning has the code {code}");
        });

        public void AddTo(Command command)
        {
            command.Add(_format);
            command.Add(_silenced);
            command.Add(_strict);
            command.Add(_timings);
            command.Add(_level);
        }

        public CompileOptions Of(ParseResult parse) => new(
            parse.GetValue(_format),
            new WarningPolicy(Codes(parse.GetValue(_silenced) ?? []).ToHashSet(StringComparer.Ordinal), parse.GetValue(_strict)),
            parse.GetValue(_timings),
            LevelOf(parse, _level));

        private static IEnumerable<string> Codes(IEnumerable<string> lists) =>
            lists.SelectMany(static l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private static Option<int> LevelOption()
    {
        var option = new Option<int>("-O") { Description = "-O0: no optimizer; -O1: no inlining; -O2: all passes", DefaultValueFactory = static _ => 2 };
        option.AcceptOnlyFromAmong("0", "1", "2");
        return option;
    }

    private static OptimizationLevel LevelOf(ParseResult parse, Option<int> option) => (OptimizationLevel)parse.GetValue(option);

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
        var command = new Command("build", "Compile a program to a .NET assembly, with its runtime and the libraries it uses beside it")
        {
            file, output, target, references, verbose,
        };
        var options = new DiagnosticOptions();
        options.AddTo(command);
        command.SetAction(p => BuildCommand.Run(new BuildCommand.Request(p.GetValue(file)!, p.GetValue(output), p.GetValue(target) == "library",
            p.GetValue(references) ?? [], p.GetValue(verbose), options.Of(p))));
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
        var options = new DiagnosticOptions();
        options.AddTo(command);
        command.SetAction(p => InSandbox(p, mode, paths, sandbox =>
            RunCommand.Run(p.GetValue(file)!, p.GetValue(references) ?? [], p.GetValue(rest) ?? [], sandbox, options.Of(p), p.GetValue(backEnd))));
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
        var level = LevelOption();
        var command = new Command("eval", "Evaluate an expression") { expression, quiet, print, batch, backEnd, level, mode, paths };
        command.SetAction(p => InSandbox(p, mode, paths, sandbox =>
            p.GetValue(batch) ? BatchCommand.Run(sandbox, p.GetValue(backEnd), LevelOf(p, level))
            : p.GetValue(print) is { } compact ? RunCommand.Evaluate(compact, isCompact: true, sandbox, p.GetValue(backEnd), LevelOf(p, level))
            : (p.GetValue(quiet) ?? p.GetValue(expression)) is { } text ? RunCommand.Evaluate(text, isCompact: false, sandbox, p.GetValue(backEnd), LevelOf(p, level))
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
        var command = new Command("check", "Report the errors and warnings of a program without building it") { file, references };
        var options = new DiagnosticOptions();
        options.AddTo(command);
        command.SetAction(p => BuildCommand.Check(p.GetValue(file)!, p.GetValue(references) ?? [], options.Of(p)));
        return command;
    }

    private static Command Explain()
    {
        var code = new Argument<string>("CODE") { Description = "The code of an error or warning: SEMA0103; all of them: all" };
        var command = new Command("explain", "What an error or warning means, with an example") { code };
        command.SetAction(p => ExplainCode(p.GetValue(code)!));
        return command;
    }

    private static int ExplainCode(string code)
    {
        if (code == "all")
        {
            foreach (var known in DiagnosticCode.All) StandardStreams.Output.WriteLine($"{known.Code}  {known.Title}");
            return 0;
        }
        if (DiagnosticCode.Find(code.ToUpperInvariant()) is not { } found) return UsageError($"no error or warning has the code {code}; see: semac explain all");
        StandardStreams.Output.WriteLine(found.Explanation);
        return 0;
    }

    private static Command Dump()
    {
        var file = new Argument<string>("FILE") { Description = "The program" };
        var stage = new Option<string>("--stage") { Description = string.Join('|', Compilation.Stages), DefaultValueFactory = static _ => "core" };
        stage.AcceptOnlyFromAmong([.. Compilation.Stages]);
        var after = new Option<string?>("--after") { Description = "The last pass of the optimizer to run: " + string.Join('|', Passes.Names) };
        after.AcceptOnlyFromAmong([.. Passes.Names]);
        var level = LevelOption();
        var command = new Command("dump", "Print a program after a stage of the compiler") { stage, after, level, file };
        command.SetAction(p => BuildCommand.Dump(p.GetValue(file)!, p.GetValue(stage)!, p.GetValue(after), LevelOf(p, level)));
        return command;
    }

    private static Command Doc()
    {
        var words = new Argument<string[]>("NAME") { Description = "A builtin's name, or: search WORD", Arity = ArgumentArity.ZeroOrMore };
        var markdown = new Option<bool>("--markdown") { Description = "All builtins, as docs/builtins.md has them", Hidden = true };
        var command = new Command("doc", "What a builtin takes and returns") { words, markdown };
        command.SetAction(p =>
        {
            if (p.GetValue(markdown))
            {
                StandardStreams.Output.Write(DocCommand.Markdown());
                return 0;
            }
            return p.GetValue(words) switch
            {
                ["search", var word] => DocCommand.Search(word),
                [var name] => DocCommand.Show(name),
                _ => UsageError("doc takes one name, or: search WORD"),
            };
        });
        return command;
    }

    private static int UsageError(string message)
    {
        StandardStreams.Error.WriteLine($"semac: {message}");
        return Usage;
    }
}
