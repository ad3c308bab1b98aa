using Sema.Compiler.Core;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Optimization;

/// <summary>
/// Makes one procedure of several at top level that call each other in tail position only, as the states of a machine do: each that is entered from outside
/// the group gets copies of the others, as local procedures that <see cref="LambdaAnalysis"/> makes loops and join points of. A procedure stands in
/// the one that all ways from the entry to it lead through (its immediate dominator); where it is called once, it takes the place of the call.
/// </summary>
/// <remarks>
/// Groups in which control enters a cycle at more than one place (irreducible ones) are left alone. Traces show the procedure that control is in, as if all calls had been made.
/// </remarks>
internal sealed class TailCallMerging
{
    private const int LargestBody = 100;
    private const int LargestGroup = 300;
    private const int MostMembers = 16;

    private readonly GlobalAnalysis _globals;
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    public TailCallMerging(GlobalAnalysis globals)
    {
        _globals = globals;
        foreach (var item in globals.Items)
            if (item is DefineGlobalExpr { Value: LambdaExpr lambda } define && ReferenceEquals(globals.ConstantLambda(define.Name), lambda) && MemberOf(define.Name, lambda) is { } member)
                _members.Add(define.Name, member);
        for (var i = 0; i < globals.Items.Count; i++)
        {
            globals.EnterItem(i);
            if (globals.Items[i] is DefineGlobalExpr define && _members.TryGetValue(define.Name, out var caller)) FindCallees(caller);
        }
        foreach (var group in StrongComponents<Member>.Of(_members.Values, static m => m.Callees.Values))
        {
            if (group.Count is < 2 or > MostMembers || group.Sum(static m => m.Size) > LargestGroup) continue;
            foreach (var member in group) member.Group = group;
        }
        if (_members.Values.All(static m => m.Group is null)) return;
        var mentions = new Mentions(_members);
        foreach (var item in globals.Items) mentions.Visit(item);
    }

    /// <summary>What stands for a top-level form.</summary>
    public CoreExpr Run(CoreExpr item)
    {
        if (item is not DefineGlobalExpr { Value: LambdaExpr lambda } define || !_members.TryGetValue(define.Name, out var entry) || entry.Group is not { } group) return item;
        if (!ReferenceEquals(entry.Lambda, lambda) || !entry.IsEntry || group.Any(m => m.CallsWithFrame)) return item;
        return new Merger(entry, group).Body() is { } body ? define with { Value = lambda with { Body = body } } : item;
    }

    /// <summary>A procedure as a member of a group that is to be found; null when it must not be copied or has no tail calls of globals.</summary>
    private static Member? MemberOf(string name, LambdaExpr lambda)
    {
        if (lambda.Rest is not null || lambda.IsDelayed || CopySize.Of(lambda.Body, LargestBody) is not { Procedures: 0 } size) return null;
        var calls = TailPositions.Of(lambda.Body).OfType<CallExpr>().Where(static c => c.Operator is GlobalExpr).ToList();
        return calls.Count > 0 ? new Member(name, lambda, size.Parts, calls) : null;
    }

    /// <summary>Notes which of the tail calls are known to be of other procedures of the same unit, where names mean the same (§9.2).</summary>
    private void FindCallees(Member member)
    {
        foreach (var call in member.TailCalls)
        {
            var name = ((GlobalExpr)call.Operator).Name;
            if (_members.TryGetValue(name, out var callee) && callee.Lambda.Parameters.Count == call.Operands.Count && _globals.IsDefinedHere(name)
                && _globals.BuiltinCallee(name, call.Operands.Count) is null) member.Callees.Add(call, callee);
        }
    }

    /// <summary>A procedure that may belong to a group.</summary>
    private sealed class Member(string name, LambdaExpr lambda, int size, IReadOnlyList<CallExpr> tailCalls)
    {
        public string Name => name;
        public LambdaExpr Lambda => lambda;
        public int Size => size;
        public IReadOnlyList<CallExpr> TailCalls => tailCalls;

        /// <summary>The procedures that its tail calls call.</summary>
        public Dictionary<CallExpr, Member> Callees { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>The procedures that it can reach by tail calls and that can reach it.</summary>
        public IReadOnlyList<Member>? Group { get; set; }

        /// <summary>Whether something outside the group mentions it.</summary>
        public bool IsEntry { get; set; }

        /// <summary>Whether it calls one of the group not in tail position, or uses one as a value.</summary>
        public bool CallsWithFrame { get; set; }
    }

    /// <summary>Finds out how procedures are mentioned, other than by the tail calls of their group.</summary>
    private sealed class Mentions(Dictionary<string, Member> members) : CoreVisitor
    {
        private Member? _current;

