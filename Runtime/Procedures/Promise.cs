namespace Sema.Runtime.Procedures;

/// <summary>
/// What <c>delay</c> makes (§4.8): a computation that <c>force</c> runs once. A computation that ends in forcing another promise hands
/// that one to the promise it computes, which goes on with it: chains of promises of any length take constant stack and memory.
/// </summary>
public sealed class Promise(Procedure thunk) : HeapObject
{
    /// <summary>The word of a <see cref="Next"/> result; as a value a promise has none.</summary>
    private const long IsNext = 1;

    private Procedure? _thunk = thunk;

    /// <summary>Unbound while the computation runs; before it has ended, perhaps the <see cref="Chain"/> that the promise is part of.</summary>
    private Value _value;

    /// <inheritdoc/>
    public override string TypeName => "promise";

    /// <summary>Whether the value is known.</summary>
    public bool IsForced
    {
        get
        {
            if (_value.Ref is Chain { Value: { IsUnbound: false } value } && _thunk is not null) (_thunk, _value) = (null, value);
            return _thunk is null && !_value.IsUnbound;
        }
    }

    private bool IsRunning => _thunk is null ? _value.IsUnbound : _value.Ref is Chain { IsRunning: true };

    /// <summary>The value; computed now if it is not known. A condition leaves the promise as it was.</summary>
    /// <exception cref="SemaException">Forcing needs its own value, or the computation raised.</exception>
    public Value Force()
    {
        if (_thunk is null) return _value.IsUnbound ? throw Reentered() : _value;
        if (_value.Ref is not Chain) return Run(_thunk);
        return IsForced ? _value : IsRunning ? throw Reentered() : Run(_thunk);
    }

    /// <summary>The value, if it is known; else what tells the promise that computes the caller to go on with this one.</summary>
    public Value Next() => IsForced ? _value : new Value(this, IsNext);

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append(IsForced ? "<promise (forced)>" : "<promise>");

    private Value Run(Procedure thunk)
    {
        StackGuard.Check();
        (_thunk, _value) = (null, Value.Unbound);
        Chain? chain = null;
        try
        {
            var result = thunk.Invoke0();
            while (result is { Bits: IsNext, Ref: Promise next }) result = next.Join(chain ??= new Chain()).Invoke0();
            if (chain is not null) chain.Value = result;
            return _value = result;
        }
        finally
        {
            if (_value.IsUnbound)
            {
                _thunk = thunk;
                if (chain is not null) chain.IsRunning = false;
            }
        }
    }

    private Procedure Join(Chain chain)
    {
        if (IsRunning) throw Reentered();
        _value = new Value(chain);
        return _thunk!;
    }

    private static SemaException Reentered() => Raise.Eval("resource gate is already owned by this task");

    /// <summary>
    /// One run of a promise that goes on with others, which get its value too. They keep their own computations until they are asked, as
    /// the run may end in a condition.
    /// </summary>
    private sealed class Chain
    {
        public Value Value { get; set; } = Value.Unbound;

        public bool IsRunning { get; set; } = true;
    }
}
