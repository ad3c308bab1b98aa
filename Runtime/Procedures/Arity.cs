namespace Sema.Runtime.Procedures;

/// <summary>How many arguments a procedure takes. <see cref="Max"/> is -1 when unbounded.</summary>
public readonly record struct Arity(int Min, int Max)
{
    /// <summary>Exactly <paramref name="count"/> arguments.</summary>
    public static Arity Exactly(int count) => new(count, count);

    /// <summary>At least <paramref name="count"/> arguments.</summary>
    public static Arity AtLeast(int count) => new(count, -1);

    /// <summary>Whether a call with that many arguments is accepted.</summary>
    public bool Accepts(int count) => count >= Min && (Max < 0 || count <= Max);

    /// <summary>The text of an arity error (§5.2): <c>no arguments</c>, <c>1 argument</c>, <c>2 or more arguments</c>, <c>1 to 3 arguments</c>.</summary>
    public override string ToString() => Max == 0 ? "no arguments" : Expected + (this == Exactly(1) ? " argument" : " arguments");

    /// <summary>The count alone, as the condition's <c>:expected</c>: <c>1</c>, <c>2 or more</c>, <c>1 to 3</c>.</summary>
    public string Expected => Max < 0 ? $"{Min} or more" : Max == Min ? $"{Min}" : $"{Min} to {Max}";
}
