using Sema.Compiler.Core;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Reads an element that a pattern names where it is used instead of before the clause, when that is one place of the same procedure: what
/// lives across the calls before is then the list alone, and a branch that does not use the element does not read it.
/// </summary>
/// <remarks>Lists and vectors never change, so the element is the same at any time. What has no use is not read at all.</remarks>
internal sealed class LateElements : CoreRewriter
{
    private readonly Dictionary<Variable, CoreExpr> _late = [];
    private PatternUses _uses = null!;

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        _uses = new PatternUses();
        _uses.Visit(item);
        return _uses.HasElements ? Rewrite(item) : item;
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        switch (expr)
        {
            case LocalExpr local: return _late.TryGetValue(local.Variable, out var element) ? element with { Span = local.Span } : local;
            case LetExpr { Bindings: [var (variable, value)] } let when _uses.IsLate(variable):
                _late[variable] = Rewrite(value);
                return Rewrite(let.Body);
            default: return base.Rewrite(expr);
        }
    }

    /// <summary>Finds the variables bound to an element, how often each is mentioned, and whether by another procedure than its own.</summary>
    private sealed class PatternUses : CoreVisitor
    {
        private readonly Dictionary<Variable, Uses> _elements = [];
        private int _depth;

        private sealed class Uses(int depth)
        {
            public readonly int Depth = depth;
            public int Count;
        }

        public bool HasElements => _elements.Count > 0;

        public bool IsLate(Variable variable) => _elements.TryGetValue(variable, out var uses) && uses.Count <= 1;

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case LetExpr { Bindings: [var (variable, value)] } when !variable.IsAssigned && IsElement(value):
                    _elements.TryAdd(variable, new Uses(_depth));
                    break;
                case LocalExpr { Variable: var variable } when _elements.TryGetValue(variable, out var uses):
                    // A procedure of its own must not hold the whole list, nor a loop read the element in each iteration.
                    uses.Count += uses.Depth == _depth ? 1 : 2;
                    break;
                case LambdaExpr:
                    _depth++;
                    base.Visit(expr);
                    _depth--;
                    return;
            }
            base.Visit(expr);
        }

        private static bool IsElement(CoreExpr value) =>
            value is PrimitiveExpr { Primitive.Name: nameof(Primitives.SequenceItem) or nameof(Primitives.ViewItem), Operands: [LocalExpr { Variable.IsAssigned: false }, ConstantExpr] };
    }
}
