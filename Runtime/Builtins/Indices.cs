namespace Sema.Runtime.Builtins;

/// <summary>Checked integer arguments: counts, widths and positions (data-conventions.md, argument checking).</summary>
internal static class Indices
{
    /// <summary>A count of 0 or more; beyond <see cref="int.MaxValue"/> it is cut to that.</summary>
    public static int NonNegative(string name, Value value, string? typeHint = null)
    {
        var n = Int(value, typeHint ?? $"{name}: argument must be an integer");
        if (n < 0)
            throw Raise.Eval($"{name}: expected a non-negative integer, got {n}", "pass 0 or a positive integer");
        return (int)Math.Min(n, int.MaxValue);
    }

    /// <summary>As <see cref="NonNegative(string, Value, string)"/> for a count in front of a sequence, where a swap is likely.</summary>
    public static int CountFirst(string name, Value value) =>
        value.Ref is null ? NonNegative(name, value)
        : NonNegative(name, value, value.IsList || value.Ref is Vector
            ? $"{name}: argument order is ({name} count collection) — looks like the arguments are swapped" : null);

    /// <summary>Any fixnum.</summary>
    public static long Int(Value value, string? hint = null) =>
        value.IsFixnum ? value.Bits : throw Raise.Type("int", value, hint);
}
