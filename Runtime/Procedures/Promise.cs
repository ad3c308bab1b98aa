namespace Sema.Runtime.Procedures;

/// <summary>What <c>delay</c> makes (§4.8): a computation that <c>force</c> runs once.</summary>
public sealed class Promise(Procedure thunk) : HeapObject
{
    private Procedure? _thunk = thunk;
    private Value _value;
    private bool _isRunning;

    /// <inheritdoc/>
    public override string TypeName => "promise";

    /// <summary>Whether the value is known.</summary>
    public bool IsForced => _thunk is null;

    /// <summary>The value; computed now if it is not known. A condition leaves the promise as it was.</summary>
    /// <exception cref="SemaException">Forcing needs its own value, or the computation raised.</exception>
    public Value Force()
    {
        if (_thunk is null) return _value;
        if (_isRunning) throw Raise.Eval("resource gate is already owned by this task");
        StackGuard.Check();
        _isRunning = true;
        try
        {
            _value = _thunk.Invoke0();
            _thunk = null;
            return _value;
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append(IsForced ? "<promise (forced)>" : "<promise>");
}
