using Mono.Cecil.Cil;
using Sema.Compiler.Diagnostics;
using Sema.Compiler.Resolution;

namespace Sema.Compiler.Emit;

// Protected bodies, and conditions that travel by return (ReturnedConditions says which procedures do that).
internal sealed partial class ProcedureEmitter
{
    private readonly Stack<Protection> _protections = [];

    /// <summary>A protected body being emitted: where its condition goes.</summary>
    private sealed record Protection(ResolvedTry Try, Instruction Handler);

    /// <summary>Emits a protected body; what follows is the handler, and the paths without a condition go to <paramref name="end"/>.</summary>
    private VariableDefinition Protect(ResolvedTry @try, out Instruction end)
    {
        _isPure = false;
        var result = NewLocal(_known.Value, null);
        var handler = Instruction.Create(OpCodes.Nop);
        end = Instruction.Create(OpCodes.Nop);
        Declare(@try.Slot);
        // Interpreted code runs in open programs only.
        var interpreted = _unit.IsOpen ? NewLocal(_known.InterpretedFrame, null) : null;
        if (interpreted is not null)
        {
            _il.Emit(OpCodes.Call, _known.MarkInterpreted);
            _il.Emit(OpCodes.Stloc, interpreted);
        }
        var start = Instruction.Create(OpCodes.Nop);
        _il.Append(start);
        _protections.Push(new Protection(@try, handler));
        var moved = _outOfTheWay.Count;
        InBranch(() =>
        {
            if (Push(@try.Body)) _il.Emit(OpCodes.Stloc, result);
        });
        _spans.Clear();
        _protections.Pop();
        _il.Emit(OpCodes.Leave, end);
        BringBack(moved);
        var handlerStart = Instruction.Create(@try.NeedsTrace ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        _il.Append(handlerStart);
        if (interpreted is null) _il.Emit(OpCodes.Ldnull);
        else _il.Emit(OpCodes.Ldloc, interpreted);
        _il.Emit(OpCodes.Call, _known.Catch);
        StoreNew(@try.Slot);
        _il.Emit(OpCodes.Leave, handler);
        _il.Append(handler);
        _method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            TryStart = start,
            TryEnd = handlerStart,
            HandlerStart = handlerStart,
            HandlerEnd = handler,
            CatchType = _known.SemaException,
        });
        return result;
    }

    /// <summary>Whether a <c>throw</c> here needs no exception: a handler of this procedure takes it, or the caller.</summary>
    private bool ThrowsByReturn => _protections.Count > 0 || _procedure.ReturnsConditions;

    /// <summary>Emits <c>(throw value)</c> where <see cref="ThrowsByReturn"/>; no path goes on behind it.</summary>
    private void ThrowByReturn(PrimitiveCall call)
    {
        Load(Ready([call.Operands[0]]));
        _il.Emit(OpCodes.Call, _known.ReturnThrow);
        Leave(call.Span);
    }

    /// <summary>Emits what follows the call of a procedure that returns its conditions: the stack holds what it returned, before and after.</summary>
    private void TestReturned(SourceSpan span)
    {
        var returned = Temporary();
        _il.Emit(OpCodes.Stloc, returned);
        _il.Emit(OpCodes.Ldloc, returned);
        _il.Emit(OpCodes.Call, _known.IsMarker);
        var raised = Instruction.Create(OpCodes.Ldloc, returned);
        _il.Emit(OpCodes.Brtrue, raised);
        OutOfTheWay(() =>
        {
            _il.Append(raised);
            Leave(span);
        });
        _il.Emit(OpCodes.Ldloc, returned);
        Release(returned);
    }

    /// <summary>Emits the end of a path with the marker on the stack: to the handler, to the caller, or into an exception.</summary>
    private void Leave(SourceSpan span)
    {
        if (_protections.TryPeek(out var protection))
        {
            _il.Emit(OpCodes.Pop);
            if (protection.Try.NeedsTrace) PassFrame(span);
            _il.Emit(protection.Try.NeedsTrace ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Call, _known.CatchReturned);
            StoreNew(protection.Try.Slot);
            _il.Emit(OpCodes.Leave, protection.Handler);
        }
        else if (_procedure.ReturnsConditions)
        {
            if (_procedure.TracesConditions) PassFrame(span);
            _il.Emit(OpCodes.Ret);
        }
        else
        {
            _il.Emit(OpCodes.Pop);
            Mark(span);
            _il.Emit(OpCodes.Call, _known.TakeReturned);
            _il.Emit(OpCodes.Throw);
        }
    }

    private void PassFrame(SourceSpan span)
    {
        var place = TracePlaces.Of(span, _procedure.Name ?? "<lambda>");
        foreach (var frame in place.IsTailCall ? place.Frames.Skip(1) : place.Frames)
        {
            _il.Emit(OpCodes.Ldstr, frame.Name);
            _il.Emit(OpCodes.Ldstr, frame.File ?? span.Source.Name);
            _il.Emit(OpCodes.Ldc_I4, frame.Line);
            _il.Emit(OpCodes.Ldc_I4, frame.Column);
            _il.Emit(OpCodes.Call, _known.PassFrame);
        }
        if (place.EndsTrace) _il.Emit(OpCodes.Call, _known.PassCallback);
    }
}
