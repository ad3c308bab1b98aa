using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>Calls of <c>range</c> as sources of loops that need no list.</summary>
internal static class Ranges
{
    /// <summary>The source when a sequence is a range by steps of 1, and the names that the loop uses mean the builtins; else null.</summary>
    public static RangeSource? Of(CoreExpr sequence, GlobalAnalysis globals)
    {
        if (sequence is not CallExpr { Operator: GlobalExpr { Name: var name }, Operands: [_] or [_, _] } call
            || globals.BuiltinCallee(name, call.Operands.Count) is not { Name: "range" }
            || globals.BuiltinCallee("+", 2) is null || globals.BuiltinCallee("<", 2) is null) return null;
        return new RangeSource(call.Span, call.Operands.Count == 1 ? new ConstantExpr(call.Span, new Value(0)) : call.Operands[0], call.Operands[^1]);
    }
}
