namespace Sema.Runtime.Procedures;

/// <summary>The base of the classes that the compiler emits for lambdas; their fields are the captured variables.</summary>
public abstract class Closure : Procedure
{
    /// <inheritdoc/>
    public override bool IsLambda => true;
}
