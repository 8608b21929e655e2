using System.Net;
using System.Text;
using System.Web;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>A presigned URL permits one verb on one object for its lifetime, and nothing else; only a strict server tells.</summary>
[Collection(RadosGatewayCollection.Name)]
public sealed class PresignedUrlTests(RadosGatewayFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly S3ObjectStore _store = fixture.CreateStore();
    private readonly HttpClient _http = new();
    private readonly string _name = $"presigned {Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])[_name, _name + "2"])
        {
            var content = new PutContent(new MemoryStream("text"u8.ToArray()), 4, new ContentMetadata("text/plain"));
            await _store.PutAsync(ObjectKey.FromBucket(name), content, WriteConditions.None, CancellationToken.None);
        }
    }

    public Task DisposeAsync()
    {
        _store.Dispose();
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(OddKeys.Theory), MemberType = typeof(OddKeys))]
    public async Task Are_good_for_any_key(string name)
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, (await PresignUploadAsync(UploadTerms.None, name)).Url.Url));
        Assert.Equal("body", await _http.GetStringAsync(new Uri(await PresignAsync(PresignedVerb.Get, name))));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    public async Task Permit_no_other_verb(string verb)
    {
        var url = verb == "PUT"
            ? (await PresignUploadAsync(UploadTerms.None)).Url.Url
            : await PresignAsync(verb == "HEAD" ? PresignedVerb.Head : PresignedVerb.Get);
        foreach (var other in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Put, HttpMethod.Delete])
        {
            Assert.Equal(other.Method == verb ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await SendAsync(other, url));
        }
    }

    [Fact]
    public async Task Permit_no_other_object()
    {
        var url = await PresignAsync(PresignedVerb.Get);
        var name = Uri.EscapeDataString(_name);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, url.Replace(name, name + "2", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("X-Amz-Expires=", "X-Amz-Expires=9")]
    [InlineData("X-Amz-Signature=", "X-Amz-Signature=0")]
    [InlineData("X-Amz-Signature=", "response-content-type=text%2Fhtml&X-Amz-Signature=")]
    public async Task Can_not_be_altered(string part, string other)
    {
        var url = await PresignAsync(PresignedVerb.Get);
        Assert.Contains(part, url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, url.Replace(part, other, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Expire()
    {
        var url = await _store.PresignAsync(ObjectKey.FromBucket(_name), PresignedVerb.Get, TimeSpan.FromSeconds(1), null, CancellationToken.None);
        await Eventually.EqualAsync(HttpStatusCode.Forbidden, () => SendAsync(HttpMethod.Get, url.Url));
    }

    [Fact]
    public async Task Bind_what_is_uploaded()
    {
        const string Sha256 = "Iw2DWNyOiJCx0u1ipWqVtmyYkDnRTsk+HmbsmvnmvlY=";
        var upload = await PresignUploadAsync(new UploadTerms(4, "text/x-odd", Sha256, IsNew: true));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Content-Length"] = "4",
                ["Content-Type"] = "text/x-odd",
                ["x-amz-checksum-sha256"] = Sha256,
                ["If-None-Match"] = "*",
            },
            upload.Headers);
        var signed = HttpUtility.ParseQueryString(new Uri(upload.Url.Url).Query)["X-Amz-SignedHeaders"];
        Assert.Equal("content-length;content-type;host;if-none-match;x-amz-checksum-sha256", signed);

        Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(upload, "longer", upload.Headers));
        foreach (var header in (string[])["Content-Type", "x-amz-checksum-sha256", "If-None-Match"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(upload, "body", Without(upload.Headers, header)));
            var changed = Without(upload.Headers, header);
            changed[header] = header == "Content-Type" ? "text/html" : "other";
            Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(upload, "body", changed));
        }

        Assert.Equal(HttpStatusCode.OK, await UploadAsync(upload, "body", upload.Headers));
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.Where(header => header.Key != name).ToDictionary();

    private async Task<HttpStatusCode> UploadAsync(PresignedUpload upload, string body, IReadOnlyDictionary<string, string> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(upload.Url.Url)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in headers.Where(header => header.Key != "Content-Length"))
        {
            if (name == "Content-Type")
                request.Content.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private Task<PresignedUpload> PresignUploadAsync(UploadTerms terms, string? name = null) =>
        _store.PresignUploadAsync(ObjectKey.FromBucket(name ?? $"{_name} new"), terms, Lifetime, CancellationToken.None);

    private async Task<string> PresignAsync(PresignedVerb verb, string? name = null) =>
        (await _store.PresignAsync(ObjectKey.FromBucket(name ?? _name), verb, Lifetime, null, CancellationToken.None)).Url;

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string url)
    {
        using var request = new HttpRequestMessage(method, new Uri(url));
        if (method == HttpMethod.Put)
            request.Content = new StringContent("body");
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
