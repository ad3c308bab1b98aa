using System.Runtime.InteropServices;

namespace Sema.Runtime.Hosting;

/// <summary>The calls of the C library that .NET has no equal for. Unix only.</summary>
internal static unsafe partial class Libc
{
    /// <summary>Room for a <c>struct termios</c> of any system; its fields are never looked at.</summary>
    public const int TermiosSize = 256;

    // The process has the library already: to look for its file costs a dozen failed attempts at every start.
    static Libc() => NativeLibrary.SetDllImportResolver(typeof(Libc).Assembly,
        static (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : 0);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "ttyname")]
    public static partial byte* TerminalName(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetTerminalAttributes(int descriptor, byte* attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetTerminalAttributes(int descriptor, int when, byte* attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(byte* attributes);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, ushort* result);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
