using Mono.Cecil;
using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Arithmetic with raw numbers. Where a leaf is not of the kind it was taken for, or a result leaves 64 bits, the code gives up: as long as
// nothing has happened in the procedure that could be noticed, its fast version starts over in the general one (so a procedure that
// only computes and tail-calls has no other calls in its code, and needs no stack frame); else the expression is computed anew
// with values, out of the way.
internal sealed partial class ProcedureEmitter
{
    /// <summary>The number of instructions up to which the JIT is asked to inline a leaf.</summary>
    private const int LargestInlinedLeaf = 100;

    /// <summary>The largest integer whose square fits 64 bits.</summary>
    private const long LargestSquared = 3037000499;

    private readonly NumericPlanner _numbers;
    private readonly Exit _startOver = new();
    private readonly Exit _general = new();
    private VariableDefinition[]? _generalArguments;

    /// <summary>Where to start over as long as nothing has happened that could be noticed.</summary>
    private Exit _restart;

    /// <summary>Whether nothing has happened since then.</summary>
    private bool _isPure;
    private bool _isCold;
    private bool _hasLoop;

    /// <summary>Emits an expression that is computed raw, as a value; false when it is none.</summary>
    private bool PushNumber(ResolvedExpr expr)
    {
        if (_isCold || _numbers.Plan(expr) is not { } plan || !(_isLeaf || NumericPlanner.IsWorth(plan))) return false;
        Prepare(plan);
        var exit = NewExit([plan]);
        var load = Raw(plan, exit);
        load();
        Box(plan.Kind);
        OrElse(exit, () => Push(Generic(plan)));
        Release(plan);
        return true;
    }

    /// <summary>Emits a test of raw numbers that jumps when it does not hold; false when it is none.</summary>
    private bool RawTest(BuiltinCall call, Instruction whenFalse)
    {
        if (_isCold || _numbers.PlanTest(call) is not var (relation, left, right)) return false;
        Prepare([left, right]);
        var exit = NewExit([left, right]);
        Check([left, right], exit);
        if (DivisibilityTest(relation, left, right) is var (dividend, divisor, isDivisible)) Divisible(Compute(dividend, exit), divisor, isDivisible, whenFalse);
        else
        {
            var (loadLeft, loadRight) = (Compute(left, exit), Compute(right, exit));
            var kind = left.Kind == right.Kind ? left.Kind : PassedAs.Flonum;
            Load(left, loadLeft, kind);
            Load(right, loadRight, kind);
            var isFlonum = kind == PassedAs.Flonum;
            _il.Emit(relation switch
            {
                // Nothing holds of a NaN.
                "<" => isFlonum ? OpCodes.Bge_Un : OpCodes.Bge,
                ">" => isFlonum ? OpCodes.Ble_Un : OpCodes.Ble,
                "<=" => isFlonum ? OpCodes.Bgt_Un : OpCodes.Bgt,
                ">=" => isFlonum ? OpCodes.Blt_Un : OpCodes.Blt,
                _ => OpCodes.Bne_Un,
            }, whenFalse);
        }
        if (NeedsPath(exit))
        {
            var whenTrue = Instruction.Create(OpCodes.Nop);
            _il.Append(whenTrue);
            Cold(exit, () =>
            {
                Test(call with { Operands = call.Operands.Count == 1 ? [Generic(left)] : [Generic(left), Generic(right)] }, whenFalse);
                _il.Emit(OpCodes.Br, whenTrue);
            });
        }
        Release(left);
        Release(right);
        return true;
    }

    /// <summary>Which number a test finds to be, or not to be, a multiple of which constant; null for another test.</summary>
    private static (Numeric Dividend, long Divisor, bool IsDivisible)? DivisibilityTest(string relation, Numeric left, Numeric right) => (relation, left, right) switch
    {
        (NumberTest.Even or NumberTest.Odd, _, _) => (left, 2, relation == NumberTest.Even),
        ("=", NumericOperation { Call.Builtin.Name: "remainder" or "mod", Operands: [var dividend, NumericLeaf { Expr: ResolvedConstant { Value.Bits: >= 2 and var divisor } }] },
            NumericLeaf { Expr: ResolvedConstant { Value: { IsFixnum: true, Bits: 0 } } }) => (dividend, divisor, true),
        _ => null,
    };

