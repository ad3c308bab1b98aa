using Sema.Compiler.Core;
using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Lowering;

// Bodies with internal definitions (§4.3). The names that a body defines directly are in scope from its start and nil until
// evaluated. Most definitions need no such variable: a procedure becomes a member of a letrec, any other value a let, unless
// something can see the name before its definition is evaluated.
public sealed partial class Lowerer
{
    private CoreExpr Body(ReadOnlySpan<Syntax> body, Scope scope, SourceSpan span)
    {
        var defined = new Variable?[body.Length];
        var own = new HashSet<Variable>();
        for (var i = 0; i < body.Length; i++)
        {
            if (DirectlyDefined(body[i]) is not { } name) continue;
            var variable = scope.FindHere(name);
            if (variable is null) own.Add(variable = scope.Add(name));
            else variable.IsAssigned = true;
            defined[i] = variable;
        }
        var items = new List<Step>();
        for (var i = 0; i < body.Length; i++)
            items.Add(defined[i] is { } variable ? new Step(variable, DefinedValue(body[i], scope, own.Contains(variable))) : new Step(null, Expr(body[i], scope)));
        CheckBody(body, defined, own);
        var result = Arrange(items, own, span);
        return scope.Hoisted.Count == 0 ? result : new LetExpr(span, scope.Hoisted.Select(v => new Binding(v, Nil(span))).ToList(), result);
    }

    /// <summary>The name that a direct <c>define</c> or <c>defun</c> of a body binds, or null.</summary>
    private static string? DirectlyDefined(Syntax item) => item switch
    {
        SyntaxList { Items: [var head, SyntaxAtom target, _, ..] } when IsDefinition(head) => target.AsSymbol?.Name,
        SyntaxList { Items: [var head, SyntaxList { Items: [var target, ..] }, _, ..] } when head.IsSymbol("define") || head.IsSymbol("def") => target.AsSymbol?.Name,
        _ => null,
    };

    private static bool IsDefinition(Syntax head) => head.AsSymbol?.Name is "define" or "def" or "defun" or "defn";

    /// <summary>The value of a direct definition; its form is checked by lowering it as any definition.</summary>
    private CoreExpr DefinedValue(Syntax item, Scope scope, bool isOwn)
    {
        var form = new Form((SyntaxList)item, ((SyntaxList)item).Items[0].AsSymbol!.Name);
        var target = scope.FindHere(DirectlyDefined(item)!)!;
        var wasAssigned = target.IsAssigned;
        var store = (SetLocalExpr)_forms[form.Name](form, scope);
        // Lowering marked the variable as assigned; whether that is needed is decided below.
        if (isOwn && !wasAssigned && !AssignmentFinder.Assigns(store.Value, target)) target.IsAssigned = false;
        return store.Value;
    }

