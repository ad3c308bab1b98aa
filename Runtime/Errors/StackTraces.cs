using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sema.Runtime.Errors;

/// <summary>
/// Makes Sema stack traces (§8.1) of .NET ones. Frames of emitted methods are those whose class or method carries
/// <see cref="SemaCodeAttribute"/>; a frame of a builtin that called back ends the trace; all other frames are ours and not shown.
/// </summary>
public static class StackTraces
{
    private static readonly ConcurrentDictionary<(MethodBase, int), SemaFrame> Frames = new();

    /// <summary>The value that <c>catch</c> binds.</summary>
    public static Value Catch(SemaException exception, bool needsTrace)
    {
        if (!needsTrace) return exception.Condition.ToMap([]);
        if (exception.Condition.Original is null && exception.Trace is null)
        {
            var frames = exception.Passed ?? [];
            if (Append(new StackTrace(exception, true), frames, exception.Condition.Operation)) Append(new StackTrace(2, true), frames, null);
            exception.Trace = frames;
        }
        return exception.Condition.ToMap(exception.Trace ?? []);
    }

    /// <summary>The frames of an exception that nobody caught.</summary>
    public static IReadOnlyList<SemaFrame> Of(SemaException exception)
    {
        if (exception.Trace is { } known) return known;
        var frames = exception.Passed ?? [];
        Append(new StackTrace(exception, true), frames, exception.Condition.Operation);
        return exception.Trace = frames;
    }

    /// <summary>Sets the trace of a condition that came by return: the frames it left, then those of its handler's callers.</summary>
    internal static void Complete(SemaException exception, StackTrace callers)
    {
        var frames = exception.Passed ?? [];
        Append(callers, frames, null);
        exception.Trace = frames;
    }

    /// <summary>Adds the Sema frames; returns false when a builtin that called back ended the trace.</summary>
    private static bool Append(StackTrace trace, List<SemaFrame> frames, string? operation)
    {
        foreach (var frame in trace.GetFrames())
        {
            if (frame.GetMethod() is not { } method) continue;
            if (method.GetCustomAttribute<Builtins.BuiltinAttribute>() is { CallsBack: true } && frames.Count > 0) return false;
            if (method.GetCustomAttribute<SemaCodeAttribute>() is not { } code) continue;
            var location = Frames.GetOrAdd((method, frame.GetILOffset()),
                _ => new SemaFrame(code.Name, frame.GetFileName(), frame.GetFileLineNumber(), frame.GetFileColumnNumber()));
            if (operation is not null && frames.Count == 0) frames.Add(location with { Name = operation });
            operation = null;
            frames.Add(location);
        }
        return true;
    }
}
