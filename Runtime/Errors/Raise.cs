namespace Sema.Runtime.Errors;

/// <summary>
/// Every condition that more than one place raises, worded once (§8.3). The methods return the exception for the caller to
/// <c>throw</c>, so that the compiler of C# sees the control flow.
/// </summary>
public static class Raise
{
    /// <summary>An <c>:eval</c> condition: most failures at run time.</summary>
    public static SemaException Eval(string message, string? hint = null) => new(new Condition("eval", message, hint));

    /// <summary>As <see cref="Eval(string, string?)"/>, from an inlined builtin that shows as a frame.</summary>
    public static SemaException EvalIn(string operation, string message, string? hint = null) =>
        new(new Condition("eval", message, hint) { Operation = operation });

    /// <summary><c>expected EXPECTED, got TYPE</c>.</summary>
    public static SemaException Type(string expected, Value got, string? hint = null) =>
        TypeNamed(expected, TypeNames.InErrors(got), hint);

    /// <summary>As <see cref="Type"/>, from an inlined builtin that shows as a frame.</summary>
    public static SemaException TypeIn(string operation, string expected, Value got, string? hint = null) =>
        TypeNamed(expected, TypeNames.InErrors(got), hint, operation);

    /// <summary>A type error with the text of what was got given: <c>int and string</c>.</summary>
    public static SemaException TypeNamed(string expected, string got, string? hint = null, string? operation = null) =>
        new(new Condition("type-error", $"expected {expected}, got {got}", hint)
        {
            Operation = operation,
            Fields = [new("expected", Value.FromString(expected)), new("got", Value.FromString(got))],
        });

    /// <summary><c>expected EXPECTED, got TYPE in NAME</c>: the sequence argument of a higher-order builtin.</summary>
    public static SemaException Sequence(string name, Value got) =>
        new(new Condition("type-error", $"expected list, vector, or mutable-array, got {TypeNames.InErrors(got)} in {name}",
            $"{name}: expected a list, vector, or mutable-array to iterate over")
        {
            Fields =
            [
                new("expected", Value.FromString("list, vector, or mutable-array")),
                new("got", Value.FromString($"{TypeNames.InErrors(got)} in {name}")),
            ],
        });

    /// <summary><c>NAME argument N expected T, got U</c>, with <c>:function</c> and <c>:argument</c> (1-based) in the condition.</summary>
    public static SemaException Argument(string name, int position, string expected, Value got, string? hint = null) =>
        new(new Condition("type-error", $"{name} argument {position} expected {expected}, got {TypeNames.InErrors(got)}", hint)
        {
            Fields =
            [
                new("function", Value.FromString(name)), new("argument", new Value(position)),
                new("expected", Value.FromString(expected)), new("got", Value.FromString(TypeNames.InErrors(got))),
            ],
        });

    /// <summary><c>NAME expects N arguments, got K</c> (§5.2).</summary>
    public static SemaException Arity(string name, Arity arity, int got) => Arity(name, arity.Expected, arity.ToString(), got);

    /// <summary>An arity error whose count is spelled out: <c>2 or 3</c> with the noun <c>arguments</c> for special forms.</summary>
    public static SemaException Arity(string name, string expected, string phrase, int got) =>
        new(new Condition("arity", $"{name} expects {phrase}, got {got}")
        {
            Fields =
            [
                new("function", Value.FromString(name)), new("expected", Value.FromString(expected)), new("got", new Value(got)),
            ],
        });

    /// <summary><c>Unbound variable: NAME</c>, with the hint of §8.4.</summary>
    public static SemaException Unbound(string name, string? hint = null) =>
        new(new Condition("unbound", $"Unbound variable: {name}", hint) { Fields = [new("name", Value.FromString(name))] });

    /// <summary><c>not callable: VALUE (TYPE)</c>.</summary>
    public static SemaException NotCallable(Value value) =>
        Eval($"not callable: {Printer.Write(value)} ({TypeNames.InErrors(value)})", "expected a function, lambda, or keyword");

    /// <summary>
    /// Recursion without end (§5.6). It carries no trace: to walk millions of frames takes minutes and shows one line over and over.
    /// </summary>
    public static SemaException StackOverflow()
    {
        var exception = Eval("stack overflow: maximum call depth exceeded",
            "this usually means unbounded recursion; ensure recursive calls are in tail position for TCO, or use 'do' for iteration");
        exception.Trace = [];
        return exception;
    }

    /// <summary>An <c>:io</c> condition: files and network.</summary>
    public static SemaException Io(string message, string? hint = null) => new(new Condition("io", message, hint));

    /// <summary>A capability that the sandbox denies.</summary>
    public static SemaException MissingCapability(string function, string capability) =>
        PermissionDenied($"{function} requires '{capability}' capability", function, "capability", capability);

    /// <summary>A path that leads out of the sandbox's directories.</summary>
    public static SemaException OutsideAllowedPaths(string function, string path) =>
        PermissionDenied($"{function} — path '{path}' is outside allowed directories", function, "path", path);

    private static SemaException PermissionDenied(string message, string function, string field, string value) =>
        new(new Condition("permission-denied", "Permission denied: " + message)
        {
            Fields = [new("function", Value.FromString(function)), new(field, Value.FromString(value))],
        });

    /// <summary>A <c>:reader</c> condition: <c>MESSAGE at LINE:COLUMN</c>; uncaught, the place is a line of its own.</summary>
    public static SemaException Reader(string message, string place, string? hint = null) =>
        new(new Condition("reader", $"{message} at {place}", hint) { Place = place });

    /// <summary>What <c>(throw value)</c> raises (§4.12).</summary>
    public static SemaException Thrown(Value value) => new(Condition.FromThrown(value, "throw"));
}
