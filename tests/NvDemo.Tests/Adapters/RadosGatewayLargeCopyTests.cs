using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(RadosGatewayCollection.Name)]
public sealed class RadosGatewayLargeCopyTests(RadosGatewayFixture fixture, PostgresFixture postgres)
    : LargeCopyContract, IClassFixture<PostgresFixture>, IDisposable
{
    protected override S3ObjectStore Store { get; } = fixture.CreateStore();

    protected override PostgresDatabase Database => postgres.Database;

    public void Dispose() => Store.Dispose();
}
