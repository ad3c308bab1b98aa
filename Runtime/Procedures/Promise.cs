namespace Sema.Runtime.Procedures;

/// <summary>What <c>delay</c> makes (§4.8): a computation that <c>force</c> runs once.</summary>
public sealed class Promise(Procedure thunk) : HeapObject
{
    private Procedure? _thunk = thunk;

    /// <summary>Unbound while the computation runs.</summary>
    private Value _value;

    /// <inheritdoc/>
    public override string TypeName => "promise";

    /// <summary>Whether the value is known.</summary>
    public bool IsForced => _thunk is null && !_value.IsUnbound;

    /// <summary>The value; computed now if it is not known. A condition leaves the promise as it was.</summary>
    /// <exception cref="SemaException">Forcing needs its own value, or the computation raised.</exception>
    public Value Force() => _thunk is { } thunk ? Run(thunk) : _value.IsUnbound ? throw Raise.Eval("resource gate is already owned by this task") : _value;

    private Value Run(Procedure thunk)
    {
        StackGuard.Check();
        (_thunk, _value) = (null, Value.Unbound);
        try
        {
            return _value = thunk.Invoke0();
        }
        finally
        {
            if (_value.IsUnbound) _thunk = thunk;
        }
    }

    /// <inheritdoc/>
    public override void Print(PrintBuffer output) => output.Append(IsForced ? "<promise (forced)>" : "<promise>");
}
