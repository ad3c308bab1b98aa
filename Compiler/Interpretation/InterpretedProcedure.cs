namespace Sema.Compiler.Interpretation;

/// <summary>A lambda that the interpreter runs.</summary>
internal sealed class InterpretedProcedure(Code code, Value[] captures) : Closure
{
    public Code Code => code;

    /// <summary>The captured variables: values or boxes.</summary>
    public Value[] Captures => captures;

    /// <inheritdoc/>
    public override string? Name => code.Name;

    /// <inheritdoc/>
    public override Arity Arity => code.Arity;

    /// <inheritdoc/>
    public override Value Invoke0() => Invoke([]);

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => Invoke([a]);

    /// <inheritdoc/>
    public override Value Invoke2(Value a, Value b) => Invoke([a, b]);

    /// <inheritdoc/>
    public override Value Invoke3(Value a, Value b, Value c) => Invoke([a, b, c]);

    /// <inheritdoc/>
    public override Value Invoke4(Value a, Value b, Value c, Value d) => Invoke([a, b, c, d]);

    /// <inheritdoc/>
    public override Value InvokeN(Value[] arguments) => Invoke(arguments);

    private Value Invoke(ReadOnlySpan<Value> arguments) =>
        code.Accepts(arguments.Length)
            ? Interpreter.Call(new Activation(this, code.Enter(arguments), isReady: true))
            : throw ArityError(arguments.Length);
}
