using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class S3LargeCopyTests(LocalCloudsFixture fixture) : LargeCopyContract
{
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);

    protected override S3ObjectStore Store { get; } = new(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);

    protected override PostgresDatabase Database => _database.Database;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Store.Dispose();
        await _database.DisposeAsync();
    }
}
