using Amazon.Runtime;

namespace NvDemo.Adapters.S3;

/// <summary>HTTP clients for the SDK, with what it lacks.</summary>
internal sealed class S3HttpClientFactory : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var server = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = clientConfig.ConnectTimeout ?? Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = clientConfig.MaxConnectionsPerServer ?? int.MaxValue,
        };
        return new HttpClient(new MissingObjects(new JoinedHeaders(server))) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };
    }
}
