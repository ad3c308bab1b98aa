namespace Sema.Compiler.Interpretation;

/// <summary>Where the captures of new closures, and the leading slots of lifted procedures, come from.</summary>
internal readonly struct CaptureCopier(int[] sources)
{
    /// <summary>The number of captures.</summary>
    public int Count => sources.Length;

    /// <summary>Copies values and boxes as they are. A source is a slot, or a capture as the complement of its index.</summary>
    public void Copy(Activation activation, Value[] target)
    {
        for (var i = 0; i < sources.Length; i++)
            target[i] = sources[i] >= 0 ? activation.Slots[sources[i]] : activation.Captures[~sources[i]];
    }
}

internal sealed class ClosureNode(Code code, CaptureCopier captures) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var values = new Value[captures.Count];
        captures.Copy(activation, values);
        return new Value((object)new InterpretedProcedure(code, values));
    }
}

/// <summary>Closures that may capture each other.</summary>
internal sealed class ClosuresNode((int Index, Code Code, CaptureCopier Captures)[] closures, Node body) : Node
{
    public override Value Evaluate(Activation activation)
    {
        foreach (var (index, code, captures) in closures)
            activation.Slots[index] = new Value((object)(captures.Count == 0 ? code.Constant : new InterpretedProcedure(code, new Value[captures.Count])));
        foreach (var (index, _, captures) in closures) captures.Copy(activation, ((InterpretedProcedure)activation.Slots[index].Ref!).Captures);
        return body.Evaluate(activation);
    }
}
