using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayTusTests(RadosGatewayFixture fixture, PostgresFixture postgres)
    : TusWriterContract, IClassFixture<PostgresFixture>, IDisposable
{
    private readonly S3ObjectStore _store = fixture.CreateStore();

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Store => _store;

    // Ceph 16.2 completes an upload with all the parts that it has, or not at all (InvalidPart).
    protected override bool LeavesPartsOut => false;

    protected override PostgresDatabase Database => postgres.Database;

    public void Dispose() => _store.Dispose();
}
