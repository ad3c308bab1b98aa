namespace Sema.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(
    string[]? Only, string[]? Implementations, int Runs, bool Small, TimeSpan Limit, string Suite, string Work, string Semac, string Report)
{
    public const string Usage = """
        usage: bench [--only NAME,..] [--impl NAME,..] [--runs N] [--small] [--timeout SECONDS] [-o FILE]
          --only      these programs of the suite ("empty" and "hello" are start-up)
          --impl      these implementations; else all that are installed: csharp chez racket guile gambit luajit clojure sema semac
          --runs      runs of each program, interleaved over the implementations (5)
          --small     small sizes: a check that all implementations agree, not a measurement
          --timeout   seconds a run may take (90)
          -o          where the tables go, beside standard output
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">It asks for something that there is not.</exception>
    public static Options Parse(string[] arguments)
    {
        string[]? only = null, implementations = null;
        string? suite = null, work = null, semac = null, report = null;
        var (runs, small, limit) = (5, false, 90);
        for (var i = 0; i < arguments.Length; i++)
        {
            string Operand() => ++i < arguments.Length ? arguments[i] : throw new UsageException($"{arguments[i - 1]} needs a value");
            int Number() => int.TryParse(Operand(), out var n) && n > 0 ? n : throw new UsageException($"{arguments[i - 1]} needs a positive number");
            switch (arguments[i])
            {
                case "--only": only = Operand().Split(','); break;
                case "--impl": implementations = Operand().Split(','); break;
                case "--runs": runs = Number(); break;
                case "--timeout": limit = Number(); break;
                case "--small": small = true; break;
                case "--suite": suite = Operand(); break;
                case "--work": work = Operand(); break;
                case "--semac": semac = Operand(); break;
                case "-o": report = Operand(); break;
                default: throw new UsageException($"unknown option {arguments[i]}");
            }
        }
        if (suite is null || work is null || semac is null) throw new UsageException("--suite, --work and --semac are what build.sh gives");
        work = Path.GetFullPath(work);
        return new Options(only, implementations, runs, small, TimeSpan.FromSeconds(limit), Path.GetFullPath(suite), work,
            Path.GetFullPath(semac), Path.GetFullPath(report ?? Path.Combine(work, "results.md")));
    }
}

/// <summary>The command line is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
