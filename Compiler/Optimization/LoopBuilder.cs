using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>Makes the parts of a loop over a sequence, all with the place of the call that it stands for.</summary>
internal sealed class LoopBuilder(SourceSpan span)
{
    /// <summary>Makes the expression that starts the next iteration of a loop with new values of its variables.</summary>
    public delegate CoreExpr NextIteration(params CoreExpr[] values);

    public CoreExpr Constant(Value value) => new ConstantExpr(span, value);

    public CoreExpr Name(string name) => Constant(Value.FromString(name));

    public CoreExpr Read(Variable variable) => new LocalExpr(span, variable);

    public CoreExpr Primitive(string name, params CoreExpr[] operands) => new PrimitiveExpr(span, Core.Primitive.Of(name), operands);

    public CoreExpr Let(Variable variable, CoreExpr value, CoreExpr body) => new LetExpr(span, [new Binding(variable, value)], body);

    /// <summary>A walk over the sequence that a builtin has been given.</summary>
    public CoreExpr WalkOf(CoreExpr sequence, string builtin) => Primitive(nameof(Primitives.WalkOf), sequence, Name(builtin));

    public CoreExpr Item(Variable walk) => Primitive(nameof(Primitives.WalkItem), Read(walk));

    public CoreExpr Next(Variable walk) => Primitive(nameof(Primitives.WalkNext), Read(walk));

    /// <summary>A call of a builtin that the name is known to mean.</summary>
    public CoreExpr Call(string builtin, params CoreExpr[] operands) => new CallExpr(span, new GlobalExpr(span, builtin), operands);

    public CoreExpr If(CoreExpr test, CoreExpr then, CoreExpr otherwise) => new IfExpr(span, test, then, otherwise);

    public CoreExpr WhileGoesOn(Variable walk, CoreExpr body, CoreExpr end) =>
        new IfExpr(span, Primitive(nameof(Primitives.WalkGoesOn), Read(walk)), body, end);

    /// <summary>
    /// A loop over a source with variables of its own; <paramref name="body"/> makes what is done with an element, by means of what makes the
    /// expression that goes on to the next one.
    /// </summary>
    public CoreExpr Loop(string name, Source source, (Variable Variable, CoreExpr Initial)[] variables,
        Func<NextIteration, CoreExpr, CoreExpr> body, CoreExpr end) =>
        source.Before(Loop(name, [.. variables, (source.Position, source.Start)], next =>
        {
            CoreExpr Next(params CoreExpr[] values) => next([.. values, source.Next]);
            return new IfExpr(span, source.GoesOn,
                source.Step(item => body(Next, item), () => Next([.. variables.Select(v => Read(v.Variable))])), end);
        }));

    /// <summary>A loop with variables; <paramref name="body"/> makes what is done with them.</summary>
    public CoreExpr Loop(string name, (Variable Variable, CoreExpr Initial)[] variables, Func<NextIteration, CoreExpr> body)
    {
        var loop = new Variable(name);
        var lambda = new LambdaExpr(span, name, [.. variables.Select(static v => v.Variable)], null, body(Call));
        return new LetrecExpr(span, [new ProcedureBinding(loop, lambda)], Call([.. variables.Select(static v => v.Initial)]));

        CoreExpr Call(params CoreExpr[] operands) => new CallExpr(span, Read(loop), operands);
    }
}
