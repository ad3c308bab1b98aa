using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>
/// The elements of mutable arrays as raw words, as compiled code reads and writes them. It takes a span once and uses it until something runs
/// that could let an array grow, or take a value of another kind: that is, until the next call of anything that is not pure.
/// </summary>
public static class RawElements
{
    /// <summary>The elements of a mutable array that are all fixnums; nothing, if the value is not one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<long> Fixnums(Value array) => array.Ref is MutableArray items ? items.Fixnums : default;

    /// <summary>The elements of a mutable array that are all flonums; nothing, if the value is not one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<double> Flonums(Value array) => array.Ref is MutableArray items ? items.Flonums : default;

    /// <summary>The elements of a mutable array that are all booleans or nil, as <see cref="MutableArray"/> keeps them; nothing, if the value is not one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> Flags(Value array) => array.Ref is MutableArray items ? items.Flags : default;

    /// <summary>Whether an index is one of a fixnum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasFixnum(Span<long> items, long index) => (ulong)index < (ulong)items.Length;

    /// <summary>Whether an index is one of a flonum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasFlonum(Span<double> items, long index) => (ulong)index < (ulong)items.Length;

    /// <summary>Whether an index is one of a flag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasFlag(Span<byte> items, long index) => (ulong)index < (ulong)items.Length;

    /// <summary>A fixnum, at an index that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FixnumAt(Span<long> items, long index) => items[(int)index];

    /// <summary>A flonum, at an index that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FlonumAt(Span<double> items, long index) => items[(int)index];

    /// <summary>Whether the flag at an index, which is there, is true.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FlagAt(Span<byte> items, long index) => items[(int)index] == MutableArray.True;

    /// <summary>Overwrites a fixnum, at an index that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetFixnum(Span<long> items, long index, long value) => items[(int)index] = value;

    /// <summary>Overwrites a flonum, at an index that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetFlonum(Span<double> items, long index, double value) => items[(int)index] = value;

    /// <summary>Overwrites a flag, at an index that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetFlag(Span<byte> items, long index, byte flag) => items[(int)index] = flag;
}
