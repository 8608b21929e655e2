using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class S3MultipartTests(LocalCloudsFixture fixture) : MultipartStoreContract, IDisposable
{
    private readonly S3ObjectStore _store = new(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
    private readonly S3ObjectStore _unreachable = new(LocalAws.Bucket, Nowhere.Url, TimeProvider.System);

    protected override IMultipartStore Store => _store;

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Unreachable => _unreachable;

    // moto 5.2 fails on its parts.
    protected override bool KnowsWhatIsGone => false;

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
