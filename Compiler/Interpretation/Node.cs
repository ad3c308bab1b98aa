namespace Sema.Compiler.Interpretation;

/// <summary>A piece of code ready to run. In tail position its value may be a call to make, see <see cref="Activation"/>.</summary>
internal abstract class Node
{
    /// <summary>The value in an activation.</summary>
    public abstract Value Evaluate(Activation activation);
}
