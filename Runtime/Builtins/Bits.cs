using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>Bit operations on integers of any size, as if in two's complement with endless sign bits.</summary>
[BuiltinGroup("math")]
public static class Bits
{
    /// <summary>Bitwise and.</summary>
    [Builtin("bit/and", Parameters = "a b", Doc = "The bits that both integers have.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value And(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum ? new Value(a.Bits & b.Bits) : Value.FromBigInteger(Integer("bit/and", a) & Integer("bit/and", b));

    /// <summary>Bitwise or.</summary>
    [Builtin("bit/or", Parameters = "a b", Doc = "The bits that either integer has.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Or(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum ? new Value(a.Bits | b.Bits) : Value.FromBigInteger(Integer("bit/or", a) | Integer("bit/or", b));

    /// <summary>Bitwise exclusive or.</summary>
    [Builtin("bit/xor", Parameters = "a b", Doc = "The bits that exactly one of the integers has.", IsPure = true)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Xor(Value a, Value b) =>
        a.IsFixnum && b.IsFixnum ? new Value(a.Bits ^ b.Bits) : Value.FromBigInteger(Integer("bit/xor", a) ^ Integer("bit/xor", b));

    /// <summary>The complement.</summary>
    [Builtin("bit/not", Parameters = "a", Doc = "The complement: -(a + 1).", IsPure = true)]
    public static Value Not(Value a) => a.IsFixnum ? new Value(~a.Bits) : Value.FromBigInteger(-Integer("bit/not", a) - 1);

    /// <summary>Shift to the left, without loss.</summary>
    [Builtin("bit/shift-left", Parameters = "a n", Doc = "a times 2 to the power of n.", IsPure = true)]
    public static Value ShiftLeft(Value a, Value n)
    {
        if (a.IsFixnum && n is { IsFixnum: true, Bits: >= 0 and < 63 } && a.Bits << (int)n.Bits >> (int)n.Bits == a.Bits) return new Value(a.Bits << (int)n.Bits);
        var value = Integer("bit/shift-left", a);
        var count = Indices.NonNegative("bit/shift-left", n);
        if (value.IsZero) return a;
        Operands.RequireSize("bit/shift-left", (double)value.GetBitLength() + count);
        return Value.FromBigInteger(value << count);
    }

    /// <summary>Shift to the right, rounding down.</summary>
    [Builtin("bit/shift-right", Parameters = "a n", Doc = "a divided by 2 to the power of n, rounded down.", IsPure = true)]
    public static Value ShiftRight(Value a, Value n)
    {
        if (a.IsFixnum && n is { IsFixnum: true, Bits: >= 0 }) return new Value(a.Bits >> (int)Math.Min(n.Bits, 63));
        var value = Integer("bit/shift-right", a);
        return Value.FromBigInteger(value >> Indices.NonNegative("bit/shift-right", n));
    }

    private static BigInteger Integer(string name, Value x) => Tower.IsInteger(x) ? Tower.Integer(x) : throw Raise.Type("int", x, name);
}
