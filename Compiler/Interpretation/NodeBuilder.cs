using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;
using Sema.Runtime.Hosting;
using Sema.Runtime.Modules;

namespace Sema.Compiler.Interpretation;

/// <summary>ResolvedExpr → <see cref="Node"/>, for one run of a unit: its nodes refer to the cells of the globals.</summary>
internal sealed class NodeBuilder
{
    /// <summary>So many levels of nested code take less stack than <see cref="StackGuard"/> keeps free.</summary>
    private const int LevelsBetweenChecks = 200;

    private readonly ResolvedProgram _program;
    private readonly Namespace _globals;
    private readonly Dictionary<Global, GlobalCell> _cells = [];
    private readonly Dictionary<ResolvedProcedure, Code> _codes = [];
    private readonly Queue<ResolvedProcedure> _pending = [];
    private readonly Dictionary<Loop, object> _marks = [];
    private Code _code = null!;
    private int _level;

    private NodeBuilder(ResolvedProgram program, Namespace globals)
    {
        _program = program;
        _globals = globals;
    }

    /// <summary>The code of the unit, which takes no arguments.</summary>
    public static Code Run(ResolvedProgram program, Namespace globals)
    {
        var builder = new NodeBuilder(program, globals);
        var main = builder.CodeOf(program.Main);
        while (builder._pending.TryDequeue(out var procedure))
        {
            builder._code = builder._codes[procedure];
            builder._code.Body = builder.Build(procedure.Body);
        }
        return main;
    }

    private Node Build(ResolvedExpr expr)
    {
        StackGuard.Check();
        _level++;
        var node = BuildHere(expr);
        return _level-- % LevelsBetweenChecks == 0 ? new StackCheckNode(node) : node;
    }

    private Node BuildHere(ResolvedExpr expr)
    {
        switch (expr)
        {
            case ResolvedConstant constant: return new ConstantNode(constant.Value);
            case BuiltinRead read: return new ConstantNode(new Value((object)read.Builtin.Procedure));
            case NamespaceRead read: return new ConstantNode(new Value((object)NamespaceOf(read.Module)));
            case SlotRead read: return read.Slot.IsBoxed ? new BoxedSlotNode(read.Slot.Index) : new SlotNode(read.Slot.Index);
            case SlotWrite write:
                return write.Slot.IsBoxed ? new BoxedSlotWriteNode(write.Slot.Index, Build(write.Value)) : new SlotWriteNode(write.Slot.Index, Build(write.Value));
            case CaptureRead read: return read.Capture.IsBoxed ? new BoxedCaptureNode(read.Capture.Index) : new CaptureNode(read.Capture.Index);
            case CaptureWrite write: return new CaptureWriteNode(write.Capture.Index, Build(write.Value));
            case GlobalRead read: return ReadGlobal(read, read.Span);
            case GlobalWrite write: return new GlobalWriteNode(Cell(write.Global), Build(write.Value));
            case GlobalDefine { Global.Constant: not null }: return new ConstantNode(Value.Nil);
            case GlobalDefine define: return new GlobalDefineNode(Cell(define.Global), Build(define.Value));
            case ResolvedIf conditional: return new IfNode(Build(conditional.Test), Build(conditional.Then), Build(conditional.Else));
            case ResolvedSequence sequence:
                var items = All(sequence.Items);
                return new SequenceNode(items[..^1], items[^1]);
            case ResolvedLet let: return new LetNode(let.Slot.Index, let.Slot.IsBoxed, Build(let.Value), Build(let.Body));
            case ClosureExpr closure: return Closure(closure);
            case ClosuresExpr group:
                return new ClosuresNode([.. group.Closures.Select(c => (c.Slot.Index, CodeOf(c.Procedure), Copier(c.Captures)))], Build(group.Body));
            case ResolvedLoop loop:
                var mark = MarkOf(loop.Loop);
                return new LoopNode(Slots(loop.Loop, loop.Initial), mark, Build(loop.Body));
            case ResolvedJoin join:
                mark = MarkOf(join.Target);
                return new JoinNode(mark, Build(join.Body), Build(join.Join));
            case ResolvedContinue @continue: return new ContinueNode(Slots(@continue.Loop, @continue.Operands), _marks[@continue.Loop]);
            case ResolvedTry @try:
                return new TryNode(Build(@try.Body), @try.Slot.Index, @try.Slot.IsBoxed, Build(@try.Handler), @try.NeedsTrace);
            case ResolvedCall call: return Call(call);
            case KnownCall call: return new KnownCallNode(CodeOf(call.Target), Copier(call.Captured), All(call.Operands), Site(call.Span), call.IsTail);
            case ExternalRead read: return new ExternalNode(read.Library, read.Export.Field);
            case ExternalCall call: return External(call);
            case LibraryRun run: return new LibraryRunNode(run.Library, Site(run.Span));
            case ApplyCall call: return new ApplyNode(Build(call.Operator), All(call.Operands), Site(call.Span), call.IsTail);
            case BuiltinCall call: return Invoke(call.Overload, call.Operands, call.Span);
            case PrimitiveCall call: return Invoke(call.Primitive.Overload, call.Operands, call.Span);
            default: throw new InvalidOperationException($"unknown ResolvedExpr {expr.GetType().Name}");
        }
    }

