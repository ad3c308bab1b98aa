using Sema.Compiler.Diagnostics;

namespace Sema.Compiler.Resolution;

/// <summary>What traces show of a place in the code of a procedure, some of which may have been moved there from others.</summary>
internal static class TracePlaces
{
    /// <summary>What traces show of a place in the procedure of a name.</summary>
    public static TracePlace Of(SourceSpan span, string procedure)
    {
        var frames = new List<SemaFrame>();
        var isTailCall = span.Inlined is { IsTailCall: true, Procedure: null or { Name: not null } };
        while (true)
        {
            var name = span.Inlined is { Procedure: { } own } ? own.Name : procedure;
            // A frame further out is not there when a tail call has replaced it; the innermost one is left to the trace.
            if (name is not null && (frames.Count == 0 || span.Inlined is not { IsTailCall: true })) frames.Add(Frame(span, name));
            if (span.Inlined?.Procedure is not { } inlined) return new TracePlace(frames, IsTailCall: isTailCall);
            if (inlined.Call is not { } call) return new TracePlace(frames, EndsTrace: true, isTailCall);
            span = call;
        }
    }

    private static SemaFrame Frame(SourceSpan span, string name)
    {
        if (!span.Source.HasPositions) return new SemaFrame(name, null, 0, 0);
        var start = span.Start;
        return new SemaFrame(name, span.Source.Name, start.Line, start.Column);
    }
}
