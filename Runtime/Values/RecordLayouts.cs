using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

// The layouts of records by number of fields. The static members are what compiled code calls for a record type that it knows:
// one comparison of the class and one of the type, the general way (Records) only for a type of the same name and another size.

/// <summary>A record with one field.</summary>
public sealed class Record1(RecordType type, Value first) : Record(type)
{
    private readonly Value _first = first;

    /// <inheritdoc/>
    public override int Count => 1;

    /// <inheritdoc/>
    public override Value this[int index] => index == 0 ? _first : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Whether a value is a record of a type with one field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(Value value, RecordType type) =>
        value.Ref is Record1 record ? ReferenceEquals(record.Type.Identity, type.Identity) : type.Identity.HasSeveralSizes && Records.Is(value, type);

    /// <summary>The field of a record of a type with one field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Get(Value value, RecordType type, int index) =>
        value.Ref is Record1 record && ReferenceEquals(record.Type, type) ? record._first : Records.Get(value, type, index);

    /// <summary>Whether a value is a record of just this type, with one field: a type of the same name may be another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record1 record && ReferenceEquals(record.Type, type);

    /// <summary>A field of what <see cref="IsExactly"/> is known to hold for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Field(Value value, int index) => Unsafe.As<Record1>(value.Ref!)._first;
}

/// <summary>A record with two fields.</summary>
public sealed class Record2(RecordType type, Value first, Value second) : Record(type)
{
    private readonly Value _first = first;
    private readonly Value _second = second;

    /// <inheritdoc/>
    public override int Count => 2;

    /// <inheritdoc/>
    public override Value this[int index] => index switch { 0 => _first, 1 => _second, _ => throw new ArgumentOutOfRangeException(nameof(index)) };

    /// <summary>Whether a value is a record of a type with two fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(Value value, RecordType type) =>
        value.Ref is Record2 record ? ReferenceEquals(record.Type.Identity, type.Identity) : type.Identity.HasSeveralSizes && Records.Is(value, type);

    /// <summary>A field of a record of a type with two fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Get(Value value, RecordType type, int index) =>
        value.Ref is Record2 record && ReferenceEquals(record.Type, type) ? (index == 0 ? record._first : record._second) : Records.Get(value, type, index);

    /// <summary>Whether a value is a record of just this type, with two fields: a type of the same name may be another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record2 record && ReferenceEquals(record.Type, type);

    /// <summary>A field of what <see cref="IsExactly"/> is known to hold for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Field(Value value, int index) => index == 0 ? Unsafe.As<Record2>(value.Ref!)._first : Unsafe.As<Record2>(value.Ref!)._second;
}

/// <summary>A record with three fields.</summary>
public sealed class Record3(RecordType type, Value first, Value second, Value third) : Record(type)
{
    private readonly Value _first = first;
    private readonly Value _second = second;
    private readonly Value _third = third;

    /// <inheritdoc/>
    public override int Count => 3;

    /// <inheritdoc/>
    public override Value this[int index] =>
        index switch { 0 => _first, 1 => _second, 2 => _third, _ => throw new ArgumentOutOfRangeException(nameof(index)) };

    /// <summary>Whether a value is a record of a type with three fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(Value value, RecordType type) =>
        value.Ref is Record3 record ? ReferenceEquals(record.Type.Identity, type.Identity) : type.Identity.HasSeveralSizes && Records.Is(value, type);

    /// <summary>A field of a record of a type with three fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Get(Value value, RecordType type, int index) => value.Ref is Record3 record && ReferenceEquals(record.Type, type)
        ? (index == 0 ? record._first : index == 1 ? record._second : record._third) : Records.Get(value, type, index);

    /// <summary>Whether a value is a record of just this type, with three fields: a type of the same name may be another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record3 record && ReferenceEquals(record.Type, type);

    /// <summary>A field of what <see cref="IsExactly"/> is known to hold for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Field(Value value, int index) => index == 0 ? Unsafe.As<Record3>(value.Ref!)._first : index == 1 ? Unsafe.As<Record3>(value.Ref!)._second : Unsafe.As<Record3>(value.Ref!)._third;
}

/// <summary>A record with four fields.</summary>
public sealed class Record4(RecordType type, Value first, Value second, Value third, Value fourth) : Record(type)
{
    private readonly Value _first = first;
    private readonly Value _second = second;
    private readonly Value _third = third;
    private readonly Value _fourth = fourth;

    /// <inheritdoc/>
    public override int Count => 4;

    /// <inheritdoc/>
    public override Value this[int index] =>
        index switch { 0 => _first, 1 => _second, 2 => _third, 3 => _fourth, _ => throw new ArgumentOutOfRangeException(nameof(index)) };

    /// <summary>Whether a value is a record of a type with four fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(Value value, RecordType type) =>
        value.Ref is Record4 record ? ReferenceEquals(record.Type.Identity, type.Identity) : type.Identity.HasSeveralSizes && Records.Is(value, type);

    /// <summary>A field of a record of a type with four fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Get(Value value, RecordType type, int index) => value.Ref is Record4 record && ReferenceEquals(record.Type, type)
        ? (index == 0 ? record._first : index == 1 ? record._second : index == 2 ? record._third : record._fourth) : Records.Get(value, type, index);

    /// <summary>Whether a value is a record of just this type, with four fields: a type of the same name may be another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record4 record && ReferenceEquals(record.Type, type);

    /// <summary>A field of what <see cref="IsExactly"/> is known to hold for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Field(Value value, int index) => index == 0 ? Unsafe.As<Record4>(value.Ref!)._first : index == 1 ? Unsafe.As<Record4>(value.Ref!)._second : index == 2 ? Unsafe.As<Record4>(value.Ref!)._third : Unsafe.As<Record4>(value.Ref!)._fourth;
}

/// <summary>A record without fields or with more than four.</summary>
public sealed class RecordN(RecordType type, Value[] fields) : Record(type)
{
    /// <inheritdoc/>
    public override int Count => fields.Length;

    /// <inheritdoc/>
    public override Value this[int index] => fields[index];
}

/// <summary>What record procedures do with any value.</summary>
public static class Records
{
    /// <summary>Whether a value is a record of just this type.</summary>
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record record && ReferenceEquals(record.Type, type);

    /// <summary>A field of a value that is known to be a record with such a field.</summary>
    public static Value Field(Value value, int index) => Unsafe.As<Record>(value.Ref!)[index];

    /// <summary>Whether a value is a record of a type, or of another type of the same name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Is(Value value, RecordType type) => value.Ref is Record record && ReferenceEquals(record.Type.Identity, type.Identity);

    /// <summary>The type of a record; null for any other value. A test for each layout is cheaper than one for their base class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecordType? TypeOf(Value value) => value.Ref switch
    {
        Record1 record => record.Type,
        Record2 record => record.Type,
        Record3 record => record.Type,
        Record4 record => record.Type,
        RecordN record => record.Type,
        _ => null,
    };

    /// <summary>A field of a record, counted as in <paramref name="type"/>.</summary>
    /// <exception cref="SemaException">It is no record of that type name, or a smaller one.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Get(Value value, RecordType type, int index) =>
        Is(value, type) && value.Ref is Record record && index < record.Count ? record[index] : throw Raise.Type(type.Name, value);
}
