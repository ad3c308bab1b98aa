using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Interpretation;

/// <summary>What the closures of one lambda share.</summary>
internal sealed class Code
{
    private readonly ResolvedProcedure _procedure;
    private readonly int _parameters;
    private readonly int[] _boxed;

    public Code(ResolvedProcedure procedure)
    {
        _procedure = procedure;
        _parameters = procedure.Parameters.Count;
        var own = procedure.Rest is { } rest ? procedure.Parameters.Append(rest) : procedure.Parameters;
        _boxed = own.Where(static s => s.IsBoxed).Select(static s => s.Index).ToArray();
        SlotCount = procedure.SlotCount;
        Constant = new InterpretedProcedure(this, []);
    }

    public string? Name => _procedure.Name;

    public Arity Arity => new(_parameters, HasRest ? -1 : _parameters);

    /// <summary>The number of slots of an activation.</summary>
    public int SlotCount { get; }

    /// <summary>The procedure without captures.</summary>
    public InterpretedProcedure Constant { get; }

    /// <summary>The body; set once, before the first call.</summary>
    public Node Body { get; set; } = null!;

    /// <summary>The places of the calls, by number.</summary>
    public List<SourceSpan> Sites { get; } = [];

    private bool HasRest => _procedure.Rest is not null;

    public bool Accepts(int arguments) => arguments == _parameters || (HasRest && arguments > _parameters);

    /// <summary>Whether a call with that many arguments stores each in a slot of its own.</summary>
    public bool AcceptsDirectly(int arguments) => arguments == _parameters && !HasRest;

    /// <summary>New slots with an accepted number of arguments in them.</summary>
    public Value[] Enter(ReadOnlySpan<Value> arguments)
    {
        var slots = new Value[SlotCount];
        arguments[.._parameters].CopyTo(slots);
        if (HasRest) slots[_parameters] = Lists.FromArray(arguments[_parameters..].ToArray());
        BoxParameters(slots);
        return slots;
    }

    /// <summary>Puts the parameters that closures share into boxes of their own.</summary>
    public void BoxParameters(Value[] slots)
    {
        foreach (var index in _boxed) slots[index] = new Value((object)new Box(slots[index]));
    }

    /// <summary>How a trace shows an activation at a call.</summary>
    public TracePlace PlaceOf(int site)
    {
        var name = Name ?? "<lambda>";
        return site < Sites.Count ? TracePlaces.Of(Sites[site], name) : new TracePlace(new SemaFrame(name, null, 0, 0));
    }
}
