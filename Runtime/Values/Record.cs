using System.Collections.Concurrent;

namespace Sema.Runtime.Values;

/// <summary>
/// The shape of records: a type name and the constructor's field names (§4.9). Interned: one name with one list of fields is
/// one object.
/// </summary>
public sealed class RecordType
{
    private static readonly ConcurrentDictionary<string, RecordTypeName> Names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, RecordType> Table = new(StringComparer.Ordinal);

    private Keyword? _keyword;

    private RecordType(RecordTypeName identity, string[] fields)
    {
        Identity = identity;
        Fields = fields;
    }

    /// <summary>What all record types of one name share: they are the same type to predicates and accessors.</summary>
    public RecordTypeName Identity { get; }

    /// <summary>The type's name, angle brackets included if it was written with them.</summary>
    public string Name => Identity.Name;

    /// <summary>The names of the constructor's fields, in order.</summary>
    public string[] Fields { get; }

    /// <summary>What <c>type</c> returns for a record.</summary>
    public Keyword Keyword => _keyword ??= Keyword.Intern(Name);

    /// <inheritdoc/>
    public override string ToString() => $"#<record-type {Name}>";

    /// <summary>The record type of a name and field names.</summary>
    public static RecordType Intern(string name, string[] fields)
    {
        var identity = Names.GetOrAdd(name, static n => new RecordTypeName(n));
        return Table.GetOrAdd(string.Join('\n', fields.Prepend(name)), _ =>
        {
            identity.Saw(fields.Length);
            return new RecordType(identity, fields);
        });
    }
}

/// <summary>A record type's name, with what predicates need to know of all shapes under it.</summary>
public sealed class RecordTypeName(string name)
{
    private int _fieldCount = -1;

    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether types with different numbers of fields go by this name.</summary>
    public bool HasSeveralSizes { get; private set; }

    internal void Saw(int fields)
    {
        HasSeveralSizes |= _fieldCount >= 0 && _fieldCount != fields;
        _fieldCount = fields;
    }
}

/// <summary>
/// An immutable record (§4.9); also the bundle that <c>values</c> makes, of type <c>%multiple-values%</c>. Up to four fields live
/// in the object itself.
/// </summary>
public abstract class Record(RecordType type) : HeapObject
{
    /// <summary>The record's type.</summary>
    public readonly RecordType Type = type;

    /// <summary>The number of fields.</summary>
    public abstract int Count { get; }

    /// <summary>The field at an index (0…<see cref="Count"/>-1), in the constructor's order.</summary>
    public abstract Value this[int index] { get; }

    /// <summary>The field values in the constructor's order, in a new array.</summary>
    public Value[] Fields
    {
        get
        {
            var fields = new Value[Count];
            for (var i = 0; i < fields.Length; i++) fields[i] = this[i];
            return fields;
        }
    }

    /// <inheritdoc/>
    public override string TypeName => Type.Name;

    /// <inheritdoc/>
    public override int OrderRank => 12;

    /// <summary>A record of a type; takes ownership of the array.</summary>
    public static Record Make(RecordType type, Value[] fields) => fields.Length switch
    {
        1 => new Record1(type, fields[0]),
        2 => new Record2(type, fields[0], fields[1]),
        3 => new Record3(type, fields[0], fields[1], fields[2]),
        4 => new Record4(type, fields[0], fields[1], fields[2], fields[3]),
        _ => new RecordN(type, fields),
    };

    /// <inheritdoc/>
    public override int CompareWithin(HeapObject other)
    {
        var that = (Record)other;
        var byName = Strings.Compare(Type.Name, that.Type.Name);
        return byName != 0 ? byName : Ordering.CompareSequences(Fields, that.Fields);
    }

    /// <inheritdoc/>
    public override bool EqualTo(object other) =>
        other is Record that && Type.Identity == that.Type.Identity && Equality.EqualSequences(Fields, that.Fields);

    /// <inheritdoc/>
    public override int ContentHash() => StableHash.Combine(StableHash.Of(Type.Name), Equality.HashSequence(Fields));

    /// <inheritdoc/>
    public override void Print(PrintBuffer output)
    {
        output.Append("#<record ").Append(Type.Name);
        foreach (var field in Fields) output.Append(' ').Write(field);
        output.Append('>');
    }
}
