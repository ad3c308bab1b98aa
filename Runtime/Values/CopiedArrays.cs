namespace Sema.Runtime.Values;

/// <summary>Arrays that differ from another one in a place: the nodes of persistent maps are made of these.</summary>
internal static class CopiedArrays
{
    /// <summary>The items with another one at an index.</summary>
    public static T[] Replaced<T>(T[] items, int index, T item)
    {
        var result = items.AsSpan().ToArray();
        result[index] = item;
        return result;
    }

    /// <summary>The items with one more at an index.</summary>
    public static T[] Inserted<T>(T[] items, int index, T item)
    {
        var result = new T[items.Length + 1];
        items.AsSpan(0, index).CopyTo(result);
        result[index] = item;
        items.AsSpan(index).CopyTo(result.AsSpan(index + 1));
        return result;
    }

    /// <summary>The items without the one at an index.</summary>
    public static T[] Deleted<T>(T[] items, int index)
    {
        if (items.Length == 1) return [];
        var result = new T[items.Length - 1];
        items.AsSpan(0, index).CopyTo(result);
        items.AsSpan(index + 1).CopyTo(result.AsSpan(index));
        return result;
    }
}
