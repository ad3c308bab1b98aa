namespace Sema.Compiler.Interpretation;

/// <summary>
/// A call of an unknown procedure. When the procedure is interpreted, the operands go straight into the slots of its activation.
/// A late operator is a global that is read after the operands (§5.4).
/// </summary>
internal sealed class CallNode(Node @operator, Node[] operands, bool isLate, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        if (isLate) return EvaluateLate(activation);
        var target = @operator.Evaluate(activation);
        var code = Direct(target, operands.Length);
        var slots = new Value[code?.SlotCount ?? operands.Length];
        for (var i = 0; i < operands.Length; i++) slots[i] = operands[i].Evaluate(activation);
        activation.Site = site;
        if (code is null) return Callable.Operator(target).Apply(slots);
        code.BoxParameters(slots);
        return Interpreter.Call(new Activation((InterpretedProcedure)target.Ref!, slots, isReady: true));
    }

    /// <summary>The code of an interpreted procedure that takes each argument in a slot of its own, or null.</summary>
    public static Code? Direct(Value target, int arguments) =>
        target.Ref is InterpretedProcedure { Code: var code } && code.AcceptsDirectly(arguments) ? code : null;

    private Value EvaluateLate(Activation activation)
    {
        Procedure procedure;
        switch (operands.Length)
        {
            case 0:
                return Operator(activation).Invoke0();
            case 1:
                var a = operands[0].Evaluate(activation);
                procedure = Operator(activation);
                return procedure is InterpretedProcedure ? Interpreted(procedure, [a]) : procedure.Invoke1(a);
            case 2:
                a = operands[0].Evaluate(activation);
                var b = operands[1].Evaluate(activation);
                procedure = Operator(activation);
                return procedure is InterpretedProcedure ? Interpreted(procedure, [a, b]) : procedure.Invoke2(a, b);
            default:
                var arguments = new Value[operands.Length];
                for (var i = 0; i < arguments.Length; i++) arguments[i] = operands[i].Evaluate(activation);
                procedure = Operator(activation);
                return procedure is InterpretedProcedure ? Interpreted(procedure, arguments) : procedure.Apply(arguments);
        }
    }

    private Procedure Operator(Activation activation)
    {
        activation.Site = site;
        return Callable.Operator(@operator.Evaluate(activation));
    }

    /// <summary>Without the detour over <see cref="Procedure.Invoke1"/>, which would cost each level of a recursion one more .NET frame.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static Value Interpreted(Procedure procedure, ReadOnlySpan<Value> arguments) =>
        ((InterpretedProcedure)procedure).Code is var code && code.Accepts(arguments.Length)
            ? Interpreter.Call(new Activation(procedure, code.Enter(arguments), isReady: true))
            : procedure.Apply(arguments.ToArray());
}

/// <summary>A call of an unknown procedure in tail position.</summary>
internal sealed class TailCallNode(Node @operator, Node[] operands, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var target = @operator.Evaluate(activation);
        var code = CallNode.Direct(target, operands.Length);
        var slots = new Value[code?.SlotCount ?? operands.Length];
        for (var i = 0; i < operands.Length; i++) slots[i] = operands[i].Evaluate(activation);
        activation.Site = site;
        if (code is null) return new Value((object)Activation.Call(Callable.Operator(target), slots));
        code.BoxParameters(slots);
        return new Value((object)new Activation((InterpretedProcedure)target.Ref!, slots, isReady: true));
    }
}

/// <summary>A call of a known procedure.</summary>
internal sealed class KnownCallNode(Code target, CaptureCopier captured, Node[] operands, int site, bool isTail) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var slots = new Value[target.SlotCount];
        captured.Copy(activation, slots);
        for (var i = 0; i < operands.Length; i++) slots[captured.Count + i] = operands[i].Evaluate(activation);
        target.BoxParameters(slots);
        activation.Site = site;
        var call = new Activation(target.Constant, slots, isReady: true);
        return isTail ? new Value((object)call) : Interpreter.Call(call);
    }
}

/// <summary><c>(apply f a … seq)</c>.</summary>
internal sealed class ApplyNode(Node @operator, Node[] operands, int site, bool isTail) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var target = @operator.Evaluate(activation);
        var arguments = new Value[operands.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = operands[i].Evaluate(activation);
        activation.Site = site;
        var procedure = Spread.Target(target, arguments[^1]);
        arguments = Spread.Arguments(arguments);
        return isTail ? new Value((object)Activation.Call(procedure, arguments)) : procedure.Apply(arguments);
    }
}

/// <summary>A keyword literal called with a map.</summary>
internal sealed class LookupNode(Keyword keyword, Node map, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var operand = map.Evaluate(activation);
        activation.Site = site;
        return keyword.Lookup(operand);
    }
}
