using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>
/// Any Sema value (language.md §2), in 16 bytes. <see cref="Ref"/> null: a fixnum in <see cref="Bits"/>. <see cref="Ref"/> a
/// <see cref="Tag"/>: nil, a boolean, a flonum or a char, with its payload in <see cref="Bits"/>. Anything else is the heap
/// object itself, for which <see cref="Bits"/> is 0 with two exceptions: a <see cref="string"/> carries its number of
/// surrogate pairs there, and an array of values, which is a list, the index of the list's first element.
/// </summary>
/// <remarks>
/// The heap classes: <see cref="string"/>, <see cref="Symbol"/>, <see cref="Keyword"/>, arrays of values and
/// <see cref="ConsCell"/> (lists), <see cref="Vector"/>, <see cref="Map"/> (sorted and hash maps),
/// <see cref="BigInteger"/> (boxed; only outside the range of <see cref="long"/>), Rational, Complex,
/// <see cref="Procedure"/>, and the others below <see cref="HeapObject"/>.
/// </remarks>
public readonly partial struct Value
{
    /// <summary>Null for a fixnum, a <see cref="Tag"/>, or the heap object.</summary>
    public readonly object? Ref;

    /// <summary>The payload; see the type's summary.</summary>
    public readonly long Bits;

    /// <summary>A value from its two words; use a factory unless the meaning of both is at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value(object? reference, long bits)
    {
        Ref = reference;
        Bits = bits;
    }

    /// <summary>A fixnum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value(long fixnum)
    {
        Ref = null;
        Bits = fixnum;
    }

    /// <summary>A flonum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value(double flonum)
    {
        Ref = Tag.Flonum;
        Bits = BitConverter.DoubleToInt64Bits(flonum);
    }

    /// <summary>A heap object whose bits are 0: not for strings nor for lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Value(object reference)
    {
        Ref = reference;
        Bits = 0;
    }

    /// <summary>The value nil.</summary>
    public static Value Nil => new(Tag.Falsy, 0);

    /// <summary>The value <c>#f</c>.</summary>
    public static Value False => new(Tag.Falsy, 1);

    /// <summary>The value <c>#t</c>.</summary>
    public static Value True => new(Tag.True, 1);

    /// <summary>The content of a global before its definition is evaluated. Never escapes into a program.</summary>
    public static Value Unbound => new(Tag.Unbound, 0);

    /// <summary>The empty list <c>'()</c>.</summary>
    public static Value EmptyList => new(Lists.Empty, 0);

    /// <summary>A boolean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value FromBool(bool value) => value ? True : False;

    /// <summary>A char from a Unicode scalar value (0…0x10FFFF without surrogates).</summary>
    public static Value FromChar(int scalar) => new(Tag.Char, scalar);

    /// <summary>A string; counts its surrogate pairs once (vectorised), so that later indexing is O(1) for BMP text.</summary>
    public static Value FromString(string text) => new(text, Strings.CountAstral(text));

    /// <summary>An integer of any size: a fixnum when it fits.</summary>
    public static Value FromBigInteger(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? new Value((long)value) : new Value((object)value);

    /// <summary>False only for nil and <c>#f</c> (§2.2).</summary>
    public bool IsTruthy
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !ReferenceEquals(Ref, Tag.Falsy);
    }

    /// <summary>As <see cref="IsTruthy"/>, for emitted code, which has the value on its stack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTrue(Value value) => !ReferenceEquals(value.Ref, Tag.Falsy);

    /// <summary>As <see cref="IsFixnum"/>, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HoldsFixnum(Value value) => value.Ref is null;

    /// <summary>As <see cref="IsFlonum"/>, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HoldsFlonum(Value value) => ReferenceEquals(value.Ref, Tag.Flonum);

    /// <summary>The integer of a fixnum, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Fixnum(Value value) => value.Bits;

    /// <summary>The number of a flonum, for emitted code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Flonum(Value value) => BitConverter.Int64BitsToDouble(value.Bits);

    /// <summary>Whether this is an integer that fits 64 bits.</summary>
    public bool IsFixnum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Ref is null;
    }

    /// <summary>Whether this is a binary64 number.</summary>
    public bool IsFlonum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(Ref, Tag.Flonum);
    }

    /// <summary>Whether this is a char.</summary>
    public bool IsChar => ReferenceEquals(Ref, Tag.Char);

    /// <summary>Whether this is nil.</summary>
    public bool IsNil => ReferenceEquals(Ref, Tag.Falsy) && Bits == 0;

    /// <summary>Whether this is <c>#f</c>.</summary>
    public bool IsFalse => ReferenceEquals(Ref, Tag.Falsy) && Bits != 0;

    /// <summary>Whether this is <c>#t</c> or <c>#f</c>.</summary>
    public bool IsBoolean => ReferenceEquals(Ref, Tag.True) || IsFalse;

    /// <summary>Whether this is the marker <see cref="Unbound"/>.</summary>
    public bool IsUnbound
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(Ref, Tag.Unbound);
    }

    /// <summary>Whether this is a list, the empty list included; nil is not one.</summary>
    public bool IsList => Ref is ConsCell or Value[];

    /// <summary>Whether this is the empty list.</summary>
    public bool IsEmptyList
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(Ref, Lists.Empty);
    }

    /// <summary>The number; only meaningful when <see cref="IsFlonum"/>.</summary>
    public double AsFlonum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.Int64BitsToDouble(Bits);
    }

    /// <summary>The write form (§2.5), for debuggers and messages.</summary>
    public override string ToString() => IsUnbound ? "#<unbound>" : Printer.Write(this);
}
