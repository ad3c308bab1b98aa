using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>A procedure with a body so small that it can stand in the place of its calls.</summary>
internal sealed class SmallProcedure
{
    /// <summary>How many operations the body may have.</summary>
    private const int LargestSize = 8;

    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<Variable, int> _reads = [];
    private readonly HashSet<Variable> _called = [];

    private SmallProcedure(LambdaExpr lambda, GlobalAnalysis globals)
    {
        Lambda = lambda;
        _globals = globals;
    }

    /// <summary>The procedure.</summary>
    public LambdaExpr Lambda { get; }

    /// <summary>The number of operations in the body.</summary>
    public int Size { get; private set; }

    /// <summary>Whether the body calls a builtin that a unit of the program defines anew: it means the same in its own unit only (§9.2).</summary>
    public bool NeedsItsUnit { get; private set; }

    /// <summary>Whether the body calls the value of a variable.</summary>
    public bool CallsVariables => _called.Count > 0;

    /// <summary>The description of a procedure; null when it is not small, recursive, or has something in it that must not be copied.</summary>
    public static SmallProcedure? Of(LambdaExpr lambda, GlobalAnalysis globals)
    {
        if (lambda.Rest is not null || lambda.IsDelayed) return null;
        var small = new SmallProcedure(lambda, globals);
        return small.Accepts(lambda.Body) ? small : null;
    }

    /// <summary>Whether the only thing done with a parameter is one call of it.</summary>
    public bool CallsOnce(Variable parameter) => _called.Contains(parameter) && _reads[parameter] == 1 && !parameter.IsAssigned;

    /// <summary>Whether a parameter's value is called.</summary>
    public bool Calls(Variable parameter) => _called.Contains(parameter);

    private bool Accepts(CoreExpr expr)
    {
        switch (expr)
        {
            case ConstantExpr: return true;
            case LocalExpr { Variable: var variable }:
                _reads[variable] = _reads.GetValueOrDefault(variable) + 1;
                return true;
            case GlobalExpr { MayBeUnbound: false } global: return !ReferenceEquals(_globals.ConstantLambda(global.Name), Lambda);
            case SetLocalExpr set: return HasRoom() && Accepts(set.Value);
            case SetGlobalExpr set: return HasRoom() && Accepts(set.Value);
            case IfExpr conditional: return HasRoom() && Accepts(conditional.Test) && Accepts(conditional.Then) && Accepts(conditional.Else);
            case SequenceExpr sequence: return AcceptsAll(sequence.Items);
            case LetExpr let: return HasRoom() && AcceptsAll(let.Bindings.Select(static b => b.Value)) && Accepts(let.Body);
            case PrimitiveExpr primitive: return HasRoom() && AcceptsAll(primitive.Operands);
            case CallExpr call:
                if (call.Operator is LocalExpr callee) _called.Add(callee.Variable);
                if (call.Operator is GlobalExpr { Name: var name }) NeedsItsUnit |= _globals.IsBuiltinDefinedAnew(name);
                return HasRoom() && Accepts(call.Operator) && AcceptsAll(call.Operands);
            default: return false;
        }
    }

    private bool HasRoom() => ++Size <= LargestSize;

    private bool AcceptsAll(IEnumerable<CoreExpr> items) => items.All(Accepts);
}
