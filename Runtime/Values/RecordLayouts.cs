using System.Runtime.CompilerServices;

namespace Sema.Runtime.Values;

/// <summary>A record of a class of the runtime, which knows its type only when it runs. Up to four fields live in the object itself.</summary>
public abstract class GeneralRecord : Record
{
    private readonly RecordType _type;

    /// <summary>A record of a type.</summary>
    protected GeneralRecord(RecordType type)
    {
        _type = type;
        if (!type.Identity.IsDiverse) type.Identity.SawGeneral();
    }

    /// <inheritdoc/>
    public sealed override RecordType Type => _type;
}

/// <summary>A record with one field.</summary>
public sealed class Record1(RecordType type, Value first) : GeneralRecord(type)
{
    private readonly Value _first = first;

    /// <inheritdoc/>
    public override int Count => 1;

    /// <inheritdoc/>
    public override Value this[int index] => index == 0 ? _first : throw new ArgumentOutOfRangeException(nameof(index));
}

/// <summary>A record with two fields.</summary>
public sealed class Record2(RecordType type, Value first, Value second) : GeneralRecord(type)
{
    private readonly Value _first = first;
    private readonly Value _second = second;

    /// <inheritdoc/>
    public override int Count => 2;

    /// <inheritdoc/>
    public override Value this[int index] => index switch { 0 => _first, 1 => _second, _ => throw new ArgumentOutOfRangeException(nameof(index)) };
}

/// <summary>A record with three fields.</summary>
public sealed class Record3(RecordType type, Value first, Value second, Value third) : GeneralRecord(type)
{
    private readonly Value _first = first;
    private readonly Value _second = second;
    private readonly Value _third = third;

    /// <inheritdoc/>
    public override int Count => 3;

    /// <inheritdoc/>
    public override Value this[int index] =>
        index switch { 0 => _first, 1 => _second, 2 => _third, _ => throw new ArgumentOutOfRangeException(nameof(index)) };
}

/// <summary>A record with four fields.</summary>
public sealed class Record4(RecordType type, Value first, Value second, Value third, Value fourth) : GeneralRecord(type)
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
}

/// <summary>A record without fields or with more than four.</summary>
public sealed class RecordN(RecordType type, Value[] fields) : GeneralRecord(type)
{
    /// <inheritdoc/>
    public override int Count => fields.Length;

    /// <inheritdoc/>
    public override Value this[int index] => fields[index];
}

/// <summary>What record procedures do with any value.</summary>
public static class Records
{
    /// <summary>Whether a value is a record of just this type, and not of another of the same name.</summary>
    public static bool IsExactly(Value value, RecordType type) => value.Ref is Record record && ReferenceEquals(record.Type, type);

    /// <summary>A field of a value that is known to be a record with such a field.</summary>
    public static Value Field(Value value, int index) => Unsafe.As<Record>(value.Ref!)[index];

    /// <summary>Whether a value is a record of a type, or of another type of the same name.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool Is(Value value, RecordType type) => value.Ref is Record record && ReferenceEquals(record.Type.Identity, type.Identity);

    /// <summary>As <see cref="Is"/>, of a value that is not of the program's own class for the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOther(Value value, RecordType type) => type.Identity.IsDiverse && Is(value, type);

    /// <summary>The type of a record; null for any other value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecordType? TypeOf(Value value) => value.Ref is Record record ? record.Type : null;

    /// <summary>A field of a record, counted as in <paramref name="type"/>.</summary>
    /// <exception cref="SemaException">It is no record of that type name, or a smaller one.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Value Get(Value value, RecordType type, int index) =>
        value.Ref is GeneralRecord general && ReferenceEquals(general.Type, type) ? general[index] : GetOther(value, type, index);

    private static Value GetOther(Value value, RecordType type, int index) =>
        Is(value, type) && value.Ref is Record record && index < record.Count ? record[index] : throw Raise.Type(type.Name, value);
}
