namespace Sema.Compiler.Interpretation;

/// <summary>
/// A call of a procedure, running or about to run. As the <see cref="Value.Ref"/> of a node's value it is a tail call that the node
/// wants made (<see cref="Interpreter.Call"/>); it is never seen by a program.
/// </summary>
internal sealed class Activation(Procedure callee, Value[] slots, bool isReady) : InterpretedFrame
{
    /// <summary>The procedure.</summary>
    public Procedure Callee { get; } = callee;

    /// <summary>The variables of the activation if it is ready, else the arguments.</summary>
    public Value[] Slots { get; } = slots;

    /// <summary>Whether the callee is interpreted and its slots are set up.</summary>
    public bool IsReady { get; } = isReady;

    /// <summary>The number of the call that is going on.</summary>
    public int Site { get; set; }

    /// <summary>How many activations wait, this one included.</summary>
    public int Depth { get; set; }

    /// <summary>The captured variables.</summary>
    public Value[] Captures => ((InterpretedProcedure)Callee).Captures;

    /// <inheritdoc/>
    public override TracePlace Describe() => ((InterpretedProcedure)Callee).Code.PlaceOf(Site);

    /// <summary>The call of a procedure with arguments.</summary>
    public static Activation Call(Procedure callee, Value[] arguments) =>
        callee is InterpretedProcedure procedure && procedure.Code.Accepts(arguments.Length)
            ? new Activation(callee, procedure.Code.Enter(arguments), isReady: true)
            : new Activation(callee, arguments, isReady: false);
}
