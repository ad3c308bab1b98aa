namespace Sema.Runtime.Procedures;

/// <summary>The constructor of a record type (§4.9). With a <paramref name="model"/> the records are of its class if that can hold their fields.</summary>
public sealed class RecordConstructor(RecordType type, string name, Record? model = null) : Procedure
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override Arity Arity => Arity.Exactly(type.Fields.Length);

    /// <inheritdoc/>
    public override Value Invoke0() => Make();

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => Make(a);

    /// <inheritdoc/>
    public override Value Invoke2(Value a, Value b) => Make(a, b);

    /// <inheritdoc/>
    public override Value Invoke3(Value a, Value b, Value c) => Make(a, b, c);

    /// <inheritdoc/>
    public override Value Invoke4(Value a, Value b, Value c, Value d) => Make(a, b, c, d);

    /// <inheritdoc/>
    public override Value InvokeN(Value[] arguments) => Make(arguments);

    private Value Make(params Value[] fields) =>
        fields.Length != type.Fields.Length ? throw ArityError(fields.Length) : new Value(model?.New(fields) ?? Record.Make(type, fields));
}

/// <summary>The predicate of a record type.</summary>
public sealed class RecordPredicate(RecordType type, string name) : Procedure
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override Arity Arity => Arity.Exactly(1);

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => Value.FromBool(Records.Is(a, type));
}

/// <summary>The accessor of one field of a record type.</summary>
public sealed class RecordAccessor(RecordType type, int index, string name) : Procedure
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override Arity Arity => Arity.Exactly(1);

    /// <inheritdoc/>
    public override Value Invoke1(Value a) => Records.Get(a, type, index);
}
