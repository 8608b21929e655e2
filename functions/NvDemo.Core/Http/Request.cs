using System.Buffers;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Http;

/// <summary>An HTTP request, as every host hands it over: nothing decoded but the query, nothing read of the body.</summary>
public sealed class Request
{
    private const int Chunk = 64 * 1024;

    /// <summary>The method as the client sent it, such as <c>GET</c>; methods are case-sensitive (RFC 9110, 9.1).</summary>
    public required string Method { get; init; }

    /// <summary>The path as the client sent it: percent-encoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The decoded query parameters; of a repeated name the last value.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = Empty;

    /// <summary>
    /// The headers, by name without regard to case. The lines of a repeated one are joined by a comma (RFC 9110, 5.3), as proxies may have
    /// done before the host sees them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = Empty;

    /// <summary>The body, to be read once, forwards.</summary>
    public Stream Body { get; init; } = Stream.Null;

    /// <summary>The body's length in bytes; <c>null</c> where the client did not say (a chunked upload).</summary>
    public long? ContentLength { get; init; }

    /// <summary>How long the body may take to arrive; it has at most a few megabytes. Azure ends requests after 230 s.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The response's <c>X-Request-Id</c>: the client's own, where it sent one that is fit for a log (<see cref="Http.RequestId"/>), else
    /// <see cref="PlatformId"/>, which hosts set here.
    /// </summary>
    public required string RequestId
    {
        get => Http.RequestId.Of(Header(Http.RequestId.HeaderName)) ?? PlatformId;
        init => PlatformId = value;
    }

    /// <summary>The id under which the platform knows this request.</summary>
    public string PlatformId { get; private init; } = "";

    /// <summary>Where it comes from, as the platform knows it: the client's address, or that of the proxy which is all that it sees.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Who calls: set by the host where the platform has authenticated the caller in front of the service (an API Gateway authorizer), else
    /// by the authentication.
    /// </summary>
    public Principal? Principal { get; set; }

    /// <summary>The keys that the caller may use.</summary>
    public KeyPrefixes Prefixes => Principal?.Prefixes ?? KeyPrefixes.All;

    /// <summary>What the path has in place of its route's parameter, such as <c>{key}</c>, decoded; set by the router.</summary>
    public string RouteValue { get; internal set; } = "";

    /// <summary>The template of its route; <c>null</c> where no route fits. Set by the router.</summary>
    public string? RouteTemplate { get; internal set; }

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>A header's value, or <c>null</c>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The whole body, or <c>null</c> as soon as it turns out to be longer than a limit in bytes.</summary>
    /// <exception cref="UnreadableBodyException">It is malformed, shorter than <see cref="ContentLength"/>, or takes longer than <see cref="BodyTimeout"/>.</exception>
    public async Task<MemoryStream?> ReadBodyAsync(long limit, CancellationToken cancellation)
    {
        if (ContentLength > limit)
            return null;
        var whole = new MemoryStream((int)(ContentLength ?? 0));
        var isWhole = await ReadBodyAsync(
            piece =>
            {
                whole.Write(piece.Span);
                return ValueTask.CompletedTask;
            },
            limit,
            cancellation);
        if (!isWhole)
            return null;
        whole.Position = 0;
        return whole;
    }

    /// <summary>Hands over the whole body piece by piece; <c>false</c> as soon as it turns out to be longer than a limit in bytes.</summary>
    /// <exception cref="UnreadableBodyException">As of the other.</exception>
    public async Task<bool> ReadBodyAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, long limit, CancellationToken cancellation)
    {
        if (ContentLength > limit)
            return false;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(BodyTimeout);
        try
        {
            return await HandOverAsync(take, limit, deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreadableBodyException(isTooSlow: true, e);
        }
        catch (IOException e)
        {
            // A client that has gone is no error.
            throw cancellation.IsCancellationRequested
                ? new OperationCanceledException(e.Message, e, cancellation)
                : new UnreadableBodyException(isTooSlow: false, e);
        }
    }

    private async Task<bool> HandOverAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, long limit, CancellationToken cancellation)
    {
        using var chunk = MemoryPool<byte>.Shared.Rent(Chunk);
        var length = 0L;
        while (await Body.ReadAsync(chunk.Memory, cancellation) is > 0 and var read)
        {
            length += read;
            if (length > limit)
                return false;
            await take(chunk.Memory[..read]);
        }

        return length < ContentLength ? throw new EndOfStreamException() : true;
    }
}
