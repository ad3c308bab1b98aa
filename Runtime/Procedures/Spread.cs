namespace Sema.Runtime.Procedures;

/// <summary>The argument array of <c>apply</c> (§5.4).</summary>
public static class Spread
{
    /// <summary>The procedure that is to be applied; the sequence is checked before it.</summary>
    public static Procedure Target(Value procedure, Value last)
    {
        if (last.Ref is not (Value[] or ConsCell or Vector or MutableArray)) throw Raise.Sequence("apply", last);
        return Callable.Argument(procedure);
    }

    /// <summary>The leading arguments followed by the elements of the last one, a list, vector or mutable array.</summary>
    public static Value[] Arguments(Value[] arguments)
    {
        var last = arguments[^1];
        ReadOnlySpan<Value> tail = last.Ref switch
        {
            Value[] items => items.AsSpan((int)last.Bits),
            ConsCell => Lists.ToArray(last),
            Vector vector => vector.Items,
            MutableArray array => array.ToArray(),
            _ => throw Raise.Sequence("apply", last),
        };
        if (arguments.Length == 1) return tail.ToArray();
        var all = new Value[arguments.Length - 1 + tail.Length];
        arguments.AsSpan(0, arguments.Length - 1).CopyTo(all);
        tail.CopyTo(all.AsSpan(arguments.Length - 1));
        return all;
    }
}
