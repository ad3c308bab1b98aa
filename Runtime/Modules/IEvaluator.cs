namespace Sema.Runtime.Modules;

/// <summary>Evaluates data as code while a program runs (§9.1).</summary>
public interface IEvaluator
{
    /// <summary>The value of a form as one unit in a namespace.</summary>
    /// <exception cref="SemaException">The form is malformed or raises.</exception>
    Value Eval(Value form, Namespace globals);
}
