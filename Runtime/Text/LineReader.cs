namespace Sema.Runtime.Text;

/// <summary>
/// The lines of a byte stream, one at a time and without copying: memory holds one block, or one line if that is longer.
/// Lines end with LF or CR LF; a CR alone is part of its line, and a final line end begins no further line.
/// </summary>
public sealed class LineReader(Stream source) : IDisposable
{
    private const int BlockSize = 256 * 1024;

    private byte[] _buffer = new byte[BlockSize];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The next line without its end; false after the last. The bytes are valid until the next call.</summary>
    /// <exception cref="IOException">The source cannot be read, or a line is longer than an array can be.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                _start += length + 1;
                line = rest[..(length > 0 && rest[length - 1] == '\r' ? length - 1 : length)];
                return true;
            }
            if (_ended)
            {
                _start = _end;
                line = rest;
                return rest.Length > 0;
            }
            searched = rest.Length;
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length == Array.MaxLength) throw new IOException("line too long");
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        }
        var read = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
    }
}
