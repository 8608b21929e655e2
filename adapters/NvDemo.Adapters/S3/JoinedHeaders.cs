namespace NvDemo.Adapters.S3;

/// <summary>
/// The SDK keeps only the first item of a response header that is a list. Lists that say what the content is are handed to it once more as
/// metadata, which it leaves as they are.
/// </summary>
internal sealed class JoinedHeaders(HttpMessageHandler server) : DelegatingHandler(server)
{
    private const string Prefix = "nv-joined-";

    private static readonly string[] Lists = ["Content-Encoding", "Content-Language"];

    /// <summary>The key under which the metadata has a header's whole list.</summary>
    public static string MetadataKey(string header) => Prefix + header.ToLowerInvariant();

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
