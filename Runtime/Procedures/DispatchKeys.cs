using System.Runtime.CompilerServices;

namespace Sema.Runtime.Procedures;

/// <summary>What compiled code asks of a value to jump to the clause for it (<c>case</c>, <c>match</c>, chains of <c>eq?</c>).</summary>
public static class DispatchKeys
{
    /// <summary>The hash of a symbol or keyword; 0 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long NameHash(Value key) => key.Ref is Symbol symbol ? symbol.Hash : key.Ref is Keyword keyword ? keyword.Hash : 0;

    /// <summary>The number of UTF-16 units of a string; -1 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TextLength(Value key) => key.Ref is string text ? text.Length : -1;

    /// <summary>The scalar value of a char; -1 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Scalar(Value key) => key.IsChar ? key.Bits : -1;
}
