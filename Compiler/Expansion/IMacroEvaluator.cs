namespace Sema.Compiler.Expansion;

/// <summary>Runs code at expansion time.</summary>
public interface IMacroEvaluator
{
    /// <summary>The procedure that a macro-free <c>(fn (…) …)</c> form evaluates to in the global environment.</summary>
    Procedure EvaluateTransformer(Syntax lambda);

    /// <summary>Evaluates a macro-free top-level definition in the global environment of expansion time (differences.md 1).</summary>
    void EvaluateDefinition(Syntax form);

    /// <summary>Gives a name the value that it has in the environment of another module, if it has one.</summary>
    void Import(Symbol name, IMacroEvaluator module);
}
