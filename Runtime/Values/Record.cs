namespace Sema.Runtime.Values;

/// <summary>The type of records made by one <c>define-record-type</c>: two types of one name are the same type (§4.9).</summary>
public sealed class RecordType
{
    /// <summary>A record type.</summary>
    public RecordType(string name, string[] fields)
    {
        Name = name;
        Fields = fields;
    }

    /// <summary>The type's name, angle brackets included if it was written with them.</summary>
    public string Name { get; }

    /// <summary>The names of the constructor's fields, in order.</summary>
    public string[] Fields { get; }
}

/// <summary>An immutable record (§4.9); also the bundle that <c>values</c> makes, of type <c>%multiple-values%</c>.</summary>
public sealed class Record : HeapObject
{
    /// <summary>A record that owns its field array.</summary>
    public Record(RecordType type, Value[] fields)
    {
        Type = type;
        Fields = fields;
    }

    /// <summary>The record's type.</summary>
    public RecordType Type { get; }

    /// <summary>The field values in the constructor's order; never written after construction.</summary>
    public Value[] Fields { get; }

    /// <inheritdoc/>
    public override string TypeName => Type.Name;

    /// <inheritdoc/>
    public override int OrderRank => 12;

    /// <inheritdoc/>
    public override int CompareWithin(HeapObject other)
    {
        var that = (Record)other;
        var byName = Strings.Compare(Type.Name, that.Type.Name);
        return byName != 0 ? byName : Ordering.CompareSequences(Fields, that.Fields);
    }

    /// <inheritdoc/>
    public override bool EqualTo(object other) =>
        other is Record that && Type.Name == that.Type.Name && Equality.EqualSequences(Fields, that.Fields);

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
