using System.Text;

namespace NvDemo.Core.Http;

/// <summary>
/// An HTTP response for the host to send. The body is either bytes or a stream; a response to <c>HEAD</c> has neither, but keeps its
/// <see cref="ContentLength"/>. The host disposes it when it is sent.
/// </summary>
public sealed class Response : IAsyncDisposable
{
    // As many as most responses have, so that none grows.
    private const int Usual = 12;

    private const int FirstPiece = 4096;

    private IAsyncDisposable? _content;
    private IDisposable? _owner;

    public Response(int status) => Status = status;

    public int Status { get; }

    /// <summary>The headers but for <c>Content-Length</c>, by name without regard to case.</summary>
    public Dictionary<string, string> Headers { get; } = new(Usual, StringComparer.OrdinalIgnoreCase);

    /// <summary>The body where it is at hand; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The body where it is streamed; exactly <see cref="ContentLength"/> bytes.</summary>
    public Stream? Stream { get; private set; }

    /// <summary>The body's length in bytes; <c>null</c> for a status that has no body (204, 304).</summary>
    public long? ContentLength { get; private set; }

    /// <summary>
    /// What is still being done when the response is at hand. Nobody waits for it but a host that does not run between requests; it never
    /// fails.
    /// </summary>
    public Task Afterwards { get; set; } = Task.CompletedTask;

    /// <summary>A response with a body at hand.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <param name="body">The body.</param>
    /// <param name="owner">What the body's bytes belong to; disposed when the response is.</param>
    public static Response Of(int status, string contentType, ReadOnlyMemory<byte> body, IDisposable? owner = null)
    {
        var response = new Response(status) { Bytes = body, ContentLength = body.Length, _owner = owner };
        response.Headers["Content-Type"] = contentType;
        return response;
    }

    /// <summary>A JSON response; the text is taken as it is.</summary>
    public static Response Json(int status, string json) => Of(status, MediaTypes.Json, Encoding.UTF8.GetBytes(json));

    /// <summary>A response that streams its body, and disposes what the stream comes from.</summary>
    public static Response Streaming(int status, Stream body, long contentLength, IAsyncDisposable owner) =>
        new(status) { Stream = body, ContentLength = contentLength, _content = owner };

    /// <summary>Sets a header where there is a value.</summary>
    public Response With(string header, string? value)
    {
        if (value is not null)
            Headers[header] = value;
        return this;
    }

    /// <summary>Reads a body that would be streamed, so that it is at hand, and ends what it comes from.</summary>
    public async Task ReadBodyAsync(CancellationToken cancellation)
    {
        if (Stream is not { } stream)
            return;
        try
        {
            var bytes = new byte[ContentLength!.Value];
            await stream.ReadExactlyAsync(bytes, cancellation);
            Bytes = bytes;
        }
        finally
        {
            await DisposeAsync();
            (_content, Stream) = (null, null);
        }
    }

    /// <summary>Reads the first piece of a body that is streamed; what it comes from is ended where that fails.</summary>
    public async Task BeginBodyAsync(CancellationToken cancellation)
    {
        if (Stream is not { } stream)
            return;
        try
        {
            var first = new byte[Math.Min(FirstPiece, ContentLength!.Value)];
            var length = await stream.ReadAsync(first, cancellation);
            Stream = new BegunStream(first.AsMemory(0, length), stream);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Drops the body and keeps its length, as a response to <c>HEAD</c> must (RFC 9110, 9.3.2).</summary>
    public async ValueTask<Response> WithoutBodyAsync()
    {
        await DisposeAsync();
        (_content, _owner, Stream, Bytes) = (null, null, null, default);
        return this;
    }

    /// <summary>States the length of a body that is not there (a response to <c>HEAD</c>).</summary>
    public Response WithContentLength(long length)
    {
        ContentLength = length;
        return this;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        return _content?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
