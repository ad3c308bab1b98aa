namespace Sema.Compiler.Expansion;

/// <summary>A macro: a transformer of calls.</summary>
public abstract class MacroDefinition(Symbol name)
{
    /// <summary>The name.</summary>
    public Symbol Name { get; } = name;

    /// <summary>One expansion step of a call (§6.4); raises what the transformer raises.</summary>
    internal abstract Syntax Expand(SyntaxList call, DatumMap data);
}

/// <summary>A macro of the prelude, written in C#.</summary>
internal sealed class PreludeMacro(string name, Arity arity, Func<SyntaxList, Syntax> transform)
    : MacroDefinition(Symbol.Intern(name))
{
    internal override Syntax Expand(SyntaxList call, DatumMap data)
    {
        var got = call.Items.Length - 1;
        return arity.Accepts(got) ? transform(call) : throw Raise.Arity(Name.Name, arity, got);
    }
}

/// <summary>A <c>defmacro</c> (§6.2): its transformer is made when it is first needed.</summary>
internal sealed class ProcedureMacro(Symbol name, Arity arity, Lazy<Procedure> transformer) : MacroDefinition(name)
{
    internal override Syntax Expand(SyntaxList call, DatumMap data)
    {
        var arguments = new Value[call.Items.Length - 1];
        if (!arity.Accepts(arguments.Length)) throw Raise.Arity(Name.Name, arity, arguments.Length);
        for (var i = 0; i < arguments.Length; i++) arguments[i] = data.ToDatum(call.Items[i + 1]);
        return data.ToSyntax(transformer.Value.Apply(arguments), call);
    }
}
