namespace Sema.Compiler.Interpretation;

internal sealed class IfNode(Node test, Node then, Node otherwise) : Node
{
    public override Value Evaluate(Activation activation) =>
        test.Evaluate(activation).IsTruthy ? then.Evaluate(activation) : otherwise.Evaluate(activation);
}

internal sealed class SequenceNode(Node[] items, Node last) : Node
{
    public override Value Evaluate(Activation activation)
    {
        foreach (var item in items) item.Evaluate(activation);
        return last.Evaluate(activation);
    }
}

internal sealed class LetNode(int index, bool isBoxed, Node value, Node body) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var initial = value.Evaluate(activation);
        activation.Slots[index] = isBoxed ? new Value((object)new Box(initial)) : initial;
        return body.Evaluate(activation);
    }
}

/// <summary>Stores values in the slots of a loop: none is stored before all are computed.</summary>
internal sealed class LoopSlots((int Index, bool IsBoxed)[] slots, Node[] values)
{
    public void Assign(Activation activation)
    {
        if (values.Length == 1) Store(activation, slots[0], values[0].Evaluate(activation));
        else if (values.Length == 2)
        {
            var first = values[0].Evaluate(activation);
            Store(activation, slots[1], values[1].Evaluate(activation));
            Store(activation, slots[0], first);
        }
        else
        {
            var results = new Value[values.Length];
            for (var i = 0; i < results.Length; i++) results[i] = values[i].Evaluate(activation);
            for (var i = 0; i < results.Length; i++) Store(activation, slots[i], results[i]);
        }
    }

    private static void Store(Activation activation, (int Index, bool IsBoxed) slot, Value value) =>
        activation.Slots[slot.Index] = slot.IsBoxed ? new Value((object)new Box(value)) : value;
}

/// <summary>A local loop: starts over as long as the body's value is the loop's own mark.</summary>
internal sealed class LoopNode(LoopSlots initial, object mark, Node body) : Node
{
    public override Value Evaluate(Activation activation)
    {
        initial.Assign(activation);
        Value value;
        do value = body.Evaluate(activation);
        while (ReferenceEquals(value.Ref, mark));
        return value;
    }
}

/// <summary>A join point: what follows when the value is its mark.</summary>
internal sealed class JoinNode(object mark, Node body, Node join) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var value = body.Evaluate(activation);
        while (ReferenceEquals(value.Ref, mark)) value = join.Evaluate(activation);
        return value;
    }
}

internal sealed class ContinueNode(LoopSlots next, object mark) : Node
{
    public override Value Evaluate(Activation activation)
    {
        next.Assign(activation);
        return new Value(mark);
    }
}

internal sealed class TryNode(Node body, int index, bool isBoxed, Node handler, bool needsTrace) : Node
{
    public override Value Evaluate(Activation activation)
    {
        Value caught;
        try
        {
            return body.Evaluate(activation);
        }
        catch (SemaException e)
        {
            caught = StackTraces.Catch(e, needsTrace, activation);
        }
        activation.Slots[index] = isBoxed ? new Value((object)new Box(caught)) : caught;
        return handler.Evaluate(activation);
    }
}

/// <summary>Stands at every so many levels of nested code, which is evaluated by recursion.</summary>
internal sealed class StackCheckNode(Node inner) : Node
{
    public override Value Evaluate(Activation activation)
    {
        StackGuard.Check();
        return inner.Evaluate(activation);
    }
}