    private Node[] All(IReadOnlyList<ResolvedExpr> items)
    {
        var nodes = new Node[items.Count];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = Build(items[i]);
        return nodes;
    }

    private Node Call(ResolvedCall call)
    {
        if (call is { Operator: ResolvedConstant { Value.Ref: Keyword keyword }, Operands: [var map] }) return new LookupNode(keyword, Build(map), Site(call.Span));
        if (call.IsTail) return new TailCallNode(Build(call.Operator), All(call.Operands), Site(call.Span));
        if (call.Operator is not GlobalRead global) return new CallNode(Build(call.Operator), All(call.Operands), isLate: false, Site(call.Span));
        var operands = All(call.Operands);
        return new CallNode(ReadGlobal(global, call.Span), operands, isLate: true, Site(call.Span));
    }

    /// <summary>A call of what the library exports; the rest list of the operands is spread again.</summary>
    private Node External(ExternalCall call)
    {
        var target = new ExternalNode(call.Library, call.Target.Field);
        var operands = All(call.Operands);
        var site = Site(call.Span);
        return call.Target.HasRest ? new ApplyNode(target, operands, site, call.IsTail)
            : call.IsTail ? new TailCallNode(target, operands, site)
            : new CallNode(target, operands, isLate: false, site);
    }

    private Node Invoke(BuiltinOverload overload, IReadOnlyList<ResolvedExpr> operands, SourceSpan span)
    {
        var nodes = All(operands);
        var site = Site(span);
        if (overload.HasRest) return new BuiltinNodeN(overload.CallN, nodes, site);
        return nodes switch
        {
            [] => new BuiltinNode0(overload.Call0, site),
            [var a] => new BuiltinNode1(overload.Call1, a, site),
            [var a, var b] => new BuiltinNode2(overload.Call2, a, b, site),
            [var a, var b, var c] => new BuiltinNode3(overload.Call3, a, b, c, site),
            [var a, var b, var c, var d] => new BuiltinNode4(overload.Call4, a, b, c, d, site),
            _ => throw new InvalidOperationException($"a builtin has {nodes.Length} parameters"),
        };
    }

    private Node ReadGlobal(GlobalRead read, SourceSpan span)
    {
        if (read.Global.Constant is { } constant) return new ConstantNode(new Value((object)CodeOf(constant).Constant));
        var cell = Cell(read.Global);
        return read.IsChecked ? new CheckedGlobalNode(cell, Site(span), Known(read.Global.Name)) : new GlobalNode(cell);
    }

    /// <summary>The names that an unbound one may be mistaken for; walked when it comes to that.</summary>
    private IEnumerable<string> Known(string name)
    {
        var own = _program.Globals.Where(g => g.Builtin is null).Select(static g => g.Name);
        if (_program.IsOpen)
            for (var scope = _globals; scope is not null; scope = scope.Parent)
                own = own.Concat(scope.Local.Where(static c => !c.Value.Visible.IsUnbound).Select(static c => c.Key));
        return own.Where(n => n != name).Concat(BuiltinTable.All.Keys);
    }

    private Node Closure(ClosureExpr closure)
    {
        var code = CodeOf(closure.Procedure);
        return closure.Captures.Count == 0 ? new ConstantNode(new Value((object)code.Constant)) : new ClosureNode(code, Copier(closure.Captures));
    }

    private LoopSlots Slots(Loop loop, IReadOnlyList<ResolvedExpr> values) =>
        new([.. loop.Slots.Select(static s => (s.Index, s.IsBoxed))], All(values));

    private object MarkOf(Loop loop)
    {
        var mark = new object();
        _marks.Add(loop, mark);
        return mark;
    }

    private static CaptureCopier Copier(IReadOnlyList<CaptureSource> sources) =>
        new([.. sources.Select(static s => s.Slot?.Index ?? ~s.Capture!.Index)]);

    private Code CodeOf(ResolvedProcedure procedure)
    {
        if (_codes.TryGetValue(procedure, out var code)) return code;
        code = new Code(procedure);
        _codes.Add(procedure, code);
        _pending.Enqueue(procedure);
        return code;
    }

    private int Site(SourceSpan span)
    {
        if (_code.Sites.Count == 0 || _code.Sites[^1] != span) _code.Sites.Add(span);
        return _code.Sites.Count - 1;
    }

    private GlobalCell Cell(Global global)
    {
        if (_cells.TryGetValue(global, out var cell)) return cell;
        cell = !_program.IsOpen ? new GlobalCell(global.Name, global is { Builtin: { } builtin, Module: null } ? new Value((object)builtin.Procedure) : Value.Unbound)
            : global.InRoot ? CompiledUnit.RootCell(NamespaceOf(global.Module), global.Name)
            : CompiledUnit.Cell(NamespaceOf(global.Module), global.Name);
        _cells.Add(global, cell);
        return cell;
    }

    private Namespace NamespaceOf(string? module) => module is null ? _globals : _globals.OfModule(module);
}
