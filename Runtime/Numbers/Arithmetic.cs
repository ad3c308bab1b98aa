using System.Runtime.CompilerServices;

namespace Sema.Runtime.Numbers;

/// <summary>
/// The two-argument operators as compiled code calls them (§3): the fixnum and flonum cases are inlined by the JIT, the
/// rest is in <see cref="Tower"/>.
/// </summary>
public static class Arithmetic
{
    /// <summary><c>(+ a b)</c>; also concatenates two strings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Add(Value a, Value b)
    {
        if (a.Ref is null && b.Ref is null)
        {
            var sum = unchecked(a.Bits + b.Bits);
            if (((a.Bits ^ sum) & (b.Bits ^ sum)) >= 0) return new Value(sum);
        }
        else if (a.IsFlonum && b.IsFlonum) return new Value(a.AsFlonum + b.AsFlonum);
        return Tower.Add(a, b);
    }

    /// <summary><c>(- a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Subtract(Value a, Value b)
    {
        if (a.Ref is null && b.Ref is null)
        {
            var difference = unchecked(a.Bits - b.Bits);
            if (((a.Bits ^ b.Bits) & (a.Bits ^ difference)) >= 0) return new Value(difference);
        }
        else if (a.IsFlonum && b.IsFlonum) return new Value(a.AsFlonum - b.AsFlonum);
        return Tower.Subtract(a, b);
    }

    /// <summary><c>(+ a amount)</c> with a positive constant: overflow shows in one comparison.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Increase(Value a, long amount)
    {
        var sum = unchecked(a.Bits + amount);
        return a.Ref is null && sum > a.Bits ? new Value(sum) : Tower.Add(a, new Value(amount));
    }

    /// <summary><c>(- a amount)</c> with a positive constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Decrease(Value a, long amount)
    {
        var difference = unchecked(a.Bits - amount);
        return a.Ref is null && difference < a.Bits ? new Value(difference) : Tower.Subtract(a, new Value(amount));
    }

    /// <summary><c>(* a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Multiply(Value a, Value b)
    {
        if (a.Ref is null && b.Ref is null)
        {
            if (RawArithmetic.ProductFits(a.Bits, b.Bits)) return new Value(unchecked(a.Bits * b.Bits));
        }
        else if (a.IsFlonum && b.IsFlonum) return new Value(a.AsFlonum * b.AsFlonum);
        return Tower.Multiply(a, b);
    }

    /// <summary><c>(/ a b)</c>: exact quotients of exact numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Divide(Value a, Value b) =>
        a.IsFlonum && b.IsFlonum ? new Value(a.AsFlonum / b.AsFlonum) : Tower.Divide(a, b);

    /// <summary><c>(&lt; a b)</c>; also orders two strings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less(Value a, Value b) =>
        a.Ref is null && b.Ref is null ? a.Bits < b.Bits
        : a.IsFlonum && b.IsFlonum ? a.AsFlonum < b.AsFlonum
        : Tower.Less(a, b);

    /// <summary><c>(&gt; a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater(Value a, Value b) =>
        a.Ref is null && b.Ref is null ? a.Bits > b.Bits
        : a.IsFlonum && b.IsFlonum ? a.AsFlonum > b.AsFlonum
        : Tower.Greater(a, b);

    /// <summary><c>(&lt;= a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual(Value a, Value b) =>
        a.Ref is null && b.Ref is null ? a.Bits <= b.Bits
        : a.IsFlonum && b.IsFlonum ? a.AsFlonum <= b.AsFlonum
        : Tower.LessOrEqual(a, b);

    /// <summary><c>(&gt;= a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual(Value a, Value b) =>
        a.Ref is null && b.Ref is null ? a.Bits >= b.Bits
        : a.IsFlonum && b.IsFlonum ? a.AsFlonum >= b.AsFlonum
        : Tower.GreaterOrEqual(a, b);

    /// <summary><c>(= a b)</c>: exact mathematical comparison of numbers, <c>equal?</c> for all else (§2.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NumericEquals(Value a, Value b) =>
        a.Ref is null && b.Ref is null ? a.Bits == b.Bits
        : a.IsFlonum && b.IsFlonum ? a.AsFlonum == b.AsFlonum
        : Tower.NumericEquals(a, b);
}
