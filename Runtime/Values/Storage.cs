namespace Sema.Runtime.Values;

/// <summary>Arrays whose length a program chose.</summary>
public static class Storage
{
    private const long Unchecked = 1 << 24;

    /// <summary>An array of so many elements, which is not negative, for the builtin <paramref name="name"/>.</summary>
    /// <exception cref="SemaException">There is not that much memory.</exception>
    public static T[] Allocate<T>(string name, long length)
    {
        if (length > Unchecked && (length > Array.MaxLength
            || length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2))
            throw Raise.Eval($"{name}: {length} elements do not fit into memory");
        return new T[length];
    }
}
