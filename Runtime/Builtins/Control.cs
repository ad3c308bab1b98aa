using System.Runtime.CompilerServices;
using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>Errors, values, parameters, application.</summary>
[BuiltinGroup("control-flow")]
public static class Control
{
    /// <summary>Raises an <c>:eval</c> condition; further arguments are discarded (§4.12).</summary>
    [Builtin("error", Parameters = "message ...", Doc = "Raises a condition with a message.")]
    public static Value Error(params Value[] rest) =>
        throw Raise.Eval(rest.Length == 0 ? "error called with no message" : Printer.Display(rest[0]));

    /// <summary>Raises any value; as <c>throw</c>.</summary>
    [Builtin("raise", Parameters = "value", Doc = "Raises a value, as throw does.")]
    public static Value RaiseValue(Value value) => throw Raise.Thrown(value);

    /// <summary>Raises unless the argument is true.</summary>
    [Builtin("assert", Parameters = "x [message]", Doc = "#t, or an error when x is false.")]
    public static Value Assert(Value x) => x.IsTruthy ? Value.True : throw Raise.Eval("assertion failed");

    /// <summary>As <see cref="Assert(Value)"/>, with a message.</summary>
    public static Value Assert(Value x, Value message) => x.IsTruthy ? Value.True : throw Raise.Eval(Printer.Display(message));

    /// <summary>Raises unless two values are equal.</summary>
    [Builtin("assert=", Parameters = "expected actual", Doc = "#t, or an error when the values differ.")]
    public static Value AssertEqual(Value expected, Value actual) => Equality.Same(expected, actual)
        ? Value.True : throw Raise.Eval($"assertion failed: expected {Printer.Write(expected)}, got {Printer.Write(actual)}");

    /// <summary>Calls a procedure with the elements of a sequence.</summary>
    [Builtin("apply", Parameters = "f x ... seq", Doc = "Calls f with the elements of the last argument.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Apply(Value f, Value last, params Value[] rest) => Spread.Target(f, rest is [] ? last : rest[^1]).Apply(Spread.Arguments([last, .. rest]));

    /// <summary>A bundle of values.</summary>
    [Builtin("values", Parameters = "x ...", Doc = "Several values at once, for call-with-values and let-values.")]
    public static Value Values(params Value[] rest) => Primitives.Bundle(rest);

    /// <summary>Calls a procedure with the values that another returns.</summary>
    [Builtin("call-with-values", Parameters = "producer consumer", Doc = "Calls consumer with the values of producer.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value CallWithValues(Value producer, Value consumer) =>
        Callable.Operator(consumer).Apply(Lists.ToArray(Primitives.ValuesList(Callable.Operator(producer).Invoke0())));

    /// <summary>A fresh symbol.</summary>
    [Builtin("gensym", Parameters = "[prefix]", Doc = "A fresh symbol.")]
    public static Value Gensym() => new(Symbol.Intern(SemaContext.Current.FreshName("g")));

    /// <summary>A fresh symbol with a prefix.</summary>
    public static Value Gensym(Value prefix) =>
        new(Symbol.Intern(SemaContext.Current.FreshName(prefix.Ref as string ?? throw Raise.Type("string", prefix))));

    /// <summary>A dynamic parameter (§4.13) whose values pass through a converter, if one is given; what follows it is ignored.</summary>
    [Builtin("make-parameter", IsLambda = true, Parameters = "value [converter]", Doc = "A parameter: called with nothing it gives its value, with one argument it sets it.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value MakeParameter(Value value, params Value[] rest)
    {
        if (rest.Length == 0) return new Value((object)new Parameter(value, null));
        var converter = Callable.Operator(rest[0]);
        return new Value((object)new Parameter(converter.Invoke1(value), converter));
    }

    /// <summary>What <c>parameterize</c> expands to: parameters, values and the body as lists and a thunk.</summary>
    [Builtin("__parameterize", Parameters = "parameters values thunk", Doc = "Runs a thunk with other parameter values.", CallsBack = true)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Parameterize(Value parameters, Value values, Value thunk)
    {
        var targets = Array.ConvertAll(Lists.ToArray(parameters), static p => Callable.Operator(p));
        var old = Array.ConvertAll(targets, static t => t.Invoke0());
        var converted = Lists.ToArray(values);
        for (var i = 0; i < targets.Length; i++)
            if (targets[i] is Parameter p) converted[i] = p.Convert(converted[i]);
        for (var i = 0; i < targets.Length; i++) Install(targets[i], converted[i]);
        try
        {
            return Callable.Operator(thunk).Invoke0();
        }
        finally
        {
            for (var i = 0; i < targets.Length; i++) Install(targets[i], old[i]);
        }
    }

    private static void Install(Procedure target, Value value)
    {
        if (target is Parameter parameter) parameter.Current = value;
        else target.Invoke1(value);
    }

    private sealed class Parameter(Value value, Procedure? converter) : Procedure
    {
        public Value Current { get; set; } = value;

        public override string? Name => null;

        public override Arity Arity => new(0, 1);

        public override bool IsLambda => true;

        public Value Convert(Value value) => converter is null ? value : converter.Invoke1(value);

        public override Value Invoke0() => Current;

        public override Value Invoke1(Value value) => Current = Convert(value);
    }
}
