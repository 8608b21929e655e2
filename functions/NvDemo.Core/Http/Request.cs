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

    /// <summary>The headers, by name without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = Empty;

    /// <summary>The body, to be read once, forwards.</summary>
    public Stream Body { get; init; } = Stream.Null;

    /// <summary>The body's length in bytes; <c>null</c> where the client did not say (a chunked upload).</summary>
    public long? ContentLength { get; init; }

    /// <summary>The id under which the platform knows this request; it is the response's <c>X-Request-Id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>
    /// Who calls: set by the host where the platform has authenticated the caller in front of the service (an API Gateway authorizer), else
    /// by the authentication.
    /// </summary>
    public Principal? Principal { get; set; }

    /// <summary>The keys that the caller may use.</summary>
    public KeyPrefixes Prefixes => Principal?.Prefixes ?? KeyPrefixes.All;

    /// <summary>What the path has in place of its route's parameter, such as <c>{key}</c>, decoded; set by the router.</summary>
    public string RouteValue { get; internal set; } = "";

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>A header's value, or <c>null</c>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The whole body, or <c>null</c> as soon as it turns out to be longer than a limit in bytes.</summary>
    public async Task<MemoryStream?> ReadBodyAsync(long limit, CancellationToken cancellation)
    {
        if (ContentLength > limit)
            return null;

        var whole = new MemoryStream();
        var chunk = new byte[Chunk];
        while (true)
        {
            var read = await Body.ReadAsync(chunk, cancellation);
            if (read == 0)
            {
                whole.Position = 0;
                return whole;
            }

            if (whole.Length + read > limit)
                return null;
            whole.Write(chunk, 0, read);
        }
    }
}
