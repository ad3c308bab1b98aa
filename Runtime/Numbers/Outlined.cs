using System.Runtime.CompilerServices;
using Sema.Runtime.Builtins;

namespace Sema.Runtime.Numbers;

/// <summary>
/// Operations that the JIT inlines elsewhere, as calls: for the code that computes anew what could not be computed raw, which is seldom
/// run and better small.
/// </summary>
public static class Outlined
{
    /// <summary><c>(+ a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Add(Value a, Value b) => Arithmetic.Add(a, b);

    /// <summary><c>(- a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Subtract(Value a, Value b) => Arithmetic.Subtract(a, b);

    /// <summary><c>(* a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Multiply(Value a, Value b) => Arithmetic.Multiply(a, b);

    /// <summary><c>(&lt; a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Less(Value a, Value b) => Arithmetic.Less(a, b);

    /// <summary><c>(&gt; a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Greater(Value a, Value b) => Arithmetic.Greater(a, b);

    /// <summary><c>(&lt;= a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool LessOrEqual(Value a, Value b) => Arithmetic.LessOrEqual(a, b);

    /// <summary><c>(&gt;= a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool GreaterOrEqual(Value a, Value b) => Arithmetic.GreaterOrEqual(a, b);

    /// <summary><c>(= a b)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool NumericEquals(Value a, Value b) => Arithmetic.NumericEquals(a, b);

    /// <summary><see cref="RawElements.Fixnums"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<long> Fixnums(Value array) => RawElements.Fixnums(array);

    /// <summary><see cref="RawElements.Flonums"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<double> Flonums(Value array) => RawElements.Flonums(array);

    /// <summary><see cref="RawElements.Flags"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<byte> Flags(Value array) => RawElements.Flags(array);

    /// <summary><c>(mutable-array/get array index)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Get(Value array, Value index) => Mutable.Get(array, index);

    /// <summary><c>(mutable-array/set! array index value)</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Set(Value array, Value index, Value value) => Mutable.Set(array, index, value);
}
