using Sema.Runtime.Modules;

namespace Sema.Compiler.Interpretation;

/// <summary>A constant, a builtin, a namespace.</summary>
internal sealed class ConstantNode(Value value) : Node
{
    public override Value Evaluate(Activation activation) => value;
}

internal sealed class SlotNode(int index) : Node
{
    public override Value Evaluate(Activation activation) => activation.Slots[index];
}

internal sealed class BoxedSlotNode(int index) : Node
{
    public override Value Evaluate(Activation activation) => ((Box)activation.Slots[index].Ref!).Value;
}

internal sealed class SlotWriteNode(int index, Node value) : Node
{
    public override Value Evaluate(Activation activation) => activation.Slots[index] = value.Evaluate(activation);
}

internal sealed class BoxedSlotWriteNode(int index, Node value) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var result = value.Evaluate(activation);
        return ((Box)activation.Slots[index].Ref!).Value = result;
    }
}

internal sealed class CaptureNode(int index) : Node
{
    public override Value Evaluate(Activation activation) => activation.Captures[index];
}

internal sealed class BoxedCaptureNode(int index) : Node
{
    public override Value Evaluate(Activation activation) => ((Box)activation.Captures[index].Ref!).Value;
}

internal sealed class CaptureWriteNode(int index, Node value) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var result = value.Evaluate(activation);
        return ((Box)activation.Captures[index].Ref!).Value = result;
    }
}

/// <summary>A global that has a value, or whose marker of having none is wanted.</summary>
internal sealed class GlobalNode(GlobalCell cell) : Node
{
    public override Value Evaluate(Activation activation) => cell.Value;
}

/// <summary>A global that may be unbound.</summary>
internal sealed class CheckedGlobalNode(GlobalCell cell, int site, IEnumerable<string> known) : Node
{
    public override Value Evaluate(Activation activation) => cell.Value.IsUnbound ? Outer(activation) : cell.Value;

    private Value Outer(Activation activation)
    {
        activation.Site = site;
        return cell.Visible is { IsUnbound: false } value ? value : throw Raise.Unbound(cell.Name, UnboundHints.For(cell.Name, known));
    }
}

internal sealed class GlobalWriteNode(GlobalCell cell, Node value) : Node
{
    public override Value Evaluate(Activation activation)
    {
        var result = value.Evaluate(activation);
        cell.Assign(result);
        return result;
    }
}

internal sealed class GlobalDefineNode(GlobalCell cell, Node value) : Node
{
    public override Value Evaluate(Activation activation)
    {
        cell.Value = value.Evaluate(activation);
        return Value.Nil;
    }
}
