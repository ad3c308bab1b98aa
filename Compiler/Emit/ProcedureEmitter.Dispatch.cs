using Mono.Cecil.Cil;
using Sema.Compiler.Resolution;
using Sema.Runtime.Procedures;

namespace Sema.Compiler.Emit;

// Many comparisons of one variable with constants become a search for the clause: binary, since the processor foresees its jumps better than
// that of a table, which only wins when there are very many clauses.
internal sealed partial class ProcedureEmitter
{
    /// <summary>The fewest keys of a jump table.</summary>
    private const int FewestOfTable = 48;

    /// <summary>A table is dense enough when it has at most so many places for each key.</summary>
    private const int PlacesPerKey = 4;

    /// <summary>So many keys are compared one after the other.</summary>
    private const int MostInSequence = 4;

    /// <summary>Emits a chain of comparisons as jumps, and each clause and the rest by <paramref name="emit"/>: no path falls through behind one.</summary>
    private void Dispatch(DispatchChain chain, Action<ResolvedExpr> emit)
    {
        var rest = Instruction.Create(OpCodes.Nop);
        var starts = chain.Clauses.ConvertAll(static _ => Instruction.Create(OpCodes.Nop));
        var cases = new List<(Value Key, ResolvedExpr Test, Instruction Start)>();
        var known = new HashSet<Value>(Equality.Comparer);
        for (var i = 0; i < starts.Count; i++)
            foreach (var key in chain.Clauses[i].Keys)
                if (known.Add(key)) cases.Add((key, chain.Clauses[i].Test, starts[i]));
        Jump(chain, cases, starts, rest);
        var isPure = _isPure;
        var remainsPure = true;
        for (var i = 0; i <= starts.Count; i++)
        {
            _il.Append(i < starts.Count ? starts[i] : rest);
            _isPure = isPure;
            emit(i < starts.Count ? chain.Clauses[i].Body : chain.Rest);
            remainsPure &= _isPure;
        }
        _isPure = remainsPure;
    }

    /// <summary>As <see cref="Push"/>, for a chain of comparisons.</summary>
    private bool PushDispatched(DispatchChain chain)
    {
        var end = Instruction.Create(OpCodes.Nop);
        var result = Temporary();
        var goesOn = false;
        Dispatch(chain, part =>
        {
            if (!Push(part)) return;
            goesOn = true;
            _il.Emit(OpCodes.Stloc, result);
            _il.Emit(OpCodes.Br, end);
        });
        _il.Append(end);
        if (goesOn) _il.Emit(OpCodes.Ldloc, result);
        Release(result);
        return goesOn;
    }

    private void Jump(DispatchChain chain, List<(Value Key, ResolvedExpr Test, Instruction Start)> cases, List<Instruction> starts, Instruction rest)
    {
        switch (chain.Kind)
        {
            case DispatchChain.KeyKind.Name: JumpByCode(chain, cases, nameof(DispatchKeys.NameHash), DispatchKeys.NameHash, rest); break;
            case DispatchChain.KeyKind.Text: JumpByCode(chain, cases, nameof(DispatchKeys.TextLength), DispatchKeys.TextLength, rest); break;
            case DispatchChain.KeyKind.Char:
                JumpByNumber(() => LoadKey(chain.Key, nameof(DispatchKeys.Scalar)), cases.ConvertAll(static c => (c.Key.Bits, c.Start)), rest);
                break;
            default:
                if (KnownAs(chain.Key) == PassedAs.Fixnum)
                {
                    JumpByNumber(() => LoadRawAtom(chain.Key), cases.ConvertAll(static c => (c.Key.Bits, c.Start)), rest);
                    break;
                }
                var others = new Exit();
                Read(chain.Key.Slot);
                _il.Emit(OpCodes.Call, _known.Holds(PassedAs.Fixnum));
                _il.Emit(OpCodes.Brfalse, chain.AdmitsOthers ? others.Use() : rest);
                JumpByNumber(() =>
                {
                    Read(chain.Key.Slot);
                    _il.Emit(OpCodes.Call, _known.Unbox(PassedAs.Fixnum));
                }, cases.ConvertAll(static c => (c.Key.Bits, c.Start)), rest);
                if (!chain.AdmitsOthers) break;
                Cold(others, () =>
                {
                    for (var i = 0; i < starts.Count; i++) CompareOne(chain.Clauses[i].Test, starts[i]);
                    _il.Emit(OpCodes.Br, rest);
                });
                break;
        }
    }

