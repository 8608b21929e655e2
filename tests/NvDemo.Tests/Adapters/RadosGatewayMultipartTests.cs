using System.Net;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayMultipartTests(RadosGatewayFixture fixture) : MultipartStoreContract, IDisposable
{
    private readonly S3ObjectStore _store = fixture.CreateStore();
    private readonly S3ObjectStore _unreachable = fixture.CreateStore(Nowhere.Url);

    protected override IMultipartStore Store => _store;

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Unreachable => _unreachable;

    // Ceph 16.2 has an empty list of its parts.
    protected override bool KnowsWhatIsGone => false;

    // Nor does it read the header there.
    protected override bool CompletesOnConditions => false;

    protected override bool VerifiesChecksums => false;

    [Fact]
    public async Task A_parts_url_is_good_for_nothing_else()
    {
        var upload = await BeginAsync();
        var url = (await _store.PresignPartAsync(upload.Key, upload.StoreId, 1, TimeSpan.FromMinutes(5), default)).Url;
        using var http = new HttpClient();
        foreach (var other in (string[])[url.Replace("partNumber=1", "partNumber=2", StringComparison.Ordinal), url.Replace("/parts/", "/other/", StringComparison.Ordinal)])
        {
            Assert.NotEqual(url, other);
            Assert.Equal(HttpStatusCode.Forbidden, (await http.PutAsync(other, new ByteArrayContent([1]))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await http.DeleteAsync(url)).StatusCode);
    }

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
