using System.Runtime.CompilerServices;

namespace Sema.Runtime.Procedures;

/// <summary>
/// Turns recursion without end into a condition (differences.md 2). Every recursive procedure of a program, and every
/// recursive method of the runtime and the compiler whose depth follows its input, checks before it goes deeper.
/// </summary>
public static class StackGuard
{
    /// <summary>Bytes of stack given to the thread that runs a program or the compiler.</summary>
    public const int ThreadStackSize = 256 * 1024 * 1024;

    /// <summary>Bytes of stack where deep recursion may be in interpreted code, which takes more .NET frames, and larger ones.</summary>
    public const int InterpreterStackSize = 768 * 1024 * 1024;

    /// <summary>Bytes kept free below the limit: for library code that recurses without checks, and for raising the condition.</summary>
    private const int Reserve = 1024 * 1024;

    /// <summary>The highest limit of all threads: above it no thread is short of stack.</summary>
    private static nuint s_highestLimit = nuint.MaxValue;

    [ThreadStatic]
    private static nuint s_limit;

    /// <summary>Raises <c>stack overflow: maximum call depth exceeded</c> when little stack is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe void Check()
    {
        byte here;
        if ((nuint)(&here) < s_highestLimit) CheckThread();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void CheckThread()
    {
        byte here;
        if (s_limit == 0) SetLimit((nuint)(&here), 512 * 1024);
        if ((nuint)(&here) < s_limit) throw Raise.StackOverflow();
    }

    /// <summary>Runs an action on a thread with a large stack and waits for it.</summary>
    public static unsafe void RunOnLargeStack(Action action, int size = ThreadStackSize)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            byte here;
            SetLimit((nuint)(&here), size);
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
            }
        }, size);
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static void SetLimit(nuint top, int size)
    {
        s_limit = top - (nuint)size + Math.Min((nuint)size / 2, Reserve);
        // A race between two threads can only leave the lower limit, which the thread of the higher one then misses;
        // so the field is raised under a lock.
        lock (typeof(StackGuard))
            if (s_highestLimit == nuint.MaxValue || s_limit > s_highestLimit) s_highestLimit = s_limit;
    }
}
