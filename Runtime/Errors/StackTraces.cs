using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sema.Runtime.Builtins;

namespace Sema.Runtime.Errors;

/// <summary>
/// Makes Sema stack traces (§8.1) of .NET ones. Frames of emitted methods are those whose class or method carries
/// <see cref="SemaCodeAttribute"/>; interpreted activations stand for the frames of the interpreter's entry; a frame of a builtin that
/// called back, or of <c>eval</c>, ends the trace; all other frames are ours and not shown.
/// </summary>
public static class StackTraces
{
    private static readonly ConcurrentDictionary<(MethodBase, int), TracePlace> Places = new();

    /// <summary>
    /// The value that <c>catch</c> binds; to be called by the method that caught. <paramref name="innermost"/> is the interpreted activation
    /// that was running when the protected body began.
    /// </summary>
    public static Value Catch(SemaException exception, bool needsTrace, InterpretedFrame? innermost)
    {
        InterpretedFrame.Innermost = innermost;
        if (!needsTrace) return exception.Condition.ToMap([]);
        if (exception.Condition.Original is null && exception.Trace is null)
        {
            var frames = exception.Passed ?? [];
            var operation = exception.Condition.Operation;
            if (!exception.PassedAll && Append(new StackTrace(exception, true), exception.Interpreted, frames, ref operation))
                Append(new StackTrace(2, true), innermost, frames, ref operation);
            exception.Trace = frames;
        }
        return exception.Condition.ToMap(exception.Trace ?? []);
    }

    /// <summary>The frames of an exception that nobody caught.</summary>
    public static IReadOnlyList<SemaFrame> Of(SemaException exception)
    {
        if (exception.Trace is { } known) return known;
        var frames = exception.Passed ?? [];
        var operation = exception.Condition.Operation;
        if (!exception.PassedAll) Append(new StackTrace(exception, true), exception.Interpreted, frames, ref operation);
        return exception.Trace = frames;
    }

    /// <summary>Sets the trace of a condition that came by return: the frames it left, then those of its handler's callers.</summary>
    internal static void Complete(SemaException exception, StackTrace callers)
    {
        var frames = exception.Passed ?? [];
        string? operation = null;
        if (!exception.PassedAll) Append(callers, InterpretedFrame.Innermost, frames, ref operation);
        exception.Trace = frames;
    }

    /// <summary>
    /// Adds the Sema frames, the first of them also for the inlined builtin that failed, if any; returns false when a builtin that called
    /// back, or code with a stack of its own, ended the trace.
    /// </summary>
    private static bool Append(StackTrace trace, InterpretedFrame? interpreted, List<SemaFrame> frames, ref string? operation)
    {
        foreach (var frame in trace.GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            if (frames.Count > 0 && EndsTrace(method)) return false;
            TracePlace place;
            if (method.IsDefined(typeof(InterpreterEntryAttribute)))
            {
                if (interpreted is null) continue;
                place = interpreted.Describe();
                interpreted = interpreted.Caller;
            }
            else if (method.GetCustomAttribute<SemaCodeAttribute>() is { } code)
            {
                if (frame.GetILOffset() >= code.StartsOver) continue;
                place = Places.GetOrAdd((method, frame.GetILOffset()), _ => method.GetCustomAttribute<InlinedCodeAttribute>()?.At(frame.GetILOffset())
                    ?? new TracePlace(new SemaFrame(code.Name, frame.GetFileName(), frame.GetFileLineNumber(), frame.GetFileColumnNumber())));
            }
            else continue;
            place.AddTo(frames, ref operation);
            if (place.EndsTrace) return false;
        }
        return true;
    }

    private static bool EndsTrace(MethodBase method) => method.IsDefined(typeof(FreshStackAttribute)) || CallsBack(method);

    /// <summary>Whether a method is an overload of a builtin that calls procedures: one of the overloads says so.</summary>
    private static bool CallsBack(MethodBase method) =>
        method.DeclaringType is { } group && group.IsDefined(typeof(BuiltinGroupAttribute))
        && group.GetMember(method.Name).Any(static m => m.GetCustomAttribute<BuiltinAttribute>() is { CallsBack: true });
}
