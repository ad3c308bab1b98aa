namespace Sema.Runtime.Errors;

/// <summary>
/// What a trace shows of one running method or interpreted activation: one frame, but more or none where the compiler has put
/// code of other procedures into it.
/// </summary>
/// <param name="Frames">The frames, innermost first.</param>
/// <param name="EndsTrace">Whether the code was called back by a builtin, which ends the trace.</param>
/// <param name="IsTailCall">Whether a tail call is going on: then the first frame is shown only when the call itself failed.</param>
public sealed record TracePlace(IReadOnlyList<SemaFrame> Frames, bool EndsTrace = false, bool IsTailCall = false)
{
    /// <summary>A place in code that is the procedure's own.</summary>
    public TracePlace(SemaFrame frame) : this([frame])
    {
    }

    /// <summary>Adds the frames to a trace, the first of all also under the name of the inlined builtin that failed, if any.</summary>
    public void AddTo(List<SemaFrame> trace, ref string? operation)
    {
        for (var i = IsTailCall && trace.Count > 0 ? 1 : 0; i < Frames.Count; i++)
        {
            if (operation is not null && trace.Count == 0) trace.Add(Frames[i] with { Name = operation });
            operation = null;
            trace.Add(Frames[i]);
        }
    }
}