    /// <summary>
    /// Nests the items of a body. A procedure waits until the first other item that can reach it, so that what it refers to
    /// is bound by then; a variable that can be reached too early is bound to nil first and assigned.
    /// </summary>
    private static CoreExpr Arrange(List<Step> items, HashSet<Variable> own, SourceSpan span)
    {
        var position = new Dictionary<Variable, int>();
        var early = new HashSet<Variable>();
        for (var i = 0; i < items.Count; i++)
            if (items[i].Variable is { } v && own.Contains(v) && (!position.TryAdd(v, i) || v.IsAssigned)) early.Add(v);
        var references = items.ConvertAll(item => VariableFinder.Find(item.Value, own));
        bool IsWaiting(int i) => items[i] is { Variable: { } v, Value: LambdaExpr } && own.Contains(v) && !early.Contains(v);
        HashSet<Variable> Reach(int i)
        {
            var seen = new HashSet<Variable>();
            var work = new Stack<Variable>(references[i]);
            while (work.TryPop(out var next))
                if (seen.Add(next) && position.TryGetValue(next, out var at) && IsWaiting(at))
                    foreach (var more in references[at]) work.Push(more);
            return seen;
        }
        bool changed;
        do
        {
            changed = false;
            for (var i = 0; i < items.Count; i++)
                if (!IsWaiting(i))
                    foreach (var reached in Reach(i))
                        if (position[reached] >= i) changed |= early.Add(reached);
        }
        while (changed);

        var steps = new List<Step>();
        var emitted = new HashSet<Variable>();
        void EmitReachable(IEnumerable<Variable> reached)
        {
            var group = reached.Where(v => IsWaiting(position[v]) && emitted.Add(v)).OrderBy(v => position[v])
                .Select(v => new ProcedureBinding(v, (LambdaExpr)items[position[v]].Value)).ToList();
            if (group.Count > 0) steps.Add(new Step(null, null!) { Group = group });
        }
        CoreExpr last = Nil(span);
        for (var i = 0; i < items.Count; i++)
        {
            var (variable, value) = items[i];
            var isLast = i == items.Count - 1;
            if (IsWaiting(i))
            {
                if (!isLast) continue;
                EmitReachable([.. Reach(i), variable!]);
                last = new LocalExpr(value.Span, variable!);
                continue;
            }
            EmitReachable(Reach(i));
            if (variable is null)
            {
                if (isLast) last = value;
                else steps.Add(items[i]);
            }
            else if (own.Contains(variable) && !early.Contains(variable))
            {
                steps.Add(items[i]);
                if (isLast) last = new LocalExpr(value.Span, variable);
            }
            else
            {
                variable.IsAssigned = true;
                var store = new SetLocalExpr(value.Span, variable, value);
                if (isLast) last = store;
                else steps.Add(new Step(null, store));
            }
        }
        foreach (var variable in early) variable.IsAssigned = true;
        var result = Wrap(steps, last, span);
        return early.Count == 0 ? result : new LetExpr(span, early.OrderBy(v => position[v]).Select(v => new Binding(v, Nil(span))).ToList(), result);
    }

    /// <summary>Nests steps around a result: an effect before it, a binding around it.</summary>
    private static CoreExpr Wrap(List<Step> steps, CoreExpr result, SourceSpan span)
    {
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var step = steps[i];
            if (step.Group is { } group) result = new LetrecExpr(span, group, result);
            else if (step.Variable is { } variable) result = new LetExpr(span, [new Binding(variable, step.Value)], result);
            else
            {
                var effects = new List<CoreExpr> { result };
                for (; i >= 0 && steps[i] is { Variable: null, Group: null }; i--) effects.Add(steps[i].Value);
                i++;
                effects.Reverse();
                result = new SequenceExpr(span, effects);
            }
        }
        return result;
    }

    /// <summary>One thing a body does: binds a variable, a group of procedures, or has an effect.</summary>
    private sealed record Step(Variable? Variable, CoreExpr Value)
    {
        public IReadOnlyList<ProcedureBinding>? Group { get; init; }
    }

    /// <summary>The variables of a set that an expression mentions.</summary>
    private sealed class VariableFinder(HashSet<Variable> wanted) : CoreVisitor
    {
        private readonly HashSet<Variable> _found = [];

        public static HashSet<Variable> Find(CoreExpr expr, HashSet<Variable> wanted)
        {
            var finder = new VariableFinder(wanted);
            if (wanted.Count > 0) finder.Visit(expr);
            return finder._found;
        }

        public override void Visit(CoreExpr expr)
        {
            var variable = (expr as LocalExpr)?.Variable ?? (expr as SetLocalExpr)?.Variable;
            if (variable is not null && wanted.Contains(variable)) _found.Add(variable);
            base.Visit(expr);
        }
    }

    /// <summary>Whether an expression assigns a variable.</summary>
    private sealed class AssignmentFinder(Variable variable) : CoreVisitor
    {
        private bool _found;

        public static bool Assigns(CoreExpr expr, Variable variable)
        {
            var finder = new AssignmentFinder(variable);
            finder.Visit(expr);
            return finder._found;
        }

        public override void Visit(CoreExpr expr)
        {
            _found |= expr is SetLocalExpr set && ReferenceEquals(set.Variable, variable);
            if (!_found) base.Visit(expr);
        }
    }
}
