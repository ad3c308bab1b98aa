using Sema.Compiler.Core;

namespace Sema.Compiler.Optimization;

/// <summary>Copies an expression without procedures, with fresh variables for those that it binds.</summary>
internal sealed class CoreCopy : CoreRewriter
{
    private readonly Dictionary<Variable, Variable> _names;

    private CoreCopy(Dictionary<Variable, Variable> names) => _names = names;

    /// <summary>A copy that reads other variables in the place of some.</summary>
    public static CoreExpr Of(CoreExpr expr, params IEnumerable<(Variable From, Variable To)> names) =>
        new CoreCopy(names.ToDictionary(static n => n.From, static n => n.To)).Rewrite(expr);

    /// <summary>Whether an expression can be copied, and has at most so many parts.</summary>
    public static bool IsPossible(CoreExpr expr, int most)
    {
        var size = new Size(most);
        size.Visit(expr);
        return size.Left >= 0;
    }

    public override CoreExpr Rewrite(CoreExpr expr)
    {
        if (expr is LetExpr let)
        {
            var bindings = let.Bindings.Select(b => (Fresh: new Variable(b.Variable.Name) { IsAssigned = b.Variable.IsAssigned }, Value: Rewrite(b.Value), b.Variable)).ToList();
            foreach (var (fresh, _, variable) in bindings) _names.Add(variable, fresh);
            return new LetExpr(let.Span, [.. bindings.Select(static b => new Binding(b.Fresh, b.Value))], Rewrite(let.Body));
        }
        return expr switch
        {
            LocalExpr local when _names.TryGetValue(local.Variable, out var name) => local with { Variable = name },
            SetLocalExpr set when _names.TryGetValue(set.Variable, out var name) => set with { Variable = name, Value = Rewrite(set.Value) },
            _ => base.Rewrite(expr),
        };
    }

    private sealed class Size(int most) : CoreVisitor
    {
        public int Left { get; private set; } = most;

        public override void Visit(CoreExpr expr)
        {
            Left = expr is LambdaExpr or LetrecExpr or TryExpr ? -1 : Left - 1;
            if (Left >= 0) base.Visit(expr);
        }
    }
}
