using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Builtins;

namespace Sema.Compiler.Emit;

// Code that takes a list apart is written for each kind of list, so that the kind is asked for once and not at every car and cdr.
internal sealed partial class ProcedureEmitter
{
    private readonly Dictionary<Slot, Shape> _shapes = [];

    /// <summary>What is known of the value in a slot.</summary>
    private abstract record Shape
    {
        /// <summary>It is this cell.</summary>
        public sealed record Cell(VariableDefinition Local) : Shape;

        /// <summary>It is the list of the elements of this array from this index on, which is in range.</summary>
        public sealed record Items(VariableDefinition Array, VariableDefinition Index) : Shape;

        /// <summary>It is a list with elements.</summary>
        public sealed record Pair : Shape;

        /// <summary>It is no list with elements.</summary>
        public sealed record Other : Shape;
    }

    /// <summary>Emits an expression in tail position once for each kind of list that a variable can be, when that pays; else returns false.</summary>
    private bool TailByShape(ResolvedExpr expr, bool checkPending)
    {
        // In a recursive procedure the copies would make the frame larger, and recursion less deep; one with a loop is never compiled without
        // optimisation. Copies of copies of copies are too many.
        if (_path is not null || (_entry is not null && !_isInRest) || _isLeaf || (_procedure.ChecksStack && !_hasLoop) || _shapes.Count > 1 || ListUses.WorthSplitting(expr, isNested: _shapes.Count > 0, s => !_written.Contains(s) && !_shapes.ContainsKey(s) && KnownAsValue(s)) is not { } slot)
            return false;
        var cell = NewLocal(_known.ConsCell, null);
        var items = NewLocal(_known.ValueArray, null);
        var index = NewLocal(_method.Module.TypeSystem.Int32, null);
        var noCell = Instruction.Create(OpCodes.Nop);
        var other = Instruction.Create(OpCodes.Nop);
        var isPure = _isPure;
        LoadRaw(slot);
        TakeInstance(_known.ConsCell, cell, noCell);
        As(new Shape.Cell(cell));
        _il.Append(noCell);
        TakeItems(() => LoadRaw(slot), items, other);
        LoadRaw(slot);
        _il.Emit(OpCodes.Call, _known.Fixnum);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Stloc, index);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldloc, items);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Bge_Un, other);
        if (_turn is { NextItem: null } turn && ReferenceEquals(turn.Body, expr))
        {
            turn.NextItem = new NextItem(slot, items, index, Instruction.Create(OpCodes.Nop), other);
            _il.Append(turn.NextItem.Start);
        }
        As(new Shape.Items(items, index));
        _il.Append(other);
        As(new Shape.Other());
        _shapes.Remove(slot);
        return true;

        void As(Shape shape)
        {
            _shapes[slot] = shape;
            _isPure = isPure;
            InBranch(() => Tail(expr, checkPending));
        }
    }

    /// <summary>
    /// The part of a loop that is written for a list in an array: where it starts, with the array and the index of the element in locals, and the
    /// part for what is no list with elements.
    /// </summary>
    private sealed record NextItem(Slot Slot, VariableDefinition Array, VariableDefinition Index, Instruction Start, Instruction Other);

    /// <summary>The part of a loop that its next turn can start at when the list that it takes apart goes on; null when there is none here.</summary>
    private NextItem? NextItemOf(LoopPlace place, IReadOnlyList<Slot> slots, IReadOnlyList<ResolvedExpr> values) =>
        place.NextItem is { } next && _shapes.GetValueOrDefault(next.Slot) is Shape.Items items && items.Array == next.Array
        && slots.Zip(values).Any(p => p.First == next.Slot && p.Second is BuiltinCall { Builtin.Name: "cdr", Operands: [SlotRead { Slot: var list }] } && list == next.Slot)
            ? next : null;

    /// <summary>Takes the rest of the list and jumps to the part that is written for it.</summary>
    private void GoToNextItem(NextItem next)
    {
        var over = Instruction.Create(OpCodes.Nop);
        _il.Emit(OpCodes.Ldloc, next.Index);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, next.Index);
        _il.Emit(OpCodes.Ldloc, next.Index);
        _il.Emit(OpCodes.Ldloc, next.Array);
        _il.Emit(OpCodes.Ldlen);
        _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Bge, over);
        _il.Emit(OpCodes.Ldloc, next.Array);
        _il.Emit(OpCodes.Ldloc, next.Index);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Newobj, _known.FromWords);
        Store(next.Slot);
        _il.Emit(OpCodes.Br, next.Start);
        _il.Append(over);
        _il.Emit(OpCodes.Call, _known.EmptyList);
        Store(next.Slot);
        _il.Emit(OpCodes.Br, next.Other);
    }

    /// <summary>Pushes the rest of the list that such a part takes apart.</summary>
    private void LoadRest(NextItem next)
    {
        _il.Emit(OpCodes.Ldloc, next.Array);
        _il.Emit(OpCodes.Ldloc, next.Index);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Call, _known.ListFrom);
    }

    /// <summary>Notes that a test for a list with elements has succeeded. Returns what undoes it; null for other tests.</summary>
    private Action? LearnShape(ResolvedExpr test)
    {
        if (test is not BuiltinCall { Builtin.Name: "pair?", Operands: [SlotRead { Slot: { IsBoxed: false } slot }] } || _written.Contains(slot)
            || !_shapes.TryAdd(slot, new Shape.Pair())) return null;
        return () => _shapes.Remove(slot);
    }

    private bool KnownAsValue(Slot slot) => _places.TryGetValue(slot.Index, out var place) && place.PassedAs == PassedAs.Value;

    private Shape? ShapeOf(IReadOnlyList<ResolvedExpr> operands) =>
        operands is [SlotRead { Slot: var slot }] ? _shapes.GetValueOrDefault(slot) : null;

    /// <summary>Whether an expression takes an element or the rest of what is known to be a list with elements: that cannot raise.</summary>
    private bool IsKnownAccess(ResolvedExpr expr) =>
        expr is BuiltinCall { Builtin.Name: "car" or "cdr" } call && ShapeOf(call.Operands) is not (null or Shape.Other);

    /// <summary>The outcome of a test that the shape of a list decides; null when it is not known.</summary>
    private bool? Decided(ResolvedExpr test) => test switch
    {
        BuiltinCall { Builtin.Name: "not", Operands: [var operand] } => !Decided(operand),
        BuiltinCall { Builtin.Name: "pair?" } call => ShapeOf(call.Operands) is { } shape ? shape is not Shape.Other : null,
        BuiltinCall { Builtin.Name: "null?" or "nil?" or "number?" or "symbol?" or "string?" } call when ShapeOf(call.Operands) is Shape.Cell or Shape.Items or Shape.Pair => false,
        BuiltinCall { Builtin.Name: "list?" } call when ShapeOf(call.Operands) is Shape.Cell or Shape.Items or Shape.Pair => true,
        _ => null,
    };

    /// <summary>Emits an access to a list whose shape is known; false when it is none.</summary>
    private bool ListAccess(BuiltinCall call)
    {
        if (call.Builtin.Name is not ("car" or "cdr" or "cadr" or "cddr" or "caddr") || ShapeOf(call.Operands) is not { } shape) return false;
        switch (shape)
        {
            case Shape.Cell { Local: var cell }:
                _il.Emit(OpCodes.Ldloc, cell);
                if (call.Builtin.Name == "car") _il.Emit(OpCodes.Ldfld, _known.CellHead);
                else
                {
                    // The tail of a list is a list: what follows cannot raise.
                    _il.Emit(OpCodes.Call, _known.CellTail);
                    if (call.Builtin.Name != "cdr")
                        _il.Emit(OpCodes.Call, _known.Method(typeof(ListBuiltins), call.Builtin.Name switch
                        {
                            "cadr" => nameof(ListBuiltins.Car),
                            "cddr" => nameof(ListBuiltins.Cdr),
                            _ => nameof(ListBuiltins.Cadr),
                        }));
                }
                return true;
            case Shape.Items { Array: var array, Index: var index }:
                _il.Emit(OpCodes.Ldloc, array);
                _il.Emit(OpCodes.Ldloc, index);
                if (call.Builtin.Name == "car") _il.Emit(OpCodes.Ldelem_Any, _known.Value);
                else
                {
                    _il.Emit(OpCodes.Ldc_I4, call.Builtin.Name is "cdr" or "cadr" ? 1 : 2);
                    _il.Emit(OpCodes.Add);
                    _il.Emit(OpCodes.Call, call.Builtin.Name is "cdr" or "cddr" ? _known.ListFrom : _known.ItemOrNil);
                }
                return true;
            case Shape.Pair:
                if (call.Builtin.Name is not ("car" or "cdr")) return false;
                Load(Ready(call.Operands));
                _il.Emit(OpCodes.Call, call.Builtin.Name == "car" ? _known.Head : _known.Tail);
                return true;
            default:
                if (call.Builtin.Name is not ("car" or "cdr")) return false;
                var operand = Ready(call.Operands);
                Mark(call.Span);
                Load(operand);
                _il.Emit(OpCodes.Call, call.Builtin.Name == "car" ? _known.CarOfOther : _known.CdrOfOther);
                return true;
        }
    }
}
