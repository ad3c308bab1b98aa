using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Sema.Runtime.Errors;

/// <summary>
/// A condition that travels by return: a procedure that the compiler marked for it returns a marker value instead of throwing,
/// and its callers pass the marker on or handle it. A .NET exception costs microseconds, a return nothing. The condition itself
/// waits here, with the frames it has passed.
/// </summary>
public static class ReturnedCondition
{
    [ThreadStatic]
    private static Condition? s_pending;

    [ThreadStatic]
    private static List<SemaFrame>? s_frames;

    [ThreadStatic]
    private static bool s_isComplete;

    /// <summary>Whether a value is the marker.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMarker(Value value) => ReferenceEquals(value.Ref, Tag.Raised);

    /// <summary><c>(throw value)</c>: the marker to return.</summary>
    public static Value Throw(Value value)
    {
        s_pending = Condition.FromThrown(value, "throw");
        s_frames = null;
        s_isComplete = false;
        return new Value(Tag.Raised, 0);
    }

    /// <summary>Notes a frame that the condition leaves: procedure, file, line and column of the call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Pass(string name, string file, int line, int column)
    {
        if (s_isComplete) return;
        var frame = new SemaFrame(name, file, line, column);
        if (s_frames is not { } frames)
        {
            s_frames = frames = [];
            if (s_pending!.Operation is { } operation) frames.Add(frame with { Name = operation });
        }
        frames.Add(frame);
    }

    /// <summary>Notes that the condition leaves code that a builtin called back: there the trace ends.</summary>
    public static void PassCallback() => s_isComplete = true;

    /// <summary>The value that <c>catch</c> binds. The caller has passed its own frame before, if a trace is needed.</summary>
    public static Value Catch(bool needsTrace)
    {
        if (!needsTrace)
        {
            var condition = s_pending!;
            (s_pending, s_frames) = (null, null);
            return condition.ToMap([]);
        }
        var exception = Take();
        if (exception.Condition.Original is null) StackTraces.Complete(exception, new StackTrace(2, true));
        return exception.Condition.ToMap(exception.Trace ?? []);
    }

    /// <summary>The exception to throw where a condition stops travelling by return.</summary>
    public static SemaException Take()
    {
        var exception = new SemaException(s_pending!) { Passed = s_frames, PassedAll = s_isComplete };
        (s_pending, s_frames) = (null, null);
        return exception;
    }
}
