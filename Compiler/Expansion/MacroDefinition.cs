using Sema.Runtime.Builtins;

namespace Sema.Compiler.Expansion;

/// <summary>A macro: a transformer of calls.</summary>
public abstract class MacroDefinition(Symbol name)
{
    /// <summary>The name.</summary>
    public Symbol Name { get; } = name;

    /// <summary>The form that defined it, to which errors in what it makes point; null for a macro of the prelude and of run-time code.</summary>
    public SyntaxList? Definition { get; init; }

    /// <summary>
    /// A call expanded by one step or several: what it makes may be a call of a macro again. Raises what the transformer raises.
    /// </summary>
    internal abstract Syntax Expand(SyntaxList call, DatumMap data);

    /// <summary>One expansion step of a call (§6.4).</summary>
    internal virtual Syntax ExpandOnce(SyntaxList call, DatumMap data) => Expand(call, data);
}

/// <summary>
/// A macro of the prelude, written in C#. The transformation takes a call and whether it may do more than one step: where steps copy
/// what remains of the call, a long call would take quadratic time.
/// </summary>
internal sealed class BuiltInMacro(PreludeMacro declaration, Func<SyntaxList, bool, Syntax> transform) : MacroDefinition(Symbol.Intern(declaration.Name))
{
    internal override Syntax Expand(SyntaxList call, DatumMap data) => Checked(call, true);

    internal override Syntax ExpandOnce(SyntaxList call, DatumMap data) => Checked(call, false);

    private Syntax Checked(SyntaxList call, bool isWhole)
    {
        var got = call.Items.Length - 1;
        return declaration.Arity.Accepts(got) ? transform(call, isWhole) : throw Raise.Arity(Name.Name, declaration.Arity, got);
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
        return data.ToSyntax(transformer.Value.Apply(arguments), call, Definition ?? call);
    }
}
