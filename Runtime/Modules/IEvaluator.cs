namespace Sema.Runtime.Modules;

/// <summary>Evaluates data as code while a program runs (§9.1).</summary>
public interface IEvaluator
{
    /// <summary>The value of a form as one unit in a namespace.</summary>
    /// <exception cref="SemaException">The form is malformed or raises.</exception>
    Value Eval(Value form, Namespace globals);

    /// <summary>The value of the last form of a file; each form is a unit of its own (§6.1).</summary>
    /// <exception cref="SemaException">The text cannot be read, a form is malformed or raises.</exception>
    Value Load(SourceText source, Namespace globals);

    /// <summary>Compiles a text without running it; null when it is a program, else its first fault.</summary>
    SourceFault? Check(SourceText source);

    /// <summary>A form after one expansion step if it is a call of a macro, else the form itself (§6.4).</summary>
    /// <exception cref="SemaException">The macro raises.</exception>
    Value Expand(Value form, Namespace globals);
}
