using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Numbers;

namespace Sema.Compiler.Emit;

// Elements of mutable arrays that are in variables, read and written raw. An array is asked for its elements once, for a span; that stays
// in a local until something runs that could change how the array keeps them: a call of what is not pure. In front of a loop that has no such
// call, the spans of all arrays are taken that it does not bind itself. An index that is not in the span leads out of the way, as
// the span of what is no array of that kind is empty.
internal sealed partial class ProcedureEmitter
{
    private readonly ArrayUses _arrays;
    private readonly List<Span> _spans = [];
    private readonly Dictionary<object, VariableDefinition> _spanLocals = new(ReferenceEqualityComparer.Instance);
    private int _branches;

    /// <summary>Of the spans, those from the first on that an enclosing loop relies on when it begins anew.</summary>
    private int _pinned;
    private int _safeLoops;

    /// <summary>A span that is valid where code is being emitted; <paramref name="Branch"/>: how deep in conditional code it was taken.</summary>
    private sealed record Span(object Variable, ResolvedExpr Array, ElementKind Kind, VariableDefinition Local, int Branch);

    /// <summary>Whether an expression is a variable that can be asked for its elements, and nothing seems to speak against it.</summary>
    private bool IsArrayVariable(ResolvedExpr expr) => expr switch
    {
        SlotRead { Slot: var slot } => !slot.IsBoxed && !_written.Contains(slot) && KnownAsValue(slot),
        GlobalRead => !_unit.IsOpen && ArrayUses.VariableOf(expr) is not null,
        _ => ArrayUses.VariableOf(expr) is not null,
    };

    /// <summary>The kind of number that an element seems to be.</summary>
    private PassedAs ElementAs(ResolvedExpr array) => IsArrayVariable(array) ? _arrays.NumberOf(array) : PassedAs.Value;

    /// <summary>Emits what comes after a test: what is done there is not known to be done afterwards.</summary>
    private void InBranch(Action emit)
    {
        _branches++;
        emit();
        _spans.RemoveAll(s => s.Branch == _branches);
        _instances.RemoveAll(i => i.Branch == _branches);
        _branches--;
    }

    /// <summary>The local with an array's elements, which are taken now unless they are at hand.</summary>
    private VariableDefinition SpanOf(ResolvedExpr array)
    {
        var variable = ArrayUses.VariableOf(array)!;
        if (_spans.Find(s => ReferenceEquals(s.Variable, variable)) is { } known) return known.Local;
        var kind = _arrays.KindOf(array)!.Value;
        if (!_spanLocals.TryGetValue(variable, out var local)) _spanLocals.Add(variable, local = NewLocal(_known.Elements(kind).Take.ReturnType, null));
        var span = new Span(variable, array, kind, local, _branches);
        _spans.Add(span);
        Take(span);
        return local;
    }

    private void Take(Span span)
    {
        // A global that is not bound yet holds no array: whoever uses the element reports it.
        if (span.Array is GlobalRead read) _unit.LoadGlobal(_il, read.Global);
        else Push(span.Array);
        var elements = _known.Elements(span.Kind);
        _il.Emit(OpCodes.Call, _isCold ? elements.TakeAside : elements.Take);
        _il.Emit(OpCodes.Stloc, span.Local);
    }

    /// <summary>
    /// Takes the spans of all arrays in front of a loop, if they stay valid in it; else forgets those that there are. Returns what is to be called
    /// behind the loop.
    /// </summary>
    private Action BeginLoop(ArrayUses.Region region)
    {
        if (!region.IsSafe)
        {
            _spans.Clear();
            return static () => { };
        }
        foreach (var array in region.Arrays.Values)
            if (!(array is SlotRead read && region.Bound.Contains(read.Slot)) && IsArrayVariable(array) && _arrays.KindOf(array) is not null) SpanOf(array);
        var outer = _pinned;
        _pinned = _spans.Count;
        _safeLoops++;
        return () =>
        {
            _safeLoops--;
            _pinned = outer;
        };
    }

    /// <summary>Forgets the spans where code begins that is jumped to from behind: all but those that stay valid in the loop around it.</summary>
    private void BeginJoin() => _spans.RemoveRange(_pinned, _spans.Count - _pinned);

    /// <summary>Notes what a node does, its parts aside: that something has happened, and that arrays may have changed.</summary>
    private void NoteEffects(ResolvedExpr expr)
    {
        _isPure = _isPure && Purity.IsPureNode(expr);
        if (!_arrays.IsSafe(expr)) _spans.Clear();
    }

    /// <summary>Takes the spans again that are needed: a store that was not raw may have changed how an array keeps its elements.</summary>
    private void TakeAgain()
    {
        if (_safeLoops == 0 && !_isCold) _spans.Clear();
        foreach (var span in _spans) Take(span);
    }

    /// <summary>Takes the spans of what a computation reads, before anything jumps out of it.</summary>
    private void TakeSpans(IEnumerable<Numeric> numbers)
    {
        foreach (var element in numbers.SelectMany(static n => n.Elements)) SpanOf(element.Array);
    }

    private Action ComputeElement(NumericElement element, Exit exit)
    {
        var index = Compute(element.Index, exit);
        var (span, elements) = (SpanOf(element.Array), _known.Elements(_arrays.KindOf(element.Array)!.Value));
        TestIndex(span, elements, index, exit);
        var number = NewLocal(_known.TypeOf(element.Kind), null);
        _il.Emit(OpCodes.Ldloc, span);
        index();
        _il.Emit(OpCodes.Call, elements.At);
        _il.Emit(OpCodes.Stloc, number);
        return () => _il.Emit(OpCodes.Ldloc, number);
    }

