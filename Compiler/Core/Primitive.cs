using System.Reflection;
using Sema.Runtime.Builtins;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Core;

/// <summary>
/// A runtime operation of <see cref="Primitives"/>: a public static method that takes <see cref="Value"/> parameters, or one
/// <c>Value[]</c>, and returns <see cref="Value"/>, <see cref="bool"/> or nothing (nil).
/// </summary>
public sealed class Primitive
{
    private static readonly Dictionary<string, Primitive> Table = typeof(Primitives)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .ToDictionary(static m => m.Name, static m => new Primitive(m));

    private PrimitiveAttribute? _traits;

    private Primitive(MethodInfo method) => Overload = new BuiltinOverload(method);

    /// <summary>The method, ready to be called.</summary>
    public BuiltinOverload Overload { get; }

    /// <summary>The method.</summary>
    public MethodInfo Method => Overload.Method;

    /// <summary>The method's name.</summary>
    public string Name => Method.Name;

    /// <summary>Whether it may run code of the program.</summary>
    public bool CallsBack => Traits.CallsBack;

    /// <summary>Whether a call has no effect.</summary>
    public bool IsPure => Traits.IsPure;

    /// <summary>Whether no trace ever shows the place of a call.</summary>
    public bool CannotFail => Traits.CannotFail;

    private PrimitiveAttribute Traits => _traits ??= Method.GetCustomAttribute<PrimitiveAttribute>() ?? new PrimitiveAttribute();

    /// <summary>The primitive of a method name: <c>Primitive.Of(nameof(Primitives.Throw))</c>.</summary>
    public static Primitive Of(string method) => Table[method];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
