using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>A request as a REST API sees it: routed, with its query decoded and its headers as the integration gets them.</summary>
internal sealed class GatewayRequest
{
    // AWS documents that Content-MD5 may be dropped or remapped (api-gateway-known-issues.html), so nothing must depend on it.
    private static readonly FrozenSet<string> Consumed = FrozenSet.ToFrozenSet(
        ["Connection", "Content-Length", "Content-MD5", "Expect", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a request apart.</summary>
    public GatewayRequest(HttpContext context, RequestHead head)
    {
        var (path, query) = Split(head.Target);
        Method = context.Request.Method;
        Protocol = context.Request.Protocol;
        SourceIp = (context.Connection.RemoteIpAddress ?? IPAddress.Loopback).ToString();
        DomainName = context.Request.Host.Host;
        Path = path;
        Resource = GatewayResources.Of(path);
        foreach (var parameter in query.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
            Query.Add(WebUtility.UrlDecode(name), WebUtility.UrlDecode(value));
        }

        foreach (var (name, value) in head.Headers)
        {
            if (!Consumed.Contains(name))
                Headers.Add(name, value);
        }

        Authorization = Headers["Authorization"];
        TraceId = Headers[TraceHeader.Name] ?? TraceHeader.NewRoot();
        Headers.Set(TraceHeader.Name, TraceId);
        Headers.Set("X-Forwarded-For", Headers["X-Forwarded-For"] is { } forwarded ? $"{forwarded}, {SourceIp}" : SourceIp);
        Headers.Set("X-Forwarded-Port", $"{context.Connection.LocalPort}");
        Headers.Set("X-Forwarded-Proto", context.Request.Scheme);
    }

    /// <summary>The method, as sent.</summary>
    public string Method { get; }

    /// <summary>The path as sent: percent-encoded, dot segments and all.</summary>
    public string Path { get; }

    /// <summary>The resource that the path fits.</summary>
    public string Resource { get; }

    /// <summary>The value of <c>{proxy+}</c>, undecoded; <c>null</c> for other resources.</summary>
    public string? Proxy => GatewayResources.ProxyOf(Resource, Path);

    /// <summary>Whether its method of <c>/health</c> has a function of its own; the others are the API's to refuse.</summary>
    public bool IsHealth => Resource == "/health" && (Method is "GET" or "HEAD" or "OPTIONS");

    /// <summary>Whether the route has the authorizer.</summary>
    public bool NeedsAuthorizer => !GatewayResources.IsOpen(Resource) && Method != HttpMethods.Options;

    /// <summary>The query, decoded (<c>+</c> is a space; <c>;</c> separates as <c>&amp;</c> does).</summary>
    public ValueMap Query { get; } = new(StringComparison.Ordinal);

    /// <summary>The headers for the integration: the client's, without those of the connection, and the gateway's.</summary>
    public ValueMap Headers { get; } = new(StringComparison.OrdinalIgnoreCase);

    /// <summary>The Authorization header, the authorizer's identity source.</summary>
    public string? Authorization { get; }

    /// <summary>The tracing header.</summary>
    public string TraceId { get; }

    /// <summary>The client's address.</summary>
    public string SourceIp { get; }

    /// <summary>The host name that the client asked for.</summary>
    public string DomainName { get; }

    /// <summary>The HTTP version.</summary>
    public string Protocol { get; }

    /// <summary>The id of this request.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The other id of this request (<c>x-amz-apigw-id</c>).</summary>
    public string ExtendedRequestId { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(11));

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Time { get; } = DateTimeOffset.UtcNow;

    private static (string Path, string Query) Split(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[(question + 1)..]);
        if (!path.StartsWith('/'))
        {
            // The absolute form (a proxy's), or the asterisk of OPTIONS.
            var authority = path.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : path.IndexOf('/', authority + 3);
            path = slash < 0 ? "/" : path[slash..];
        }

        return (path, query);
    }
}
