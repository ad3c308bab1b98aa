using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Does without the variables that <c>and</c> and <c>or</c> have for the values of their operands, where only the truth of a value matters, or where it is a
/// boolean: <c>(let ((x test)) (if x x other))</c> becomes <c>(if test #t other)</c>. Then comparisons make no values.
/// </summary>
internal sealed class TestSimplification(GlobalAnalysis globals) : CoreRewriter
{
    /// <summary>How deep in a value is looked for booleans, so that nested ones are not looked at again and again.</summary>
    private const int DeepestBoolean = 4;

    private VariableUses _uses = null!;

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _uses = VariableUses.Of(item);
        return Rewrite(item);
    }

    public override CoreExpr Rewrite(CoreExpr expr) => expr switch
    {
        IfExpr conditional => If(conditional, Test(conditional.Test), Rewrite(conditional.Then), Rewrite(conditional.Else)),
        LetExpr let when Named(let) is { } test => Simplified(let, test, isTest: false),
        CallExpr { Operands: [var operand] } call when IsNot(call) => Test(operand) is var test && ReferenceEquals(test, operand) ? call : call with { Operands = [test] },
        _ => base.Rewrite(expr),
    };

    /// <summary>What stands for an expression of whose value only the truth matters.</summary>
    private CoreExpr Test(CoreExpr expr)
    {
        StackGuard.Check();
        switch (expr)
        {
            case IfExpr { Test: LocalExpr { Variable: var variable } } known:
                return If(known, known.Test, Decided(Test(known.Then), variable, Value.True), Decided(Test(known.Else), variable, Value.False));
            case IfExpr conditional: return If(conditional, Test(conditional.Test), Test(conditional.Then), Test(conditional.Else));
            case LetExpr let when Named(let) is { } test: return Simplified(let, test, isTest: true);
            default: return Rewrite(expr);
        }
    }

    private CoreExpr Simplified(LetExpr let, IfExpr conditional, bool isTest)
    {
        var (variable, value) = let.Bindings[0];
        var isResult = _uses.Count(variable) > 1;
        var test = isTest || !isResult ? Test(value) : Rewrite(value);
        var (then, otherwise) = isTest ? (Test(conditional.Then), Test(conditional.Else)) : (Rewrite(conditional.Then), Rewrite(conditional.Else));
        if (isResult && !isTest && !IsBoolean(test, DeepestBoolean))
            return let with { Bindings = [new Binding(variable, test)], Body = If(conditional, conditional.Test, then, otherwise) };
        return new IfExpr(conditional.Span, test, Decided(then, variable, Value.True), Decided(otherwise, variable, Value.False));
    }

    /// <summary>The conditional in <c>(let ((x value)) (if x then else))</c> when nothing else mentions the variable, except that it may be all of a branch.</summary>
    private IfExpr? Named(LetExpr let) =>
        let is { Bindings: [{ Variable: { IsAssigned: false } variable, Value: not LambdaExpr }], Body: IfExpr conditional } && IsRead(conditional.Test, variable)
            && _uses.Count(variable) == 1 + (IsRead(conditional.Then, variable) ? 1 : 0) + (IsRead(conditional.Else, variable) ? 1 : 0) ? conditional : null;

    /// <summary>What a branch is where the truth of a variable is known.</summary>
    private static CoreExpr Decided(CoreExpr branch, Variable variable, Value truth) => IsRead(branch, variable) ? new ConstantExpr(branch.Span, truth) : branch;

    private static bool IsRead(CoreExpr expr, Variable variable) => expr is LocalExpr local && ReferenceEquals(local.Variable, variable);

    private static IfExpr If(IfExpr conditional, CoreExpr test, CoreExpr then, CoreExpr otherwise) =>
        ReferenceEquals(test, conditional.Test) && ReferenceEquals(then, conditional.Then) && ReferenceEquals(otherwise, conditional.Else)
            ? conditional : new IfExpr(conditional.Span, test, then, otherwise);

    private bool IsNot(CallExpr call) => call.Operator is GlobalExpr { Name: var name } && globals.BuiltinCallee(name, 1) is { Name: "not" };

    private bool IsBoolean(CoreExpr expr, int depth) => depth > 0 && expr switch
    {
        ConstantExpr constant => constant.Value.IsBoolean,
        PrimitiveExpr primitive => primitive.Primitive.Overload.ReturnsBool,
        IfExpr conditional => IsBoolean(conditional.Then, depth - 1) && IsBoolean(conditional.Else, depth - 1),
        InlinedExpr inlined => IsBoolean(inlined.Body, depth - 1),
        LetExpr let => IsBoolean(let.Body, depth - 1),
        CallExpr { Operator: GlobalExpr { Name: var name }, Operands.Count: var count } =>
            globals.BuiltinCallee(name, count)?.Overload(count) is { ReturnsBool: true }
                || (globals.BuiltinCallee(name, count) is null && count == 1
                    && globals.ConstantRecord(name) is { Primitive.Name: nameof(Runtime.Procedures.Primitives.RecordPredicate) }),
        _ => false,
    };
}
