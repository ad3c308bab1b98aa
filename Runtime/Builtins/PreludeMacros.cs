using System.Collections.Frozen;

namespace Sema.Runtime.Builtins;

/// <summary>What is known of a macro that every program has: all but its expansion, which the compiler holds.</summary>
/// <param name="Name">The name.</param>
/// <param name="Arity">How many operands a call takes.</param>
/// <param name="Group">The group of the specification.</param>
/// <param name="Parameters">The operands as documentation shows them.</param>
/// <param name="Doc">One line: what a call does.</param>
public sealed record PreludeMacro(string Name, Arity Arity, string Group, string Parameters, string Doc);

/// <summary>The macros of the prelude (§4.1): the one place that declares their names, arities and documentation.</summary>
public static class PreludeMacros
{
    /// <summary>The macros by name.</summary>
    public static IReadOnlyDictionary<string, PreludeMacro> All { get; } = new PreludeMacro[]
    {
        new("->", Arity.AtLeast(1), "control-flow", "value form ...", "Passes a value through forms, as the first argument of each."),
        new("->>", Arity.AtLeast(1), "control-flow", "value form ...", "Passes a value through forms, as the last argument of each."),
        new("as->", Arity.AtLeast(2), "control-flow", "value name form ...", "Passes a value through forms in which it has a name."),
        new("some->", Arity.AtLeast(1), "control-flow", "value form ...", "As ->, but ends with nil as soon as a value is nil."),
        new("when-let", Arity.AtLeast(1), "control-flow", "(pattern value) body ...", "Binds a value and runs the body unless it is nil."),
        new("if-let", Arity.Exactly(3), "control-flow", "(name value) then else", "Binds a value for then; else when it is nil."),
        new("dotimes", Arity.AtLeast(1), "control-flow", "(name count) body ...", "Runs the body with name = 0, 1 … count - 1."),
        new("for-range", Arity.AtLeast(1), "control-flow", "(name start end [step]) body ...", "Runs the body with name from start up to, without, end."),
        new("guard", Arity.AtLeast(1), "control-flow", "(name clause ...) body ...", "Runs the body; clauses as in cond handle what it raises."),
        new("parameterize", Arity.AtLeast(1), "control-flow", "((parameter value) ...) body ...", "Runs the body with other parameter values."),
        new("with-retry", Arity.Exactly(2), "control-flow", "{:max :base-ms :factor :on} thunk", "Calls a thunk until it does not raise, waiting longer each time."),
        new("settled/ok?", Arity.Exactly(1), "control-flow", "result", "Whether a settled result holds a value."),
        new("settled/err?", Arity.Exactly(1), "control-flow", "result", "Whether a settled result holds an error."),
        new("settled-partition", Arity.Exactly(1), "control-flow", "results", "{:ok values :err errors} of settled results."),
        new("with-stream", Arity.AtLeast(1), "streams", "(name stream) body ...", "Runs the body with a stream, which is closed at the end."),
        new("with-open", Arity.AtLeast(1), "streams", "(name stream) body ...", "As with-stream."),
        new("io/with-raw-mode", Arity.AtLeast(1), "terminal", "body ...", "Runs the body with the terminal in raw mode."),
        new("term/with-alt-screen", Arity.AtLeast(1), "terminal", "body ...", "Runs the body on the alternate screen, with the cursor hidden."),
        new("term/with-mouse", Arity.AtLeast(1), "terminal", "body ...", "Runs the body while the terminal reports the mouse."),
        new("term/with-bracketed-paste", Arity.AtLeast(1), "terminal", "body ...", "Runs the body with pasted text marked as such."),
        new("term/with-focus-events", Arity.AtLeast(1), "terminal", "body ...", "Runs the body while the terminal reports its focus."),
        new("term/with-kitty-keys", Arity.AtLeast(1), "terminal", "body ...", "Runs the body with the keyboard protocol of kitty."),
    }.ToFrozenDictionary(static m => m.Name, StringComparer.Ordinal);
}
