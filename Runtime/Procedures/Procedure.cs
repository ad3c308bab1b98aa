using System.Runtime.CompilerServices;

namespace Sema.Runtime.Procedures;

/// <summary>
/// Anything that can be called (§5.3): closures, builtins, keywords, multimethods, record procedures. A subclass overrides
/// the entry points of the argument counts that it accepts; the others raise the arity error. <see cref="InvokeN"/> is called
/// with five or more arguments only; <see cref="Apply"/> picks the entry point for an array of any length.
/// </summary>
public abstract class Procedure
{
    /// <summary>The name in errors, traces and print; null for an anonymous lambda.</summary>
    public abstract string? Name { get; }

    /// <summary>The argument counts accepted.</summary>
    public abstract Arity Arity { get; }

    /// <summary>Whether <c>type</c> says <c>:lambda</c> (a procedure written in Sema) and not <c>:native-fn</c>.</summary>
    public virtual bool IsLambda => false;

    /// <summary>The type name without colon; <c>lambda</c>, <c>native-fn</c>, <c>keyword</c>, <c>multimethod</c>.</summary>
    public virtual string TypeName => IsLambda ? "lambda" : "native-fn";

    /// <summary>Calls with no argument.</summary>
    public virtual Value Invoke0() => throw ArityError(0);

    /// <summary>Calls with one argument.</summary>
    public virtual Value Invoke1(Value a) => throw ArityError(1);

    /// <summary>Calls with two arguments.</summary>
    public virtual Value Invoke2(Value a, Value b) => throw ArityError(2);

    /// <summary>Calls with three arguments.</summary>
    public virtual Value Invoke3(Value a, Value b, Value c) => throw ArityError(3);

    /// <summary>Calls with four arguments.</summary>
    public virtual Value Invoke4(Value a, Value b, Value c, Value d) => throw ArityError(4);

    /// <summary>Calls with five or more arguments. The callee may keep the array.</summary>
    public virtual Value InvokeN(Value[] arguments) => throw ArityError(arguments.Length);

    /// <summary>Calls with an array of any length. The callee may keep the array.</summary>
    public Value Apply(Value[] arguments) => arguments.Length switch
    {
        0 => Invoke0(),
        1 => Invoke1(arguments[0]),
        2 => Invoke2(arguments[0], arguments[1]),
        3 => Invoke3(arguments[0], arguments[1], arguments[2]),
        4 => Invoke4(arguments[0], arguments[1], arguments[2], arguments[3]),
        _ => InvokeN(arguments),
    };

    /// <summary>The condition for a call with a wrong number of arguments.</summary>
    protected SemaException ArityError(int got) => Raise.Arity(Name ?? "<lambda>", Arity, got);

    /// <summary>Nothing: the call itself tests for null, as those of all instance methods do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void IsNotNull()
    {
    }
}
