namespace Sema.Runtime.Hosting;

/// <summary>Lets the modules of a compiled library run once, on the first use by any thread.</summary>
public sealed class LibraryGate(CompiledUnit unit)
{
    private readonly Lock _lock = new();
    private volatile bool _hasRun;
    private bool _isRunning;

    /// <summary>
    /// Runs the modules unless they have run. Another thread waits until they have; code of the modules themselves passes. When
    /// they raise, the next use runs them again.
    /// </summary>
    public void Pass()
    {
        if (!_hasRun) RunOnce();
    }

    private void RunOnce()
    {
        lock (_lock)
        {
            if (_hasRun || _isRunning) return;
            _isRunning = true;
            try
            {
                unit.Run();
                _hasRun = true;
            }
            finally
            {
                _isRunning = false;
            }
        }
    }
}
