using Microsoft.Win32.SafeHandles;

namespace NvDemo.Cli.Transfers;

/// <summary>A part of a file, to be read once; several can be read at the same time.</summary>
internal sealed class FilePart : Stream
{
    private readonly SafeFileHandle _file;
    private readonly long _end;
    private readonly Action<int> _read;
    private long _offset;

    private FilePart(SafeFileHandle file, long offset, long length, Action<int> read) =>
        (_file, _offset, _end, _read) = (file, offset, offset + length, read);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="read">Is told how many bytes have been read.</param>
    public static FilePart Open(string file, long offset, long length, Action<int>? read = null) =>
        new(File.OpenHandle(file, options: FileOptions.Asynchronous), offset, length, read ?? (_ => { }));

    /// <summary>The length of a file in bytes.</summary>
    /// <exception cref="ServiceException">It is something else, such as a pipe, and has none.</exception>
    public static long LengthOf(string file)
    {
        using var stream = File.OpenRead(file);
        return stream.CanSeek ? stream.Length : throw new ServiceException($"{file} has no length that is known before it is read.");
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = (int)Math.Min(buffer.Length, _end - _offset);
        var read = length == 0 ? 0 : await RandomAccess.ReadAsync(_file, buffer[..length], _offset, cancellationToken);
        _offset += read;
        _read(read);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