    /// <summary>Emits a test whether an integer is a multiple of a constant, which is at least 2.</summary>
    private void Divisible(Action number, long divisor, bool isDivisible, Instruction whenFalse)
    {
        number();
        if (long.IsPow2(divisor))
        {
            _il.Emit(OpCodes.Ldc_I8, divisor - 1);
            _il.Emit(OpCodes.And);
            _il.Emit(isDivisible ? OpCodes.Brtrue : OpCodes.Brfalse, whenFalse);
            return;
        }
        var test = Divisibility.By(divisor);
        _il.Emit(OpCodes.Ldc_I8, test.Factor);
        _il.Emit(OpCodes.Mul);
        _il.Emit(OpCodes.Ldc_I8, test.Offset);
        _il.Emit(OpCodes.Add);
        if (test.Rotation > 0)
        {
            var sum = NewLocal(_known.TypeOf(PassedAs.Fixnum), null);
            _il.Emit(OpCodes.Stloc, sum);
            _il.Emit(OpCodes.Ldloc, sum);
            _il.Emit(OpCodes.Ldc_I4, test.Rotation);
            _il.Emit(OpCodes.Shr_Un);
            _il.Emit(OpCodes.Ldloc, sum);
            _il.Emit(OpCodes.Ldc_I4, 64 - test.Rotation);
            _il.Emit(OpCodes.Shl);
            _il.Emit(OpCodes.Or);
        }
        _il.Emit(OpCodes.Ldc_I8, test.Most);
        _il.Emit(isDivisible ? OpCodes.Bgt_Un : OpCodes.Ble_Un, whenFalse);
    }

    /// <summary>Whether a call is a test of raw numbers, or says that one does not hold.</summary>
    private bool IsRawTest(BuiltinCall call) =>
        !_isCold && (call is { Builtin.Name: "not", Operands: [BuiltinCall negated] } ? IsRawTest(negated) : _numbers.PlanTest(call) is not null);

    /// <summary>The raw number of an expression that is one for certain, as what pushes it; null for another expression.</summary>
    private (Action Load, PassedAs Kind, Interval Bounds)? CertainNumber(ResolvedExpr expr, PassedAs wanted = PassedAs.Value)
    {
        if (_isCold) return null;
        var certain = NumberKnownAs(expr);
        if (certain != PassedAs.Value && expr is SlotRead or CaptureRead or ResolvedConstant) return (() => LoadRawAtom(expr), certain, _bounds.Of(new NumericLeaf(expr, certain, true)));
        if (certain != PassedAs.Value && expr is KnownCall call)
        {
            KnownProcedureCall(call, isTail: false, isRaw: true);
            NoteEffects(call);
            var number = NewLocal(_known.TypeOf(PassedAs.Flonum), null);
            _il.Emit(OpCodes.Stloc, number);
            return (() => _il.Emit(OpCodes.Ldloc, number), certain, Interval.All);
        }
        if (_numbers.Plan(expr, wanted) is not { } plan || !plan.Leaves.All(static l => l.IsCertain) || MayGiveUp(plan)) return null;
        Prepare(plan);
        var load = Raw(plan, _restart);
        Release(plan);
        return (load, plan.Kind, _bounds.Of(plan));
    }

    /// <summary>Whether a computation with certain leaves needs a way out here.</summary>
    private bool MayGiveUp(Numeric numeric) => !_isPure && (numeric is NumericElement or NumericField { IsCertain: false } || numeric is NumericOperation operation
        && (operation.Operands.Any(MayGiveUp) || (operation.Kind == PassedAs.Fixnum ? Array.Exists(AreCertain(operation), static c => !c) : operation.Call.Builtin.Name == "sqrt")));

    /// <summary>Where raw arithmetic goes that gives up: to a new path, or where the procedure starts over.</summary>
    private Exit NewExit(IReadOnlyList<Numeric> numbers) =>
        _isPure && (_isLeaf || LeavesRareCases || numbers.All(static n => n.Leaves.All(static l => l.IsCertain))) ? _restart : new Exit();

    private bool NeedsPath(Exit exit) => exit.IsUsed && exit != _restart;

