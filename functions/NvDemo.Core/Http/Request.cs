using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>An HTTP request, as every host hands it over: nothing decoded but the query, nothing read of the body.</summary>
public sealed class Request
{
    /// <summary>The method in upper case, such as <c>GET</c>.</summary>
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

    /// <summary>The id under which the platform knows this request; it is the reply's <c>X-Request-Id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>Who calls, where the platform has authenticated the caller in front of the service (an API Gateway authorizer).</summary>
    public Principal? Principal { get; init; }

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>A header's value, or <c>null</c>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
