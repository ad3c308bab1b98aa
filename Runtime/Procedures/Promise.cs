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

    /// <summary>The value once it is known. Until then the promise whose run computes this one's value too, and which of its runs that is; or nothing.</summary>
    private Value _value;

    private bool _isRunning;
    private int _failedRuns;

    /// <inheritdoc/>
    public override string TypeName => "promise";

    /// <summary>Whether the value is known.</summary>
    public bool IsForced
    {
        get
        {
            if (_thunk is null) return true;
            if (_value.Ref is not Promise { _thunk: null } leader || leader._failedRuns != _value.Bits) return false;
            Settle(leader._value);
            return true;
        }
    }

    private bool IsRunning => _isRunning || _value.Ref is Promise { _isRunning: true } leader && leader._failedRuns == _value.Bits;

    /// <summary>The value; computed now if it is not known. A condition leaves the promise as it was.</summary>
    /// <exception cref="SemaException">Forcing needs its own value, or the computation raised.</exception>
    public Value Force()
    {
        if (IsForced) return _value;
        if (IsRunning) throw Reentered();
        StackGuard.Check();
        _isRunning = true;
        try
        {
            var result = _thunk!.Invoke0();
            while (result is { Bits: IsNext, Ref: Promise next })
            {
                if (next.IsRunning) throw Reentered();
                next._value = new Value(this, _failedRuns);
                result = next._thunk!.Invoke0();
            }
            Settle(result);
            return result;
        }
        finally
        {
            _isRunning = false;
            if (_thunk is not null) _failedRuns++;
        }
    }

    /// <summary>The value, if it is known; else what tells the promise that computes the caller to go on with this one.</summary>
    public Value Next() => IsForced ? _value : new Value(this, IsNext);

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append(IsForced ? "<promise (forced)>" : "<promise>");

    private static SemaException Reentered() => Raise.Eval("resource gate is already owned by this task");

    private void Settle(Value value)
    {
        _value = value;
        _thunk = null;
    }
}