    /// <summary>Emits the way that an exit leads to, if it has one of its own: it pushes another value instead of the one on the stack.</summary>
    private void OrElse(Exit exit, Action push)
    {
        if (!NeedsPath(exit)) return;
        var result = Temporary();
        var end = Instruction.Create(OpCodes.Nop);
        _il.Emit(OpCodes.Stloc, result);
        _il.Append(end);
        Cold(exit, () =>
        {
            push();
            _il.Emit(OpCodes.Stloc, result);
            _il.Emit(OpCodes.Br, end);
        });
        _il.Emit(OpCodes.Ldloc, result);
        Release(result);
    }

    /// <summary>Evaluates the leaves.</summary>
    private void Prepare(params IReadOnlyList<Numeric> numbers)
    {
        var leaves = numbers.SelectMany(static n => n.Leaves).ToList();
        var ready = Ready(leaves.Select(static l => l.Expr).ToList());
        for (var i = 0; i < ready.Length; i++) leaves[i].Ready = ready[i];
        TakeSpans(numbers);
        TakeInstances(numbers);
    }

    private void Release(Numeric numeric)
    {
        foreach (var leaf in numeric.Leaves)
            if (leaf.Ready.Temporary is { } temporary) Release(temporary);
    }

    /// <summary>Tests the leaves and computes; returns what pushes the number, once.</summary>
    private Action Raw(Numeric numeric, Exit exit)
    {
        Check([numeric], exit);
        return Compute(numeric, exit);
    }

    private void Check(IReadOnlyList<Numeric> numbers, Exit exit)
    {
        var seen = new HashSet<Slot>();
        foreach (var leaf in numbers.SelectMany(static n => n.Leaves))
        {
            if (leaf.IsCertain || (leaf.Expr is SlotRead { Slot: var slot } && !seen.Add(slot))) continue;
            leaf.Ready.Load();
            _il.Emit(OpCodes.Call, _known.Holds(leaf.Kind));
            _il.Emit(OpCodes.Brfalse, exit.Use());
        }
    }

    /// <summary>Computes what is not certain now, with the stack empty; returns what pushes the number.</summary>
    private Action Compute(Numeric numeric, Exit exit)
    {
        StackGuard.Check();
        if (numeric is NumericLeaf leaf) return () => LoadRaw(leaf);
        if (numeric is NumericElement element) return ComputeElement(element, exit);
        if (numeric is NumericField field) return ComputeField(field, exit);
        var operation = (NumericOperation)numeric;
        return operation.Kind == PassedAs.Fixnum ? ComputeFixnum(operation, exit) : ComputeFlonum(operation, exit);
    }

    private void LoadRaw(NumericLeaf leaf)
    {
        if (leaf is { IsCertain: true, Ready.Raw: { } raw }) _il.Emit(OpCodes.Ldloc, raw);
        else if (leaf.IsCertain && leaf.Expr is ResolvedConstant or SlotRead { Slot.IsBoxed: false } or CaptureRead && leaf.Ready.Temporary is null) LoadRawAtom(leaf.Expr);
        else
        {
            leaf.Ready.Load();
            _il.Emit(OpCodes.Call, _known.Unbox(leaf.Kind));
        }
    }

    private void Load(Numeric numeric, Action load, PassedAs wanted)
    {
        if (numeric is NumericLeaf { Expr: ResolvedConstant { Value: { IsFixnum: true } constant } } && wanted == PassedAs.Flonum)
        {
            _il.Emit(OpCodes.Ldc_R8, (double)constant.Bits);
            return;
        }
        load();
        if (numeric.Kind == PassedAs.Fixnum && wanted == PassedAs.Flonum) _il.Emit(OpCodes.Conv_R8);
    }

    private Action ComputeFlonum(NumericOperation operation, Exit exit)
    {
        var operands = operation.Operands;
        var loads = operands.Select(o => Compute(o, exit)).ToArray();
        var name = operation.Call.Builtin.Name;
        if (name == "sqrt")
        {
            // The root of a negative number is complex.
            var argument = NewLocal(_known.TypeOf(PassedAs.Flonum), null);
            Load(operands[0], loads[0], PassedAs.Flonum);
            _il.Emit(OpCodes.Stloc, argument);
            _il.Emit(OpCodes.Ldloc, argument);
            _il.Emit(OpCodes.Ldc_R8, 0.0);
            _il.Emit(OpCodes.Blt_Un, exit.Use());
            return () =>
            {
                _il.Emit(OpCodes.Ldloc, argument);
                _il.Emit(OpCodes.Call, _known.SquareRoot);
            };
        }
        return () =>
        {
            Load(operands[0], loads[0], PassedAs.Flonum);
            if (operands.Count == 1) _il.Emit(OpCodes.Neg);
            for (var i = 1; i < operands.Count; i++)
            {
                Load(operands[i], loads[i], PassedAs.Flonum);
                _il.Emit(name switch { "+" => OpCodes.Add, "-" => OpCodes.Sub, "*" => OpCodes.Mul, _ => OpCodes.Div });
            }
        };
    }

