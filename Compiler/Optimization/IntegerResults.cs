using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>Finds procedures whose results are exact integers, of any size, whenever some of the parameters are.</summary>
internal sealed class IntegerResults
{
    private readonly RecursiveProcedure _self;
    private readonly HashSet<Variable> _integers;

    private IntegerResults(RecursiveProcedure self, IEnumerable<Variable> candidates)
    {
        _self = self;
        _integers = [.. candidates.Where(static p => !p.IsAssigned)];
    }

    /// <summary>The parameters, out of some, that have to be integers for the results to be; null when the results are not known to be integers.</summary>
    public static IReadOnlyCollection<Variable>? Parameters(RecursiveProcedure self, IReadOnlyCollection<Variable> candidates)
    {
        var results = new IntegerResults(self, candidates);
        // A parameter counts only if all recursive calls pass an integer for it, given that the others do.
        var parameters = self.Lambda.Parameters;
        while (parameters.FirstOrDefault(p => results._integers.Contains(p) && !self.Calls.All(c => results.Passes(c, p))) is { } failing)
            results._integers.Remove(failing);
        List<Variable> found = [.. parameters.Where(results._integers.Contains)];
        return results.IsInteger(self.Lambda.Body) ? found : null;
    }

    private bool Passes(CallExpr call, Variable parameter) =>
        call.Operands.Count == _self.Lambda.Parameters.Count
        && IsInteger(call.Operands[_self.Lambda.Parameters.TakeWhile(p => p != parameter).Count()]);

    private bool IsInteger(CoreExpr expr) => expr switch
    {
        ConstantExpr { Value: { IsFixnum: true } or { Ref: BigInteger } } => true,
        LocalExpr local => _integers.Contains(local.Variable),
        IfExpr conditional => IsInteger(conditional.Then) && IsInteger(conditional.Else),
        SequenceExpr sequence => IsInteger(sequence.Items[^1]),
        LetExpr let => IsInteger(let.Body),
        InlinedExpr inlined => IsInteger(inlined.Body),
        CallExpr call when _self.IsCall(call) => true,
        CallExpr { Operator: GlobalExpr { Name: var name } } call when _self.BuiltinWithoutCalls(call) is not null =>
            NumberBuiltins.IsSize(name) || ((NumberBuiltins.KeepsKind(name) || NumberBuiltins.IsIntegral(name)) && call.Operands.All(IsInteger)),
        _ => false,
    };
}
