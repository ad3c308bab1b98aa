using System.Runtime.CompilerServices;

namespace Sema.Runtime.Procedures;

/// <summary>A procedure that picks its method by the value of a dispatch procedure (§4.11).</summary>
public sealed class Multimethod : Procedure
{
    private const int CacheSize = 16;

    private readonly Procedure _dispatch;
    private readonly bool _dispatchesOnType;
    private Map _methods = SortedMap.Empty;
    private Procedure? _default;
    private (object Key, Procedure Method)[] _cache = [];
    private (RecordType Key, Procedure Method)[] _ofTypes = [];

    /// <summary>A multimethod without methods; with <paramref name="dispatchesOnType"/>, <paramref name="dispatch"/> is <c>type</c> of its one argument.</summary>
    public Multimethod(string name, Value dispatch, bool dispatchesOnType = false)
    {
        Name = name;
        _dispatch = Callable.Argument(dispatch);
        _dispatchesOnType = dispatchesOnType;
    }

    /// <summary>The multimethod that a value is, in code that knows it to be one.</summary>
    public static Multimethod Of(Value value) => (Multimethod)value.Ref!;

    /// <summary>How many methods <see cref="DefineKnown"/> has added; negative for good once <see cref="Define"/> has added one.</summary>
    public long KnownMethods { get; private set; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Arity Arity => Arity.AtLeast(0);

    /// <inheritdoc/>
    public override string TypeName => "multimethod";

    /// <summary>Adds or replaces the method of a dispatch value; <c>:default</c> sets the fallback.</summary>
    public void Define(Value dispatchValue, Value handler)
    {
        KnownMethods = long.MinValue;
        Add(dispatchValue, handler);
    }

    /// <summary>Does so for a program that knows its definitions, and asks by their number whether all of them, and no others, were evaluated.</summary>
    public void DefineKnown(Value dispatchValue, Value handler)
    {
        Add(dispatchValue, handler);
        KnownMethods++;
    }

    private void Add(Value dispatchValue, Value handler)
    {
        var procedure = Callable.Argument(handler);
        _cache = [];
        _ofTypes = [];
        if (dispatchValue.Ref is Keyword { Name: "default" }) _default = procedure;
        else _methods = _methods.With(dispatchValue, handler);
    }

    /// <summary>The method for a dispatch value.</summary>
    /// <exception cref="SemaException">There is none, nor a default.</exception>
    public Procedure Find(Value dispatchValue)
    {
        // Keywords are looked up over and over, and equal ones are one object.
        foreach (var (key, method) in _cache)
            if (ReferenceEquals(key, dispatchValue.Ref)) return method;
        var found = Search(dispatchValue);
        if (dispatchValue.Ref is Keyword keyword && _cache.Length < CacheSize) _cache = [.. _cache, (keyword, found)];
        return found;
    }

    /// <summary>The method for a record of a type.</summary>
    private Procedure Find(RecordType type)
    {
        var found = Find(new Value(type.Keyword));
        if (_ofTypes.Length < CacheSize) _ofTypes = [.. _ofTypes, (type, found)];
        return found;
    }

    private Procedure Search(Value dispatchValue) =>
        _methods.TryGet(dispatchValue, out var method) ? (Procedure)method.Ref!
        : _default ?? throw Raise.Eval(
            $"no method in multimethod '{Name}' for dispatch value: {Printer.Write(dispatchValue)}",
            "add a (defmethod name :default handler) to handle unmatched values");

    /// <summary>The method for a call: for callers that make tail calls.</summary>
    /// <exception cref="SemaException">There is none, nor a default.</exception>
    public Procedure Select(Value[] arguments) => Find(_dispatch.Apply(arguments));

    /// <inheritdoc/>
    public override Value Invoke0() => Find(_dispatch.Invoke0()).Invoke0();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Value Invoke1(Value a)
    {
        if (!_dispatchesOnType || Records.TypeOf(a) is not { } type) return Find(_dispatch.Invoke1(a)).Invoke1(a);
        foreach (var (key, method) in _ofTypes)
            if (ReferenceEquals(key, type)) return method.Invoke1(a);
        return Find(type).Invoke1(a);
    }

    /// <inheritdoc/>
    public override Value Invoke2(Value a, Value b) => Find(_dispatch.Invoke2(a, b)).Invoke2(a, b);

    /// <inheritdoc/>
    public override Value Invoke3(Value a, Value b, Value c) => Find(_dispatch.Invoke3(a, b, c)).Invoke3(a, b, c);

    /// <inheritdoc/>
    public override Value Invoke4(Value a, Value b, Value c, Value d) => Find(_dispatch.Invoke4(a, b, c, d)).Invoke4(a, b, c, d);

    /// <inheritdoc/>
    public override Value InvokeN(Value[] arguments) => Find(_dispatch.InvokeN(arguments)).InvokeN(arguments);
}
