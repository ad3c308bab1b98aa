using System.Runtime.CompilerServices;

namespace Sema.Runtime.Builtins;

/// <summary>What the builtins of both kinds of typed arrays share; the names are those of error messages.</summary>
internal static class ArrayElements<T> where T : unmanaged, IEquatable<T>
{
    private const long MaxLength = 1L << 32;

    private static readonly string Expected = typeof(T) == typeof(double) ? "number" : "integer";

    /// <summary>An array as a value.</summary>
    public static Value Pack(T[] items) => new((object)new TypedArray<T>(items));

    /// <summary>The elements of an array argument.</summary>
    public static T[] Items(Value array) => array.Ref is TypedArray<T> typed ? typed.Items : throw Raise.Type(TypedArray<T>.Kind, array);

    /// <summary>An element: of a float array a fixnum or a float, of an integer array a fixnum.</summary>
    public static T Read(Value value) => TryRead(value, out var item) ? item : throw Raise.Type(Expected, value);

    /// <summary>The array of a list's elements.</summary>
    public static Value FromList(Value list) =>
        list.IsList ? FromValues(Lists.ToArray(list)) : throw Raise.Type("list", list);

    /// <summary>The array of the given elements.</summary>
    public static Value FromValues(Value[] values) => Pack(Array.ConvertAll(values, Read));

    /// <summary>Copies of one element.</summary>
    public static Value Make(Value length, Value fill)
    {
        var name = TypedArray<T>.Kind + "/make";
        var count = Index(length);
        if (count < 0) throw Raise.Eval($"{name}: length must be non-negative, got {count}");
        if (count > MaxLength) throw Raise.Eval($"{name}: length {count} exceeds maximum {MaxLength}");
        var item = Read(fill);
        var items = Storage.Allocate<T>(name, count);
        items.AsSpan().Fill(item);
        return Pack(items);
    }

    /// <summary>An element as a value.</summary>
    public static Value At(Value array, Value index)
    {
        var items = Items(array);
        return TypedArray<T>.Boxed(items[Checked(Index(index), items.Length)]);
    }

    /// <summary>A copy with one element replaced.</summary>
    public static Value With(Value array, Value index, Value value)
    {
        var items = Items(array);
        var at = Index(index);
        var item = Read(value);
        var position = Checked(at, items.Length);
        items = [.. items];
        items[position] = item;
        return Pack(items);
    }

    /// <summary>The array of a procedure's results, which must be elements.</summary>
    [FreshStack]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Map(Value f, Value array)
    {
        StackGuard.Check();
        var items = Items(array);
        var result = new T[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var value = Callable.Argument(f).Invoke1(TypedArray<T>.Boxed(items[i]));
            if (!TryRead(value, out result[i]))
                throw Raise.Type($"{Expected} ({TypedArray<T>.Kind}/map callback must return {Expected})", value);
        }
        return Pack(result);
    }

    /// <summary>The left fold.</summary>
    [FreshStack]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Fold(Value f, Value init, Value array)
    {
        StackGuard.Check();
        foreach (var item in Items(array)) init = Callable.Argument(f).Invoke2(init, TypedArray<T>.Boxed(item));
        return init;
    }

    /// <summary>An index or count: a fixnum.</summary>
    private static long Index(Value value) => value.IsFixnum ? value.Bits : throw Raise.Type("integer", value);

    private static long Checked(long index, int length) =>
        (ulong)index < (ulong)length ? index : throw Raise.Eval($"index {index} out of bounds (len {length})");

    private static bool TryRead(Value value, out T item)
    {
        if (typeof(T) == typeof(long)) item = (T)(object)value.Bits;
        else item = (T)(object)(value.IsFixnum ? value.Bits : value.AsFlonum);
        return value.IsFixnum || (typeof(T) == typeof(double) && value.IsFlonum);
    }
}
