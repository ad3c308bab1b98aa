using Sema.Compiler.Core;

namespace Sema.Compiler.Resolution;

/// <summary>
/// Whether a <c>catch</c> handler can look at the condition's <c>:stack-trace</c>. It cannot when it only asks the condition
/// for other keys, as in <c>(:message e)</c>: then no trace is taken, which is most of the cost of a catch.
/// </summary>
internal sealed class TraceUse : CoreVisitor
{
    private readonly Variable _variable;
    private bool _found;

    private TraceUse(Variable variable) => _variable = variable;

    public static bool MayReadTrace(CoreExpr handler, Variable variable)
    {
        var use = new TraceUse(variable);
        use.Visit(handler);
        return use._found;
    }

    public override void Visit(CoreExpr expr)
    {
        if (_found || expr is CallExpr { Operator: ConstantExpr { Value.Ref: Keyword { Name: not "stack-trace" } }, Operands: [LocalExpr key] }
            && ReferenceEquals(key.Variable, _variable)) return;
        if (expr is CallExpr { Operator: GlobalExpr { Name: "get" }, Operands: [LocalExpr map, ConstantExpr { Value.Ref: Keyword { Name: not "stack-trace" } }] }
            && ReferenceEquals(map.Variable, _variable)) return;
        if (expr is LocalExpr local && ReferenceEquals(local.Variable, _variable)) _found = true;
        else base.Visit(expr);
    }
}
