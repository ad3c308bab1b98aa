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
        return Table.GetOrAdd(string.Join('\n', fields.Prepend(name)), _ => new RecordType(identity, fields));
    }

    /// <summary>Notes that a compiled program has a class of its own for records of the type.</summary>
    public static void DeclareClass(RecordType type) => type.Identity.SawClass();
}

/// <summary>A record type's name, with what predicates need to know of all records under it.</summary>
public sealed class RecordTypeName(string name)
{
    private bool _hasClass;

    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether records of this name are of several classes, or may be: else they are all of the one that a compiled program has for them.</summary>
    public bool IsDiverse { get; private set; }

    internal void SawGeneral() => IsDiverse = true;

    internal void SawClass()
    {
        IsDiverse |= _hasClass;
        _hasClass = true;
    }
}

/// <summary>
/// An immutable record (§4.9); also the bundle that <c>values</c> makes, of type <c>%multiple-values%</c>. A compiled program has a class of its own
/// for each record type whose constructor it knows; all other records, and those that do not fit that class, are <see cref="GeneralRecord"/>s.
/// </summary>
public abstract class Record : HeapObject
{
    /// <summary>The record's type.</summary>
    public abstract RecordType Type { get; }

    /// <summary>The number of fields.</summary>
    public virtual int Count => Type.Fields.Length;

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

    /// <summary>Another record of the same type, of the same class if that can hold the fields; takes ownership of the array.</summary>
    public virtual Record New(Value[] fields) => Make(Type, fields);

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
