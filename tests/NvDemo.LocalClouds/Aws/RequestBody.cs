using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NvDemo.LocalClouds.Aws;

/// <summary>Reads request bodies whole, up to a limit.</summary>
internal static class RequestBody
{
    private const int FirstChunk = 16 * 1024;

    /// <summary>The whole body; <c>null</c>, with the rest unread, when it is longer than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="IOException">The client went away or sent a malformed body.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return ReadOnlyMemory<byte>.Empty;
        if (request.ContentLength is not { } length)
            return await ReadChunkedAsync(request.Body, limit, cancellationToken);
        if (length > limit)
            return null;

        var body = GC.AllocateUninitializedArray<byte>((int)length);
        await request.Body.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadChunkedAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[FirstChunk];
        var count = 0;
        while (true)
        {
            var read = await ReadAsync(stream, buffer.AsMemory(count), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, count);
            count += read;
            if (count > limit)
                return null;
            if (count == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // Of a chunk whose size is past all numbers Kestrel would make a 500.
            throw new BadHttpRequestException("The size of a chunk is not valid.", e);
        }
    }
}