    private Action ComputeFixnum(NumericOperation operation, Exit exit)
    {
        var operands = operation.Operands;
        var loads = operands.Select(o => Compute(o, exit)).ToArray();
        var areCertain = AreCertain(operation);
        if (operation.Call.Builtin.Name == "abs") return ComputeMagnitude(loads[0], areCertain[0], exit);
        if (operands.Count == 1)
        {
            // -x is 0 - x, and the complement of x has all other bits.
            var first = operation.Call.Builtin.Name == "bit/not" ? -1L : 0L;
            return ComputeFixnum(operation, () => _il.Emit(OpCodes.Ldc_I8, first), operands[0], loads[0], areCertain[0], exit);
        }
        var load = loads[0];
        for (var i = 1; i < loads.Length; i++) load = ComputeFixnum(operation, load, operands[i], loads[i], areCertain[i - 1], exit);
        return load;
    }

    private Action ComputeMagnitude(Action number, bool isCertain, Exit exit)
    {
        var (sign, result) = (NewLocal(_known.TypeOf(PassedAs.Fixnum), null), NewLocal(_known.TypeOf(PassedAs.Fixnum), null));
        number();
        _il.Emit(OpCodes.Ldc_I4, 63);
        _il.Emit(OpCodes.Shr);
        _il.Emit(OpCodes.Stloc, sign);
        number();
        _il.Emit(OpCodes.Ldloc, sign);
        _il.Emit(OpCodes.Xor);
        _il.Emit(OpCodes.Ldloc, sign);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, result);
        if (!isCertain)
        {
            _il.Emit(OpCodes.Ldloc, result);
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Blt, exit.Use());
        }
        return () => _il.Emit(OpCodes.Ldloc, result);
    }

    private Action ComputeFixnum(NumericOperation operation, Action left, Numeric rightOperand, Action right, bool isCertain, Exit exit)
    {
        var name = operation.Call.Builtin.Name;
        var constant = rightOperand is NumericLeaf { Expr: ResolvedConstant { Value: var value } } ? value.Bits : (long?)null;
        if (name is "quotient" or "remainder" or "mod" && constant is null)
        {
            // 0 and -1 are not for the instruction.
            right();
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Ldc_I4_1);
            _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Ble_Un, exit.Use());
        }
        else if (name is "quotient" or "remainder" or "mod" && constant is 0 or -1) _il.Emit(OpCodes.Br, exit.Use());
        left();
        if (name is "bit/shift-left" or "bit/shift-right") _il.Emit(OpCodes.Ldc_I4, (int)Math.Min(constant!.Value, 63));
        else right();
        if (name is "mod" or "min" or "max") _il.Emit(OpCodes.Call, name switch { "mod" => _known.RawModulo, "min" => _known.RawMin, _ => _known.RawMax });
        else
        {
            _il.Emit(name switch
            {
                "+" => OpCodes.Add,
                "-" => OpCodes.Sub,
                "*" => OpCodes.Mul,
                "quotient" => OpCodes.Div,
                "remainder" => OpCodes.Rem,
                "bit/and" => OpCodes.And,
                "bit/or" => OpCodes.Or,
                "bit/shift-left" => OpCodes.Shl,
                "bit/shift-right" => OpCodes.Shr,
                _ => OpCodes.Xor,
            });
        }
        var result = NewLocal(_known.TypeOf(PassedAs.Fixnum), null);
        _il.Emit(OpCodes.Stloc, result);
        if (isCertain) return () => _il.Emit(OpCodes.Ldloc, result);
        if (name == "*") CheckProduct(operation, left, right, constant, exit);
        else if (name is "+" or "-") CheckSum(name == "+", left, right, constant, result, exit);
        else if (name == "bit/shift-left")
        {
            _il.Emit(OpCodes.Ldloc, result);
            _il.Emit(OpCodes.Ldc_I4, (int)constant!.Value);
            _il.Emit(OpCodes.Shr);
            left();
            _il.Emit(OpCodes.Bne_Un, exit.Use());
        }
        return () => _il.Emit(OpCodes.Ldloc, result);
    }

    /// <summary>Emits the test whether a product fits: of a constant factor, or of a square, one look at the other factor tells nearly always.</summary>
    private void CheckProduct(NumericOperation operation, Action left, Action right, long? constant, Exit exit)
    {
        var isSquare = operation.Operands switch
        {
            [NumericLeaf { Expr: SlotRead { Slot: var first } }, NumericLeaf { Expr: SlotRead { Slot: var second } }] => first == second,
            [NumericField first, NumericField second] => UnchangedVariableOf(first.Record.Expr) is { } record && record == UnchangedVariableOf(second.Record.Expr) && FieldRead(first.Call) == FieldRead(second.Call),
            _ => false,
        };
        if (!isSquare && constant is null or 0 or long.MinValue)
        {
            left();
            right();
            _il.Emit(OpCodes.Call, _known.ProductFits);
            _il.Emit(OpCodes.Brfalse, exit.Use());
            return;
        }
        var largest = isSquare ? LargestSquared : long.MaxValue / Math.Abs(constant!.Value);
        left();
        _il.Emit(OpCodes.Ldc_I8, largest);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldc_I8, unchecked(2 * largest));
        _il.Emit(OpCodes.Bgt_Un, exit.Use());
    }

    /// <summary>Emits the test of a sum's or difference's sign.</summary>
    private void CheckSum(bool isSum, Action left, Action right, long? constant, VariableDefinition result, Exit exit)
    {
        if (constant is { } amount)
        {
            _il.Emit(OpCodes.Ldloc, result);
            left();
            _il.Emit(isSum == amount >= 0 ? OpCodes.Blt : OpCodes.Bgt, exit.Use());
            return;
        }
        // The sign of the result is wrong: for a sum that of both operands is the other one, for a difference they differ.
        left();
        if (isSum) _il.Emit(OpCodes.Ldloc, result);
        else right();
        _il.Emit(OpCodes.Xor);
        if (isSum) right();
        else left();
        _il.Emit(OpCodes.Ldloc, result);
        _il.Emit(OpCodes.Xor);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Blt, exit.Use());
    }

    /// <summary>Which steps of an operation on fixnums cannot leave 64 bits nor divide by zero, the operands apart (<see cref="Bounds.Steps"/>).</summary>
    private bool[] AreCertain(NumericOperation operation) => operation.Call.Builtin.Name is "quotient" or "remainder" or "mod"
        ? [operation.Operands[1] is NumericLeaf { Expr: ResolvedConstant { Value.Bits: not (0 or -1) } }]
        : Array.ConvertAll(_bounds.Steps(operation), static step => step.Fits);

    /// <summary>The same computation with values, from the leaves as evaluated.</summary>
    private static ResolvedExpr Generic(Numeric numeric) => numeric switch
    {
        NumericLeaf { Expr: ResolvedConstant constant } => constant,
        NumericLeaf leaf => new Evaluated(leaf.Expr.Span, leaf.Ready),
        NumericElement element => element.Call with { Operands = [element.Array, Generic(element.Index)] },
        NumericField field => field.Call with { Operands = [Generic(field.Record), .. field.Call.Operands.Skip(1)] },
        NumericOperation operation => operation.Call with { Operands = operation.Operands.Select(Generic).ToList() },
        _ => throw new InvalidOperationException(),
    };

    private void Box(PassedAs kind) => _il.Emit(OpCodes.Newobj, _known.From(kind));

    /// <summary>Emits code out of the way, that an exit leads to. It uses no temporary of the code before, and ends with a jump.</summary>
    private void Cold(Exit exit, Action emit) => OutOfTheWay(() =>
    {
        var (wasCold, wasPure, free) = (_isCold, _isPure, _freeTemporaries);
        (_isCold, _isPure, _freeTemporaries) = (true, false, _coldTemporaries);
        _il.Append(exit.Use());
        emit();
        (_isCold, _isPure, _freeTemporaries) = (wasCold, wasPure, free);
    });

    /// <summary>Moves what is emitted behind the end of the code, or of the protected region.</summary>
    private void OutOfTheWay(Action emit)
    {
        var instructions = _method.Body.Instructions;
        var start = instructions.Count;
        emit();
        var moved = instructions.Skip(start).ToArray();
        while (instructions.Count > start) instructions.RemoveAt(instructions.Count - 1);
        _outOfTheWay.Add(moved);
    }

    /// <summary>Appends what was moved out of the way since a position in <see cref="_outOfTheWay"/>.</summary>
    private void BringBack(int from)
    {
        foreach (var instruction in _outOfTheWay.Skip(from).SelectMany(static i => i)) _il.Append(instruction);
        _outOfTheWay.RemoveRange(from, _outOfTheWay.Count - from);
    }

    /// <summary>Where code leaves arguments of the general version before it goes to <see cref="_general"/>.</summary>
    private VariableDefinition[] GeneralArguments() => _generalArguments ??= [.. _procedure.Parameters.Select(_ => NewLocal(_known.Value, null))];

    /// <summary>Emits the ways to the general version that are used; the method ends there.</summary>
    private void StartOver()
    {
        if (_isLeaf && _startOver.IsUsed)
        {
            _il.Append(_startOver.Use());
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Ret);
        }
        else if (_startOver.IsUsed)
        {
            _il.Append(_startOver.Use());
            if (CallsGeneral)
            {
                foreach (var slot in _procedure.LiftedSlots.Concat(_procedure.Parameters)) LoadRaw(slot);
                CallGeneral();
            }
            else
            {
                // The arguments are where they were passed; values would take more registers than there are, and with them a frame.
                foreach (var parameter in _method.Parameters) _il.Emit(OpCodes.Ldarg, parameter);
                UnitEmitter.EmitTailCall(_il, _unit.AnewMethod(_procedure));
            }
        }
        if (_general.IsUsed)
        {
            _il.Append(_general.Use());
            foreach (var slot in _procedure.LiftedSlots) LoadRaw(slot);
            foreach (var argument in GeneralArguments()) _il.Emit(OpCodes.Ldloc, argument);
            CallGeneral();
        }
    }

    private void CallGeneral()
    {
        if (!CallsGeneral) UnitEmitter.EmitTailCall(_il, _unit.StaticMethod(_procedure));
        else
        {
            // Here a call does not make the stack grow without bound: such a fast version makes no other tail calls.
            _il.Emit(OpCodes.Call, _unit.StaticMethod(_procedure));
            Return();
        }
    }

    /// <summary>Whether the way to the general version is a call: to convert its result, or so that the JIT can inline a leaf.</summary>
    private bool CallsGeneral => ReturnsRaw || IsLeaf;

    /// <summary>Whether nothing was emitted that can raise, call or loop.</summary>
    private bool IsLeaf => _isFast && _points.Count == 0 && !_hasLoop;

    /// <summary>
    /// Tells the JIT and the traces what kind of method a fast version is: a leaf needs no frame of its own in traces, so it may be inlined.
    /// The frame of one that started over stands for the same activation as the general version's above it.
    /// </summary>
    private void MarkFast()
    {
        if (IsLeaf)
        {
            _method.NoInlining = false;
            if (_method.Body.Instructions.Count <= LargestInlinedLeaf) _method.AggressiveInlining = true;
        }
        var way = _startOver.IsUsed ? _startOver : _general;
        _unit.MarkSemaCode(_method, _procedure, way.IsUsed && CallsGeneral ? way.Use().Offset : null);
    }

    private bool ReturnsRaw => _isFast && _procedure.ReturnsFlonum;

    /// <summary>Returns the value on the stack.</summary>
    private void Return()
    {
        if (ReturnsRaw) _il.Emit(OpCodes.Call, _known.Flonum);
        if (_isLeaf)
        {
            var value = Temporary();
            _il.Emit(OpCodes.Stloc, value);
            _il.Emit(OpCodes.Ldarg, _method.Parameters[^1]);
            _il.Emit(OpCodes.Ldloc, value);
            _il.Emit(OpCodes.Stobj, _known.Value);
            _il.Emit(OpCodes.Ldc_I4_1);
            Release(value);
        }
        _il.Emit(OpCodes.Ret);
    }
}
