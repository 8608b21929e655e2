using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

/// <summary>The content of an object as it comes. That it breaks off is a failure of S3's, not of who reads it.</summary>
internal sealed class ObjectBody(Stream content, long length) : ForwardStream
{
    private long _left = length;

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
}
