namespace Sema.Runtime.Values;

/// <summary>The total order of values (§2.4) for sorted collections of .NET.</summary>
public sealed class ValueComparer : IComparer<Value>
{
    /// <summary>The only instance.</summary>
    public static readonly ValueComparer Instance = new();

    private ValueComparer()
    {
    }

    /// <inheritdoc/>
    public int Compare(Value x, Value y) => Ordering.Compare(x, y);
}
