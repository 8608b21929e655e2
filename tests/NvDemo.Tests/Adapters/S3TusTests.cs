using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class S3TusTests(LocalCloudsFixture fixture) : TusWriterContract, IAsyncLifetime
{
    private readonly S3ObjectStore _store = new(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Store => _store;

    protected override PostgresDatabase Database => _database.Database;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _store.Dispose();
        await _database.DisposeAsync();
    }
}
