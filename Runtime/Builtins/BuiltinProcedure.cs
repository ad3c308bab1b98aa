using Sema.Runtime.Hosting;

namespace Sema.Runtime.Builtins;

/// <summary>A builtin as a value: <c>(map car xs)</c>. Its delegates are made at the first call of each argument count.</summary>
public sealed class BuiltinProcedure : Procedure
{
    private readonly BuiltinInfo _info;
    private Func<Value>? _call0;
    private Func<Value, Value>? _call1;
    private Func<Value, Value, Value>? _call2;
    private Func<Value, Value, Value, Value>? _call3;
    private Func<Value, Value, Value, Value, Value>? _call4;

    internal BuiltinProcedure(BuiltinInfo info) => _info = info;

    /// <inheritdoc/>
    public override string Name => _info.Name;

    /// <inheritdoc/>
    public override Arity Arity => _info.Arity;

    /// <inheritdoc/>
    public override bool IsLambda => _info.Declaration.IsLambda;

    /// <summary>The declaration.</summary>
    public BuiltinInfo Info => _info;

    /// <inheritdoc/>
    public override Value Invoke0() => (_call0 ??= Overload(0).Call0)();

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => (_call1 ??= Overload(1).Call1)(a);

    /// <inheritdoc/>
    public override Value Invoke2(Value a, Value b) => (_call2 ??= Overload(2).Call2)(a, b);

    /// <inheritdoc/>
    public override Value Invoke3(Value a, Value b, Value c) => (_call3 ??= Overload(3).Call3)(a, b, c);

    /// <inheritdoc/>
    public override Value Invoke4(Value a, Value b, Value c, Value d) => (_call4 ??= Overload(4).Call4)(a, b, c, d);

    /// <inheritdoc/>
    public override Value InvokeN(Value[] arguments) => Overload(arguments.Length).CallN(arguments);

    private BuiltinOverload Overload(int arguments)
    {
        if (_info.Overload(arguments) is { } overload) return overload;
        // A denied procedure says so before it says anything else.
        if (_info.Declaration.Capability is { } capability) Host.Current.Require(Name, capability);
        throw ArityError(arguments);
    }
}
