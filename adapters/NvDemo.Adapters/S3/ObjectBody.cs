using Amazon.S3.Model;
using Microsoft.Net.Http.Headers;
using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

/// <summary>
/// The content of an object, or a range of it, as it comes. Where it breaks off, the rest is asked for. That it can't be had, or that nothing
/// comes, is a failure of S3's, not of who reads it.
/// </summary>
/// <param name="response">What brings the first piece; disposed of with this.</param>
/// <param name="start">Where in the object it begins, in bytes.</param>
/// <param name="patience">How long S3 may take for the next bytes.</param>
/// <param name="readOnAsync">Asks for the same object from a byte on, to another, both included.</param>
internal sealed class ObjectBody(
    GetObjectResponse response, long start, TimeSpan patience, Func<long, long, CancellationToken, Task<GetObjectResponse>> readOnAsync) : ForwardStream
{
    // As often as the SDK sends a request again.
    private const int MostResumptions = 2;

    private readonly long _end = start + response.ContentLength;
    private GetObjectResponse _response = response;
    private long _position = start;
    private int _resumptions;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var read = await ReadOnceAsync(buffer, cancellationToken);
                _position += read;
                return read > 0 || _position >= _end || buffer.IsEmpty ? read : throw new EndOfStreamException("The object ends too soon.");
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DependencyException("S3", DependencyFailure.OutOfReach, e);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                if (!await ResumeAsync(cancellationToken))
                    throw new DependencyException("S3", DependencyFailure.OutOfReach, e);
            }
        }
    }

    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience);
        return await _response.ResponseStream.ReadAsync(buffer, deadline.Token);
    }

    private async Task<bool> ResumeAsync(CancellationToken cancellation)
    {
        if (_position >= _end || ++_resumptions > MostResumptions)
            return false;
        _response.Dispose();
        try
        {
            _response = await readOnAsync(_position, _end - 1, cancellation);
        }
        catch (DependencyException)
        {
            return false;
        }

        // Whoever answers with something else has not what is missing here.
        return ContentRangeHeaderValue.TryParse(_response.ContentRange, out var sent) && sent.From == _position;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }
}
