namespace Sema.Runtime.Errors;

/// <summary>Says of an emitted method what its sequence points show in traces when they are in code that was moved into it.</summary>
/// <remarks>
/// For each sequence point, in order: its IL offset, the number of frames (-1 for an ordinary point), then, unless it is ordinary,
/// 1 if the trace ends there plus 2 for a tail call, and for each frame: name and file (as indices of texts), line, column.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InlinedCodeAttribute(int[] points, string[] texts) : Attribute
{
    private const int Ends = 1;
    private const int TailCall = 2;

    /// <summary>The place of an IL offset; null when it is in code of the method's own.</summary>
    public TracePlace? At(int offset)
    {
        TracePlace? place = null;
        for (var i = 0; i < points.Length && points[i] <= offset;)
        {
            var count = points[i + 1];
            i += 2;
            place = null;
            if (count < 0) continue;
            var flags = points[i++];
            var frames = new SemaFrame[count];
            for (var f = 0; f < count; f++, i += 4) frames[f] = new SemaFrame(texts[points[i]], texts[points[i + 1]] is { Length: > 0 } file ? file : null, points[i + 2], points[i + 3]);
            place = new TracePlace(frames, (flags & Ends) != 0, (flags & TailCall) != 0);
        }
        return place;
    }

    /// <summary>The numbers of a sequence point, but its offset.</summary>
    /// <param name="place">What it shows; null for an ordinary point.</param>
    /// <param name="index">The index of a text.</param>
    public static IEnumerable<int> Encode(TracePlace? place, Func<string, int> index)
    {
        if (place is null) return [-1];
        var flags = (place.EndsTrace ? Ends : 0) + (place.IsTailCall ? TailCall : 0);
        return [place.Frames.Count, flags, .. place.Frames.SelectMany(f => new[] { index(f.Name), index(f.File ?? ""), f.Line, f.Column })];
    }
}
