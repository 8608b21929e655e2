using Amazon.Runtime;

namespace NvDemo.Adapters.S3;

/// <summary>
/// HTTP clients for the SDK, which keeps only the first item of a response header that is a list. Lists that say what the content is are
/// handed to it once more as metadata, which it leaves as they are.
/// </summary>
internal sealed class JoinedHeaders : HttpClientFactory
{
    private const string Prefix = "nv-joined-";

    private static readonly string[] Lists = ["Content-Encoding", "Content-Language"];

    /// <summary>The key under which the metadata has a header's whole list.</summary>
    public static string MetadataKey(string header) => Prefix + header.ToLowerInvariant();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var server = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = clientConfig.ConnectTimeout ?? Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = clientConfig.MaxConnectionsPerServer ?? int.MaxValue,
        };
        return new HttpClient(new Joining(server)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };
    }

    private sealed class Joining(HttpMessageHandler server) : DelegatingHandler(server)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            foreach (var header in Lists)
            {
                if (response.Content.Headers.NonValidated.TryGetValues(header, out var values))
                    response.Headers.TryAddWithoutValidation("x-amz-meta-" + MetadataKey(header), values.ToString());
            }

            return response;
        }
    }
}
