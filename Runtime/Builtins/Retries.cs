namespace Sema.Runtime.Builtins;

/// <summary>Calling again what failed (control-flow.md).</summary>
[BuiltinGroup("control-flow")]
public static class Retries
{
    /// <summary>Up to three attempts, 0.1 and 0.2 seconds apart.</summary>
    [Builtin("retry", Parameters = "thunk [opts]", Doc = "What thunk returns, called again while it raises: :max-attempts 3, :base-delay-ms 100, :backoff 2.0.", CallsBack = true)]
    public static Value Retry(Value thunk) => Retry(thunk, new Value(SortedMap.Empty));

    /// <summary>As the options say; the condition of the last attempt is raised.</summary>
    public static Value Retry(Value thunk, Value options)
    {
        StackGuard.Check();
        var given = Maps.Expect(options, "retry: argument 2 must be a map of options");
        var attempts = Indices.Int(Option(given, "max-attempts", new Value(3)));
        var delay = Operands.Double("retry", Option(given, "base-delay-ms", new Value(100)));
        var factor = Operands.Double("retry", Option(given, "backoff", new Value(2.0)));
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

    private static Value Option(Map options, string name, Value otherwise) =>
        options.TryGet(new Value(Keyword.Intern(name)), out var value) ? value : otherwise;
}
