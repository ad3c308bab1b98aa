namespace Sema.Compiler.Interpretation;

// Calls of builtins and primitives, a class for each number of operands.

internal sealed class BuiltinNode0(Func<Value> target, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        activation.Site = site;
        return target();
    }
}

internal sealed class BuiltinNode1(Func<Value, Value> target, Node a, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var first = a.Evaluate(activation);
        activation.Site = site;
        return target(first);
    }
}

internal sealed class BuiltinNode2(Func<Value, Value, Value> target, Node a, Node b, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var first = a.Evaluate(activation);
        var second = b.Evaluate(activation);
        activation.Site = site;
        return target(first, second);
    }
}

internal sealed class BuiltinNode3(Func<Value, Value, Value, Value> target, Node a, Node b, Node c, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var first = a.Evaluate(activation);
        var second = b.Evaluate(activation);
        var third = c.Evaluate(activation);
        activation.Site = site;
        return target(first, second, third);
    }
}

internal sealed class BuiltinNode4(Func<Value, Value, Value, Value, Value> target, Node a, Node b, Node c, Node d, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var first = a.Evaluate(activation);
        var second = b.Evaluate(activation);
        var third = c.Evaluate(activation);
        var fourth = d.Evaluate(activation);
        activation.Site = site;
        return target(first, second, third, fourth);
    }
}

/// <summary>A call of a method that takes operands in an array.</summary>
internal sealed class BuiltinNodeN(Func<Value[], Value> target, Node[] operands, int site) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var values = new Value[operands.Length];
        for (var i = 0; i < values.Length; i++) values[i] = operands[i].Evaluate(activation);
        activation.Site = site;
        return target(values);
    }
}
