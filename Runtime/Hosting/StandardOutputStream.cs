using System.Runtime.InteropServices;

namespace Sema.Runtime.Hosting;

/// <summary>
/// Standard output or error of a Unix process, not buffered. Where nobody reads any more the program ends, quietly and with the
/// exit code that a shell gives to SIGPIPE; .NET's own stream would go on writing into nothing.
/// </summary>
internal sealed class StandardOutputStream(int descriptor) : Stream
{
    private const int EIntr = 4;
    private const int EPipe = 32;
    private const int BrokenPipeExitCode = 128 + 13;

    private static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (nint done = 0; done < bytes.Length;)
            {
                var written = Libc.Write(descriptor, start + done, bytes.Length - done);
                if (written >= 0)
                {
                    done += written;
                    continue;
                }
                var error = Marshal.GetLastPInvokeError();
                if (error == EPipe) Environment.Exit(BrokenPipeExitCode);
                if (error == TryAgain) Thread.Sleep(1);
                else if (error != EIntr) throw Raise.Io("standard output: " + OsErrors.Text(OsErrors.OfCode(error)));
            }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