    private void LoadKey(SlotRead key, string property)
    {
        Read(key.Slot);
        _il.Emit(OpCodes.Call, _known.Method(typeof(DispatchKeys), property));
    }

    /// <summary>Emits a jump by a number that each key has, to the comparison with those that have it.</summary>
    private void JumpByCode(
        DispatchChain chain, List<(Value Key, ResolvedExpr Test, Instruction Start)> cases, string property, Func<Value, long> code, Instruction rest)
    {
        var groups = cases.GroupBy(c => code(c.Key)).Select(static g => (Code: g.Key, Cases: g.ToList(), Start: Instruction.Create(OpCodes.Nop))).ToList();
        JumpByNumber(() => LoadKey(chain.Key, property), groups.ConvertAll(static g => (g.Code, g.Start)), rest);
        foreach (var (_, same, start) in groups)
        {
            _il.Append(start);
            foreach (var (_, test, clause) in same) CompareOne(test, clause);
            _il.Emit(OpCodes.Br, rest);
        }
    }

    private void CompareOne(ResolvedExpr test, Instruction clause)
    {
        var next = Instruction.Create(OpCodes.Nop);
        Test(test, next);
        _il.Emit(OpCodes.Br, clause);
        _il.Append(next);
    }

    /// <summary>Emits a jump by a number: a table where the numbers are dense, else a binary search.</summary>
    private void JumpByNumber(Action load, List<(long Number, Instruction Start)> cases, Instruction rest)
    {
        var number = NewLocal(_method.Module.TypeSystem.Int64, null);
        load();
        _il.Emit(OpCodes.Stloc, number);
        Search(cases.OrderBy(static c => c.Number).ToArray());

        void Search(ReadOnlySpan<(long Number, Instruction Start)> part)
        {
            var range = (ulong)(part[^1].Number - part[0].Number);
            if (part.Length >= FewestOfTable && range < (ulong)(part.Length * PlacesPerKey)) Table(part, (int)range + 1);
            else if (part.Length <= MostInSequence)
            {
                foreach (var (key, start) in part)
                {
                    _il.Emit(OpCodes.Ldloc, number);
                    _il.Emit(OpCodes.Ldc_I8, key);
                    _il.Emit(OpCodes.Beq, start);
                }
                _il.Emit(OpCodes.Br, rest);
            }
            else
            {
                var middle = part.Length / 2;
                var right = Instruction.Create(OpCodes.Nop);
                _il.Emit(OpCodes.Ldloc, number);
                _il.Emit(OpCodes.Ldc_I8, part[middle].Number);
                _il.Emit(OpCodes.Bge, right);
                Search(part[..middle]);
                _il.Append(right);
                Search(part[middle..]);
            }
        }

        void Table(ReadOnlySpan<(long Number, Instruction Start)> part, int size)
        {
            var targets = new Instruction[size];
            Array.Fill(targets, rest);
            foreach (var (key, start) in part) targets[key - part[0].Number] = start;
            var offset = NewLocal(_method.Module.TypeSystem.Int64, null);
            _il.Emit(OpCodes.Ldloc, number);
            _il.Emit(OpCodes.Ldc_I8, part[0].Number);
            _il.Emit(OpCodes.Sub);
            _il.Emit(OpCodes.Stloc, offset);
            _il.Emit(OpCodes.Ldloc, offset);
            _il.Emit(OpCodes.Ldc_I8, (long)size);
            _il.Emit(OpCodes.Bge_Un, rest);
            _il.Emit(OpCodes.Ldloc, offset);
            _il.Emit(OpCodes.Conv_I4);
            _il.Emit(OpCodes.Switch, targets);
            _il.Emit(OpCodes.Br, rest);
        }
    }
}