    private void TestIndex(VariableDefinition span, ElementMembers elements, Action index, Exit exit)
    {
        _il.Emit(OpCodes.Ldloc, span);
        index();
        _il.Emit(OpCodes.Call, elements.Has);
        _il.Emit(OpCodes.Brfalse, exit.Use());
    }

    /// <summary>
    /// Whether the array of an access can be read after the index, and what is stored, are evaluated. A global that may be unbound is tested before,
    /// if they are more than computations; those are done anew when something is wrong.
    /// </summary>
    private bool CanReadLate(BuiltinCall access)
    {
        if (!IsArrayVariable(access.Operands[0])) return false;
        if (access.Operands[0] is not GlobalRead read) return true;
        var others = access.Operands.Skip(1);
        if (!others.All(Purity.IsPure)) return false;
        if (read.IsChecked && !others.All(IsComputed))
        {
            Push(read);
            _il.Emit(OpCodes.Pop);
        }
        return true;
    }

    private static bool IsComputed(ResolvedExpr expr) =>
        IsPlain(expr) || (expr is BuiltinCall call && (NumberBuiltins.IsArithmetic(call) || ArrayUses.IsGet(call)) && call.Operands.All(IsComputed));

    /// <summary>Emits the test of an element that seems to be a boolean, with a jump when it is false; returns false when it is none.</summary>
    private bool TestFlag(BuiltinCall get, Instruction whenFalse)
    {
        if (_isCold || !ArrayUses.IsGet(get) || _arrays.KindOf(get.Operands[0]) != ElementKind.Flag || !CanReadLate(get)) return false;
        var passed = Evaluate([get.Operands[1]], [PassedAs.Fixnum]);
        var (span, elements) = (SpanOf(get.Operands[0]), _known.Elements(ElementKind.Flag));
        var exit = NewExit(passed);
        var index = Kept(LoadsAs(passed, exit)[0], PassedAs.Fixnum);
        TestIndex(span, elements, index, exit);
        _il.Emit(OpCodes.Ldloc, span);
        index();
        _il.Emit(OpCodes.Call, elements.At);
        _il.Emit(OpCodes.Brfalse, whenFalse);
        if (NeedsPath(exit))
        {
            var whenTrue = Instruction.Create(OpCodes.Nop);
            _il.Append(whenTrue);
            Cold(exit, () =>
            {
                Access(get, passed);
                _il.Emit(OpCodes.Call, _known.Method(typeof(Outlined), nameof(Outlined.Get)));
                _il.Emit(OpCodes.Call, _known.IsTrue);
                _il.Emit(OpCodes.Brfalse, whenFalse);
                _il.Emit(OpCodes.Br, whenTrue);
            });
        }
        Release(passed);
        return true;
    }

    /// <summary>Emits a raw store to an element, for its effect; returns false when it is none.</summary>
    private bool StoreElement(BuiltinCall set)
    {
        if (_isCold || !ArrayUses.IsSet(set) || _arrays.KindOf(set.Operands[0]) is not { } kind) return false;
        var value = set.Operands[2];
        var flag = value is ResolvedConstant constant ? MutableArray.FlagOf(constant.Value) : null;
        var kept = kind == ElementKind.Flonum ? PassedAs.Flonum : PassedAs.Fixnum;
        if (kind == ElementKind.Flag ? flag is null : flag is not null || (KnownAs(value) is var known && known != kept && known != PassedAs.Value)) return false;
        if (!CanReadLate(set)) return false;
        var passed = kind == ElementKind.Flag ? Evaluate([set.Operands[1]], [PassedAs.Fixnum]) : Evaluate([set.Operands[1], value], [PassedAs.Fixnum, kept]);
        var (span, elements) = (SpanOf(set.Operands[0]), _known.Elements(kind));
        var exit = NewExit(passed);
        var loads = LoadsAs(passed, exit);
        var index = Kept(loads[0], PassedAs.Fixnum);
        TestIndex(span, elements, index, exit);
        _il.Emit(OpCodes.Ldloc, span);
        index();
        if (flag is { } bits) _il.Emit(OpCodes.Ldc_I4, (int)bits);
        else loads[1]();
        _il.Emit(OpCodes.Call, elements.Set!);
        if (NeedsPath(exit))
        {
            var end = Instruction.Create(OpCodes.Nop);
            _il.Append(end);
            Cold(exit, () =>
            {
                Access(set, passed);
                if (flag is not null) Push(value);
                _il.Emit(OpCodes.Call, _known.Method(typeof(Outlined), nameof(Outlined.Set)));
                _il.Emit(OpCodes.Pop);
                TakeAgain();
                _il.Emit(OpCodes.Br, end);
            });
        }
        Release(passed);
        _isPure = false;
        return true;
    }

    /// <summary>Pushes the array and what else an access has, computed anew.</summary>
    private void Access(BuiltinCall access, Passed[] passed)
    {
        var array = Temporary();
        Push(access.Operands[0]);
        _il.Emit(OpCodes.Stloc, array);
        var values = LoadValues(passed);
        Mark(access.Span);
        _il.Emit(OpCodes.Ldloc, array);
        foreach (var load in values) load();
        Release(array);
    }

    /// <summary>Stores a raw number that is used more than once in a local.</summary>
    private Action Kept(Action load, PassedAs kind)
    {
        var number = NewLocal(_known.TypeOf(kind), null);
        load();
        _il.Emit(OpCodes.Stloc, number);
        return () => _il.Emit(OpCodes.Ldloc, number);
    }
}
