using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayObjectStoreTests(RadosGatewayFixture fixture) : ObjectStoreContract, IDisposable
{
    private readonly S3ObjectStore _store = fixture.CreateStore();
    private readonly S3ObjectStore _withVersions = fixture.CreateStore(bucket: "with-versions");
    private readonly S3ObjectStore _unreachable = fixture.CreateStore(Nowhere.Url);

    protected override IObjectStore Store => _store;

    protected override IObjectStore Unreachable => _unreachable;

    protected override ICopyStore Copies => _store;

    protected override IBatchStore Batches => _store;

    protected override IVersionStore Versions => _store;

    protected override async Task<(IObjectStore Store, IVersionStore Versions)> WithVersionsAsync()
    {
        await fixture.KeepVersionsAsync("with-versions");
        return (_withVersions, _withVersions);
    }

    // Ceph 16.2 answers 412 to If-Match with a tag in quotes, whatever the object has.
    protected override bool ReplacesOnConditions => false;

    // Ceph 16.2 knows none but MD5.
    protected override bool KeepsChecksums => false;

    [Fact]
    public async Task A_server_that_refuses_the_credentials_is_not_taken_for_one_that_is_down()
    {
        using var store = fixture.CreateStore(secretKey: "wrong");
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => store.GetAsync(ObjectKey.FromClient("k"), ReadConditions.None, default));
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => store.HeadAsync(ObjectKey.FromClient("k"), default));
    }

    [Fact]
    public async Task A_missing_bucket_is_a_fault_of_the_settings()
    {
        using var store = fixture.CreateStore(bucket: "no-such-bucket");
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => store.GetAsync(ObjectKey.FromClient("k"), ReadConditions.None, default));
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => store.ListAsync("", default));
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => store.PingAsync(default));
    }

    public void Dispose()
    {
        _store.Dispose();
        _withVersions.Dispose();
        _unreachable.Dispose();
    }
}
