using System.Diagnostics;

namespace Sema.Compiler;

/// <summary>How long each pass of a compilation took, without the passes that it waited for: <c>semac check --timings</c>.</summary>
public sealed class PassTimes
{
    private readonly OrderedDictionary<string, TimeSpan> _times = [];
    private readonly Stack<string> _running = [];
    private readonly Stopwatch _watch = new();

    /// <summary>The passes in the order in which they ended, with the time of each.</summary>
    public IReadOnlyDictionary<string, TimeSpan> All => _times;

    /// <summary>Runs a pass, or a part of it.</summary>
    public T Measure<T>(string pass, Func<T> run)
    {
        Charge();
        _running.Push(pass);
        try
        {
            return run();
        }
        finally
        {
            Charge();
            _running.Pop();
        }
    }

    // The time since the last change belongs to the pass that ran since.
    private void Charge()
    {
        if (_running.TryPeek(out var pass)) _times[pass] = (_times.TryGetValue(pass, out var so) ? so : TimeSpan.Zero) + _watch.Elapsed;
        _watch.Restart();
    }
}
