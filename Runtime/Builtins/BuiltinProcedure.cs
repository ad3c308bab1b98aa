using System.Reflection;
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
    public override Value Invoke0() => (_call0 ??= Bind0(Overload(0)))();

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => (_call1 ??= Bind1(Overload(1)))(a);

    /// <inheritdoc/>
    public override Value Invoke2(Value a, Value b) => (_call2 ??= Bind2(Overload(2)))(a, b);

    /// <inheritdoc/>
    public override Value Invoke3(Value a, Value b, Value c) => (_call3 ??= Bind3(Overload(3)))(a, b, c);

    /// <inheritdoc/>
    public override Value Invoke4(Value a, Value b, Value c, Value d) => (_call4 ??= Bind4(Overload(4)))(a, b, c, d);

    /// <inheritdoc/>
    public override Value InvokeN(Value[] arguments)
    {
        var target = Overload(arguments.Length);
        var rest = arguments[target.Fixed..];
        switch (target.Fixed)
        {
            case 0:
                var f0 = Adapt<Func<Value[], Value>, Func<Value[], bool>, Action<Value[]>>(target, static f => a => Value.FromBool(f(a)), static f => a => { f(a); return Value.Nil; });
                return f0(rest);
            case 1:
                var f1 = Adapt<Func<Value, Value[], Value>, Func<Value, Value[], bool>, Action<Value, Value[]>>(target, static f => (a, r) => Value.FromBool(f(a, r)), static f => (a, r) => { f(a, r); return Value.Nil; });
                return f1(arguments[0], rest);
            case 2:
                var f2 = Adapt<Func<Value, Value, Value[], Value>, Func<Value, Value, Value[], bool>, Action<Value, Value, Value[]>>(target, static f => (a, b, r) => Value.FromBool(f(a, b, r)), static f => (a, b, r) => { f(a, b, r); return Value.Nil; });
                return f2(arguments[0], arguments[1], rest);
            case 3:
                var f3 = Adapt<Func<Value, Value, Value, Value[], Value>, Func<Value, Value, Value, Value[], bool>, Action<Value, Value, Value, Value[]>>(target, static f => (a, b, c, r) => Value.FromBool(f(a, b, c, r)), static f => (a, b, c, r) => { f(a, b, c, r); return Value.Nil; });
                return f3(arguments[0], arguments[1], arguments[2], rest);
            default:
                var f4 = target.Method.CreateDelegate<Func<Value, Value, Value, Value, Value[], Value>>();
                return f4(arguments[0], arguments[1], arguments[2], arguments[3], rest);
        }
    }

    private BuiltinOverload Overload(int arguments)
    {
        if (_info.Overload(arguments) is { } overload) return overload;
        // A denied procedure says so before it says anything else.
        if (_info.Declaration.Capability is { } capability) Host.Current.Require(Name, capability);
        throw ArityError(arguments);
    }

    private Func<Value> Bind0(BuiltinOverload target)
    {
        if (target.HasRest) return () => InvokeN([]);
        return Adapt<Func<Value>, Func<bool>, Action>(target, static f => () => Value.FromBool(f()), static f => () => { f(); return Value.Nil; });
    }

    private Func<Value, Value> Bind1(BuiltinOverload target)
    {
        if (target.HasRest) return a => InvokeN([a]);
        return Adapt<Func<Value, Value>, Func<Value, bool>, Action<Value>>(target, static f => a => Value.FromBool(f(a)), static f => a => { f(a); return Value.Nil; });
    }

    private Func<Value, Value, Value> Bind2(BuiltinOverload target)
    {
        if (target.HasRest) return (a, b) => InvokeN([a, b]);
        return Adapt<Func<Value, Value, Value>, Func<Value, Value, bool>, Action<Value, Value>>(target, static f => (a, b) => Value.FromBool(f(a, b)), static f => (a, b) => { f(a, b); return Value.Nil; });
    }

    private Func<Value, Value, Value, Value> Bind3(BuiltinOverload target)
    {
        if (target.HasRest) return (a, b, c) => InvokeN([a, b, c]);
        return Adapt<Func<Value, Value, Value, Value>, Func<Value, Value, Value, bool>, Action<Value, Value, Value>>(target, static f => (a, b, c) => Value.FromBool(f(a, b, c)), static f => (a, b, c) => { f(a, b, c); return Value.Nil; });
    }

    private Func<Value, Value, Value, Value, Value> Bind4(BuiltinOverload target)
    {
        if (target.HasRest) return (a, b, c, d) => InvokeN([a, b, c, d]);
        return Adapt<Func<Value, Value, Value, Value, Value>, Func<Value, Value, Value, Value, bool>, Action<Value, Value, Value, Value>>(target, static f => (a, b, c, d) => Value.FromBool(f(a, b, c, d)), static f => (a, b, c, d) => { f(a, b, c, d); return Value.Nil; });
    }

    private static TValue Adapt<TValue, TBool, TNothing>(BuiltinOverload target, Func<TBool, TValue> fromBool, Func<TNothing, TValue> fromNothing)
        where TValue : Delegate where TBool : Delegate where TNothing : Delegate =>
        target.ReturnsBool ? fromBool(target.Method.CreateDelegate<TBool>())
        : target.ReturnsNothing ? fromNothing(target.Method.CreateDelegate<TNothing>())
        : target.Method.CreateDelegate<TValue>();
}
