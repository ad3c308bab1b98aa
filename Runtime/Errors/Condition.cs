namespace Sema.Runtime.Errors;

/// <summary>
/// What went wrong, as data (§8.2). <see cref="ToMap"/> gives the map that <c>catch</c> binds; the uncaught rendering adds
/// <see cref="Hint"/>, which is not part of the map.
/// </summary>
public sealed class Condition
{
    private static readonly HashSet<string> BuiltInTypes =
    [
        "eval", "type-error", "arity", "unbound", "user", "io", "llm", "reader", "permission-denied", "cancelled", "timeout",
    ];

    /// <summary>A condition of a type (keyword name without colon: <c>eval</c>, <c>type-error</c> …).</summary>
    public Condition(string type, string message, string? hint = null)
    {
        Type = type;
        Message = message;
        Hint = hint;
    }

    /// <summary>The keyword name of <c>:type</c>, without colon.</summary>
    public string Type { get; }

    /// <summary>The text of <c>:message</c>.</summary>
    public string Message { get; }

    /// <summary>Advice shown below an uncaught error; null for none (§8.3).</summary>
    public string? Hint { get; init; }

    /// <summary>The keys besides <c>:type</c>, <c>:message</c> and <c>:stack-trace</c>, in any order.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Fields { get; init; } = [];

    /// <summary>The thrown object of a <c>:user</c> condition, or null for other conditions.</summary>
    public Value? Thrown { get; init; }

    /// <summary>The map of a re-thrown condition, which reappears unchanged (§4.12); null for a fresh condition.</summary>
    public Map? Original { get; init; }

    /// <summary>
    /// The name of the inlined builtin that failed (<c>car</c>, <c>+</c> …): it contributes a frame of its own (§8.1). Null when
    /// no such builtin raised.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>The condition raised by <c>(throw value)</c>: a condition map is raised unchanged, anything else is wrapped.</summary>
    public static Condition FromThrown(Value value, string? operation = null)
    {
        if (value.Ref is Map map && map.Get(Keys.Type).Ref is Keyword type && BuiltInTypes.Contains(type.Name)
            && map.Get(Keys.Message).Ref is string message)
            return new Condition(type.Name, message) { Original = map, Operation = operation };
        return new Condition("user", Printer.Write(value)) { Thrown = value, Operation = operation };
    }

    /// <summary>The <c>LINE:COLUMN</c> that a <c>:reader</c> condition's message ends with; null for other conditions.</summary>
    public string? Place { get; init; }

    /// <summary>The first line of the uncaught rendering (§8.2): with its prefix for thrown objects and I/O errors.</summary>
    public string Headline =>
        Original is not null ? Message
        : Place is not null ? Message[..^(" at ".Length + Place.Length)]
        : Type switch
        {
            "user" when Thrown is not null => "User exception: " + Message,
            "io" => "I/O error: " + Message,
            _ => Message,
        };

    /// <summary>The condition map, with its stack trace unless <paramref name="trace"/> is null.</summary>
    public Value ToMap(IReadOnlyList<SemaFrame>? trace)
    {
        if (Original is not null) return new Value(Original);
        var message = Value.FromString(Message);
        if (Thrown is { } thrown && trace is not null)
            return new Value(SortedMap.Empty.FromOrdered(
            [
                new(Keys.Message, message), new(Keys.StackTrace, SemaFrame.ToList(trace)), new(Keys.Type, Keys.User), new(Keys.Value, thrown),
            ]));
        Map map = SortedMap.Empty.With(Keys.Type, new Value(Keyword.Intern(Type))).With(Keys.Message, message);
        foreach (var (name, value) in Fields) map = map.With(new Value(Keyword.Intern(name)), value);
        if (Thrown is not null) map = map.With(Keys.Value, Thrown.Value);
        if (trace is not null) map = map.With(Keys.StackTrace, SemaFrame.ToList(trace));
        return new Value(map);
    }

    private static class Keys
    {
        public static readonly Value Type = new(Keyword.Intern("type"));
        public static readonly Value Message = new(Keyword.Intern("message"));
        public static readonly Value Value = new(Keyword.Intern("value"));
        public static readonly Value User = new(Keyword.Intern("user"));
        public static readonly Value StackTrace = new(Keyword.Intern("stack-trace"));
    }
}
