using System.Net;
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
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Put, await PresignAsync(PresignedVerb.Put, name)));
        Assert.Equal("body", await _http.GetStringAsync(new Uri(await PresignAsync(PresignedVerb.Get, name))));
    }

    [Theory]
    [InlineData(PresignedVerb.Get)]
    [InlineData(PresignedVerb.Head)]
    [InlineData(PresignedVerb.Put)]
    public async Task Permit_no_other_verb(PresignedVerb verb)
    {
        var url = await PresignAsync(verb);
        foreach (var other in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Put, HttpMethod.Delete])
        {
            var isPermitted = other.Method.Equals(verb.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(isPermitted ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await SendAsync(other, url));
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
