using System.Globalization;
using System.Web;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

public sealed partial class S3ObjectStore
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    // Of credentials that do not say when they end, as those that Lambda has in its environment.
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task<PresignedUrl> PresignAsync(
        ObjectKey key, PresignedVerb verb, TimeSpan lifetime, string? disposition, CancellationToken cancellation) =>
        SignAsync(
            new GetPreSignedUrlRequest
            {
                Key = key.Value,
                Verb = verb == PresignedVerb.Head ? HttpVerb.HEAD : HttpVerb.GET,
                ResponseHeaderOverrides = { ContentDisposition = disposition },
            },
            lifetime,
            cancellation);

    /// <inheritdoc/>
    public async Task<PresignedUpload> PresignUploadAsync(
        ObjectKey key, UploadTerms terms, TimeSpan lifetime, CancellationToken cancellation)
    {
        var request = new GetPreSignedUrlRequest { Key = key.Value, Verb = HttpVerb.PUT };
        var headers = new Dictionary<string, string>();
        if (terms.Size is { } size)
            headers["Content-Length"] = size.ToString(CultureInfo.InvariantCulture);
        if (terms.ContentType is { } type)
            headers["Content-Type"] = type;
        if (terms.Sha256 is { } sha256)
            headers["x-amz-checksum-sha256"] = sha256;
        if (terms.IsNew)
            headers["If-None-Match"] = "*";
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        return new PresignedUpload(await SignAsync(request, lifetime, cancellation), headers);
    }

    private Task<PresignedUrl> SignAsync(GetPreSignedUrlRequest request, TimeSpan lifetime, CancellationToken cancellation) =>
        CallAsync(CallTimeout, async _ =>
        {
            var now = _clock.GetUtcNow().UtcDateTime;
            var left = _credentials.Value.Expiration - now;
            if (left is null && (await _credentials.Value.GetCredentialsAsync()).UseToken)
                left = UnknownLifetime;
            var expiresIn = left < lifetime ? left.Value : lifetime;
            request.BucketName = _bucket;
            request.Protocol = _endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS;
            request.Expires = now + expiresIn;
            // The SDK goes by the server's clock, in whole seconds: it could sign one more than that.
            if (expiresIn > OneSecond)
                request.Expires -= OneSecond;
            var url = await _client.Value.GetPreSignedURLAsync(request);
            return new PresignedUrl(url, SignedLifetime(url));
        }, cancellation);

    // What S3 goes by; never longer than what was asked for.
    private static TimeSpan SignedLifetime(string url) => TimeSpan.FromSeconds(int.Parse(
        HttpUtility.ParseQueryString(new Uri(url).Query)["X-Amz-Expires"]!, CultureInfo.InvariantCulture));
}