        public override void Visit(CoreExpr expr)
        {
            switch (expr)
            {
                case DefineGlobalExpr { Value: LambdaExpr lambda } define when members.TryGetValue(define.Name, out var own) && ReferenceEquals(own.Lambda, lambda):
                    _current = own;
                    base.Visit(expr);
                    _current = null;
                    break;
                case CallExpr call when _current is not null && _current.Callees.TryGetValue(call, out var callee) && callee.Group == _current.Group:
                    foreach (var operand in call.Operands) Visit(operand);
                    break;
                case GlobalExpr global when members.TryGetValue(global.Name, out var member) && member.Group is not null:
                    if (_current?.Group == member.Group) _current.CallsWithFrame = true;
                    else member.IsEntry = true;
                    break;
                default:
                    base.Visit(expr);
                    break;
            }
        }
    }

    /// <summary>Makes the body of one entry.</summary>
    private sealed class Merger(Member entry, IReadOnlyList<Member> group)
    {
        private readonly DominatorTree<Member> _tree = new(entry, group, static m => m.Callees.Values);
        private readonly Dictionary<Member, Variable> _loops = [];

        /// <summary>The body; null when the group is irreducible.</summary>
        public CoreExpr? Body()
        {
            foreach (var member in group)
                if (_tree.Ordered(member) is null) return null;
            return Nested(entry, entry.Lambda.Body);
        }

        /// <summary>A procedure's own body, or a copy of it, with what it dominates.</summary>
        private CoreExpr Nested(Member member, CoreExpr body)
        {
            var inner = _tree.Ordered(member)!.Where(m => !IsCalledOnce(m)).ToList();
            foreach (var procedure in inner) _loops.Add(procedure, new Variable(procedure.Name));
            // The calls of a copy are other objects, in the same places.
            var calls = new Queue<CallExpr>(TailPositions.Of(member.Lambda.Body).OfType<CallExpr>());
            var result = TailPositions.Replace(body, end => end is not CallExpr call ? end : member.Callees.TryGetValue(calls.Dequeue(), out var callee) ? Jump(call, callee) : end);
            // Later ones call earlier ones.
            for (var i = inner.Count - 1; i >= 0; i--) result = new LetrecExpr(inner[i].Lambda.Span, [new ProcedureBinding(_loops[inner[i]], Procedure(inner[i]))], result);
            return result;
        }

        private bool IsCalledOnce(Member member) => !_tree.IsCalledFromWithin(member) && group.Sum(m => m.Callees.Values.Count(c => c == member)) == 1;

        private CoreExpr Jump(CallExpr call, Member callee)
        {
            if (callee == entry || callee.Group != entry.Group) return call;
            if (_loops.TryGetValue(callee, out var loop)) return call with { Operator = new LocalExpr(call.Operator.Span, loop) };
            var (parameters, body) = Copy(callee, call);
            return new LetExpr(call.Span, [.. parameters.Zip(call.Operands, static (p, o) => new Binding(p, o))], body);
        }

        /// <summary>
        /// The local procedure for a member. One that is entered at several places and calls itself besides is two: a join point, and in it a loop, whose variables can be raw numbers.
        /// </summary>
        private LambdaExpr Procedure(Member member)
        {
            var call = group.SelectMany(static m => m.Callees).First(c => c.Value == member).Key;
            if (!_tree.IsCalledFromWithin(member) || _tree.CallsFromOutside(member) == 1)
            {
                var (own, code) = Copy(member, call);
                return member.Lambda with { Parameters = own, Body = code };
            }
            var join = member.Lambda.Parameters.Select(static p => new Variable(p.Name)).ToList();
            _loops[member] = new Variable(member.Name);
            var (parameters, body) = Copy(member, call);
            var loop = new ProcedureBinding(_loops[member], member.Lambda with { Parameters = parameters, Body = body });
            return member.Lambda with
            {
                Parameters = join,
                Body = new LetrecExpr(call.Span, [loop], new CallExpr(call.Span, new LocalExpr(call.Span, loop.Variable), [.. join.Select(p => new LocalExpr(call.Span, p))])),
            };
        }

        private (IReadOnlyList<Variable> Parameters, CoreExpr Body) Copy(Member member, CallExpr call)
        {
            var copy = new FreshCopy();
            var parameters = member.Lambda.Parameters.Select(copy.Fresh).ToList();
            var body = Nested(member, TailCalls.Mark(copy.Rewrite(member.Lambda.Body)));
            return (parameters, new InlinedExpr(call.Span, body, member.Lambda.Name ?? "<lambda>", IsCallback: false) { WasTail = true });
        }
    }
}
