using NvDemo.Core;

namespace NvDemo.Adapters.S3;

/// <summary>The content of an object as it comes. That it breaks off is a failure of S3's, not of who reads it.</summary>
internal sealed class ObjectBody(Stream content, long length) : Stream
{
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await content.ReadAsync(buffer, cancellationToken);
            _left -= read;
            return read > 0 || _left <= 0 || buffer.IsEmpty ? read : throw new EndOfStreamException("The object ends too soon.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new DependencyException("S3", DependencyFailure.OutOfReach, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
