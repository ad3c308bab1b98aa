namespace Sema.Runtime.Builtins;

/// <summary>
/// Declares a builtin: the one place where its name, aliases, documentation and capability stand. It marks a public static
/// method (a lower-case Sema name needs nothing else), and the C# overloads of the same method name belong to it too, one for
/// each argument count.
/// </summary>
/// <remarks>
/// A method takes <see cref="Value"/> parameters only, at most four; a last parameter <c>params Value[] rest</c> takes all
/// further arguments. It returns <see cref="Value"/>, <see cref="bool"/> (a Sema boolean) or nothing (nil). The arity is
/// read off the overloads: their argument counts must be contiguous. The class carries <see cref="BuiltinGroupAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BuiltinAttribute(string name, params string[] aliases) : Attribute
{
    /// <summary>The primary name: the one in arity errors and in print.</summary>
    public string Name { get; } = name;

    /// <summary>Other names of the same procedure.</summary>
    public string[] Aliases { get; } = aliases;

    /// <summary>The parameters as documentation shows them: <c>f seq ...</c>.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>One line: what it returns.</summary>
    public string Doc { get; init; } = "";

    /// <summary>The sandbox capability it needs (<c>fs-read</c>, <c>process</c> …), or null. The method itself checks it.</summary>
    public string? Capability { get; init; }

    /// <summary>Whether its type is <c>:lambda</c>: the reference writes it in Sema itself.</summary>
    public bool IsLambda { get; init; }

    /// <summary>Whether it may call a procedure that it was given, so that recursion can pass through it.</summary>
    public bool CallsBack { get; init; }

    /// <summary>Whether a call has no effect: it can be made again, or not at all, without a difference, an error aside.</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether neither the result nor anything else keeps the first argument, a collection, when the call has returned.</summary>
    public bool Borrows { get; init; }

    /// <summary>
    /// The index of the argument, if any, that is a procedure of an accumulator and an item, and whose results go nowhere but into its
    /// next call and, by <see cref="Maps.Sealed"/>, into the result; -1 for none.
    /// </summary>
    public int Folds { get; init; } = -1;

    /// <summary>The least argument count when a last <c>params</c> array must not be empty; 0 when it may.</summary>
    public int MinArguments { get; init; }

    /// <summary>The greatest argument count when the last overload's <c>params</c> array is bounded; 0 when it is not.</summary>
    public int MaxArguments { get; init; }
}

/// <summary>Marks a class of builtins with the group of the specification that it implements (<c>lists</c>, <c>math</c> …).</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BuiltinGroupAttribute(string name) : Attribute
{
    /// <summary>The group's name, as in the specification.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The assemblies besides this one that its builtins need. They are loaded when such a builtin first runs, and copied beside
    /// a program that uses one.
    /// </summary>
    public string[] Libraries { get; init; } = [];
}
