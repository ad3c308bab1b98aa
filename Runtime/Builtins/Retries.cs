using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Calling again what failed (control-flow.md).</summary>
[BuiltinGroup("control-flow")]
public static class Retries
{
    /// <summary>Up to three attempts, 0.1 and 0.2 seconds apart.</summary>
    [Builtin("retry", Parameters = "thunk [opts]", Doc = "What thunk returns, called again while it raises: :max-attempts 3, :base-delay-ms 100, :backoff 2.0.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Retry(Value thunk) => Retry(thunk, new Value(SortedMap.Empty));

    /// <summary>As the options say; the condition of the last attempt is raised.</summary>
    public static Value Retry(Value thunk, Value options)
    {
        StackGuard.Check();
        var (attempts, delay, factor) = Options(options);
        for (var attempt = 1L; ; attempt++)
        {
            try
            {
                return Callable.Argument(thunk).Invoke0();
            }
            catch (SemaException) when (attempt < attempts)
            {
            }
            // A negative or undefined delay is none; a longer one than a thread can sleep is cut to that.
            if (delay > 0) Thread.Sleep((int)Math.Min(delay, int.MaxValue));
            delay *= factor;
        }
    }

    /// <summary>The engine of <c>retry</c>.</summary>
    [Builtin("__retry-blocking", Parameters = "thunk [opts]", Doc = "What retry does; for expansions.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value RetryBlocking(Value thunk) => Retry(thunk);

    /// <summary>As the options say.</summary>
    public static Value RetryBlocking(Value thunk, Value options) => Retry(thunk, options);

    /// <summary>The options of <c>retry</c> when none are given.</summary>
    [Builtin("__retry-setup", Parameters = "thunk [opts]", Doc = "All options of retry, checked; for expansions.")]
    public static Value RetrySetup(Value thunk) => RetrySetup(thunk, new Value(SortedMap.Empty));

    /// <summary>The options given, checked, with the others as they are when not given.</summary>
    public static Value RetrySetup(Value thunk, Value options)
    {
        Callable.Argument(thunk);
        var (attempts, delay, factor) = Options(options);
        return Maps.HashMapOf(
            new Value(Keyword.Intern("max-attempts")), new Value(attempts), new Value(Keyword.Intern("base-delay-ms")), new Value(delay),
            new Value(Keyword.Intern("backoff")), new Value(factor));
    }

    private static (long Attempts, double Delay, double Factor) Options(Value options)
    {
        var given = Maps.Expect(options, "retry: argument 2 must be a map of options");
        return (Indices.Int(Option(given, "max-attempts", new Value(3))),
            Operands.Double("retry", Option(given, "base-delay-ms", new Value(100))),
            Operands.Double("retry", Option(given, "backoff", new Value(2.0))));
    }

    private static Value Option(Map options, string name, Value otherwise) =>
        options.TryGet(new Value(Keyword.Intern(name)), out var value) ? value : otherwise;
}
