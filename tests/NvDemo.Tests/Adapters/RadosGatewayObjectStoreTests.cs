using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayObjectStoreTests(RadosGatewayFixture fixture) : ObjectStoreContract, IDisposable
{
    private readonly S3ObjectStore _store = fixture.CreateStore();
    private readonly S3ObjectStore _unreachable = fixture.CreateStore(Nowhere.Url);

    protected override IObjectStore Store => _store;

    protected override IObjectStore Unreachable => _unreachable;

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
