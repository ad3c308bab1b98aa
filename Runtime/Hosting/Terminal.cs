using System.Runtime.InteropServices;

namespace Sema.Runtime.Hosting;

/// <summary>The terminal of standard input, byte by byte, and its raw mode. On Unix only; elsewhere there is none.</summary>
internal sealed class Terminal
{
    private const int Input = 0;
    private const int EIntr = 4;
    private const short CanRead = 1;
    private const int AfterOutput = 1;

    private readonly Dictionary<long, byte[]> _saved = [];
    private long _lastToken;
    private KeyDecoder? _keys;

    /// <summary>Whether standard input is a terminal.</summary>
    public static bool IsInput => !OperatingSystem.IsWindows() && Libc.IsTerminal(Input) == 1;

    /// <summary>The key events of standard input.</summary>
    public KeyDecoder Keys => _keys ??= new KeyDecoder(ReadByte);

    /// <summary>The device of standard input, or null.</summary>
    public static unsafe string? Name => !IsInput || Libc.TerminalName(Input) is var name && name == null ? null : Marshal.PtrToStringUTF8((nint)name);

    /// <summary>Rows and columns of the first of standard output, error and input that is a terminal; null when none is.</summary>
    public static unsafe (int Rows, int Columns)? Size
    {
        get
        {
            if (OperatingSystem.IsWindows()) return null;
            // The number of TIOCGWINSZ; the call takes variable arguments, which macOS on ARM passes otherwise.
            if (!OperatingSystem.IsLinux()) return Console.IsOutputRedirected ? null : (Console.WindowHeight, Console.WindowWidth);
            var size = stackalloc ushort[4];
            foreach (var descriptor in (ReadOnlySpan<int>)[1, 2, 0])
                if (Libc.Control(descriptor, 0x5413, size) == 0) return (size[0], size[1]);
            return null;
        }
    }

    /// <summary>Raw mode; a token for <see cref="Restore"/>, or null when standard input is no terminal.</summary>
    /// <exception cref="IOException">The terminal refuses.</exception>
    public unsafe long? EnterRaw()
    {
        if (!IsInput) return null;
        var attributes = new byte[Libc.TermiosSize];
        fixed (byte* start = attributes)
            if (Libc.GetTerminalAttributes(Input, start) != 0) throw LastError();
        _saved.Add(++_lastToken, attributes.ToArray());
        if (_lastToken == 1) AppDomain.CurrentDomain.ProcessExit += (_, _) => RestoreAll();
        fixed (byte* start = attributes)
        {
            Libc.MakeRaw(start);
            if (Libc.SetTerminalAttributes(Input, AfterOutput, start) != 0) throw LastError();
        }
        return _lastToken;
    }

    /// <summary>Puts back the mode from before a token; a token used before does nothing.</summary>
    public unsafe void Restore(long token)
    {
        if (!_saved.Remove(token, out var attributes)) return;
        fixed (byte* start = attributes) _ = Libc.SetTerminalAttributes(Input, AfterOutput, start);
    }

    private void RestoreAll()
    {
        // The oldest is the mode from before the program.
        foreach (var token in _saved.Keys.OrderDescending().ToList()) Restore(token);
    }

    private static unsafe int ReadByte(int timeout)
    {
        if (OperatingSystem.IsWindows()) return -1;
        var entry = new Libc.PollEntry { Descriptor = Input, Events = CanRead };
        int ready;
        while ((ready = Libc.Poll(&entry, 1, timeout)) < 0 && Marshal.GetLastPInvokeError() == EIntr)
        {
        }
        if (ready <= 0) return -1;
        byte result;
        nint count;
        while ((count = Libc.Read(Input, &result, 1)) < 0 && Marshal.GetLastPInvokeError() == EIntr)
        {
        }
        if (count == 1) return result;
        SemaContext.Current.InputEnded = true;
        return -1;
    }

    private static IOException LastError() => OsErrors.OfCode(Marshal.GetLastPInvokeError());
}
